#!/usr/bin/python3
"""Photos of cats and dogs -> crops as a camera at home sees them -> the backbone's features, one file a round.

The features are means over 2 by 2 cells: 6 by 6 parts of a crop are enough to tell a cat from a dog.

DATA/petheads has annotations.json (species, pet_box, head_box, split) and its images. Nothing else is used: cats and
dogs of the bursts, of dreambooth and of kublai are what the answer is measured on.
"""
import argparse
import io
import json
import random
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageEnhance, ImageFilter

from backbone import SIDE, Backbone

MARGIN = 1.23
BATCH = 16


def photos_of(data):
    """(path, pet box, head box or None, 1 for a dog and 0 for a cat, split); boxes are x, y, width, height."""
    entries = json.loads((data / "petheads/annotations.json").read_text())
    return [
        (data / "petheads" / entry["file"], entry["pet_box"], entry["head_box"], float(entry["species"] == "dog"), entry["split"])
        for entry in entries
    ]


def square_of(rng, box, head):
    """Centre and side of a crop: the whole pet, or from close by its head or its body."""
    x, y, w, h = box
    chance = rng.random()
    if head and chance < 0.25:
        hx, hy, hw, hh = head
        side = max(hw, hh) * rng.uniform(1.1, 2.2)
        return hx + hw / 2, hy + hh / 2, side
    if chance < 0.45:
        side = min(w, h) * rng.uniform(0.6, 1.0)
        return rng.uniform(x + side / 2, max(x + side / 2, x + w - side / 2)), rng.uniform(y + side / 2, max(y + side / 2, y + h - side / 2)), side
    return x + w / 2, y + h / 2, max(w, h) * rng.uniform(0.95, 1.6)


def cut_off(rng, crop):
    """The edge of the frame: a part of the crop on one side is black."""
    pixels = np.asarray(crop).copy()
    much = int(SIDE * rng.uniform(0.05, 0.4))
    side = rng.randrange(4)
    if side == 0:
        pixels[:much] = 0
    elif side == 1:
        pixels[-much:] = 0
    elif side == 2:
        pixels[:, :much] = 0
    else:
        pixels[:, -much:] = 0
    return Image.fromarray(pixels)


def degrade(rng, crop):
    """Light of an evening at home, infra-red at night, a cheap lens, its sensor and its JPEG."""
    noise = np.random.RandomState(rng.randrange(1 << 30))
    gains = [rng.uniform(0.8, 1.2), 1.0, rng.uniform(0.8, 1.2)]
    level = rng.choice([1.0, 1.0, 0.7, 0.45, 0.3]) * rng.uniform(0.8, 1.2)
    pixels = (np.asarray(crop).astype(np.float32) * np.array(gains, np.float32) * level).clip(0, 255)
    crop = Image.fromarray(pixels.astype(np.uint8))
    crop = ImageEnhance.Contrast(crop).enhance(rng.uniform(0.7, 1.25))
    crop = ImageEnhance.Color(crop).enhance(0.0 if rng.random() < 0.2 else rng.uniform(0.3, 1.3))
    if rng.random() < 0.4:
        crop = crop.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 2.0)))
    if rng.random() < 0.4:
        grain = noise.randn(SIDE, SIDE, 3) * rng.uniform(2, 12)
        crop = Image.fromarray((np.asarray(crop) + grain).clip(0, 255).astype(np.uint8))
    if rng.random() < 0.6:
        packed = io.BytesIO()
        crop.save(packed, "JPEG", quality=rng.randint(35, 90))
        crop = Image.open(packed).convert("RGB")
    return crop


def example(rng, photo, train):
    """A crop, uint8 [SIDE, SIDE, 3]."""
    path, box, head, _, _ = photo
    image = Image.open(path).convert("RGB")
    x, y, w, h = box
    cx, cy, side = square_of(rng, box, head) if train else (x + w / 2, y + h / 2, max(w, h) * MARGIN)
    if train:
        cx += rng.uniform(-0.08, 0.08) * side
        cy += rng.uniform(-0.08, 0.08) * side
    crop = image.crop(tuple(round(edge) for edge in (cx - side / 2, cy - side / 2, cx + side / 2, cy + side / 2)))
    if train:
        small = int(SIDE * rng.choice([1, 1, 0.75, 0.5, 0.3]))
        crop = crop.resize((small, small), Image.BILINEAR)
    crop = crop.resize((SIDE, SIDE), Image.BILINEAR)
    if train and rng.random() < 0.5:
        crop = crop.transpose(Image.FLIP_LEFT_RIGHT)
    if train and rng.random() < 0.25:
        crop = cut_off(rng, crop)
    return np.asarray(degrade(rng, crop) if train else crop)


def features(backbone, photos, seed, train):
    rng = random.Random(seed)
    crops = [example(rng, photo, train) for photo in photos]
    parts = [
        F.avg_pool2d(backbone(torch.tensor(np.stack(crops[i : i + BATCH])).permute(0, 3, 1, 2)).half().float(), 2).half()
        for i in range(0, len(crops), BATCH)
    ]
    return torch.cat(parts), torch.tensor([photo[3] for photo in photos])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--detector", type=Path, default=Path("models/nanodet-416.onnx"))
    parser.add_argument("--out", type=Path, required=True, help="a folder; about 70 MB a round")
    parser.add_argument("--rounds", type=int, default=4, help="augmented versions of every photo")
    options = parser.parse_args()
    torch.set_num_threads(1)
    backbone = Backbone(options.detector)
    options.out.mkdir(parents=True, exist_ok=True)
    photos = photos_of(options.data)
    kept_back = [photo for photo in photos if photo[4] != "train"]
    train = [photo for photo in photos if photo[4] == "train"]
    # There are half as many cats as dogs.
    train += [photo for photo in train if photo[3] == 0]
    torch.save(features(backbone, kept_back, 0, False), options.out / "kept-back.pt")
    torch.save(features(backbone, kept_back, 1, True), options.out / "kept-back-degraded.pt")
    for number in range(options.rounds):
        torch.save(features(backbone, train, 900 + number, True), options.out / f"round-{number}.pt")
        print(f"round {number + 1} of {options.rounds}: {len(train)} crops", flush=True)


if __name__ == "__main__":
    main()
