#!/usr/bin/python3
"""Photos of pets with head boxes -> augmented crops -> the backbone's features, one file a round.

DATA/petheads has annotations.json (pet_box, head_box, facing, split) and its images; DATA/pets/kublai the photos that
facing.tsv beside this script names. The backbone is frozen, so every augmented crop goes through it only once.

There are few photos of pets that turn away, so some are made: a patch of the pet's own fur over its head, and crops
of its body without the head. Both are "no face".
"""
import argparse
import io
import json
import random
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from backbone import SIDE, Backbone

FACE = {"frontal": 1.0, "partial": 0.5, "none": 0.0, None: -1.0}
MARGIN = 1.12
BATCH = 16


def photos_of(data):
    """(path, pet box, head box or None, facing, split); boxes are x, y, width, height."""
    found = []
    for entry in json.loads((data / "petheads/annotations.json").read_text()):
        path = data / "petheads" / entry["file"]
        found.append((path, entry["pet_box"], entry["head_box"], entry["facing"], entry["split"]))
    for line in (Path(__file__).parent / "facing.tsv").read_text().splitlines()[2:]:
        name, *box, facing = line.split("\t")
        found.append((data / "pets/kublai" / name, [int(edge) for edge in box], None, facing, "turned"))
    return found


def hide_head(rng, image, box, head):
    """Lays a feathered ellipse of fur from elsewhere on the pet over its head."""
    x, y, w, h = box
    hx, hy, hw, hh = head
    side = int(min(w, h) * rng.uniform(0.2, 0.4)) + 4
    for _ in range(20):
        px, py = rng.uniform(x, x + w - side), rng.uniform(y, y + h - side)
        if px + side < hx or px > hx + hw or py + side < hy or py > hy + hh:
            break
    else:
        px, py = x + w / 2 - side / 2, y + h - side
    fur = image.crop((int(px), int(py), int(px) + side, int(py) + side))
    fur = fur.resize((max(2, int(hw * 1.25)), max(2, int(hh * 1.25))), Image.BILINEAR)
    mask = Image.new("L", fur.size, 0)
    ImageDraw.Draw(mask).ellipse([edge * share for share in (0.06, 0.94) for edge in fur.size], fill=255)
    image.paste(fur, (int(hx - hw * 0.125), int(hy - hh * 0.125)), mask.filter(ImageFilter.GaussianBlur(max(1, hw * 0.06))))


def body_square(rng, box, head):
    """A square on the half of the pet that is away from its head, or None where the head would still be in it."""
    x, y, w, h = box
    hx, hy, hw, hh = head
    side = min(w, h) * rng.uniform(0.6, 0.9)
    cx = x + w - side / 2 if hx + hw / 2 < x + w / 2 else x + side / 2
    cy = y + h - side / 2 if hy + hh / 2 < y + h / 2 else y + side / 2
    across = max(0, min(cx + side / 2, hx + hw) - max(cx - side / 2, hx))
    down = max(0, min(cy + side / 2, hy + hh) - max(cy - side / 2, hy))
    return None if across * down > 0.25 * hw * hh else (cx, cy, side)


def degrade(rng, crop):
    """What light, lens, sensor and JPEG do to a crop."""
    crop = ImageEnhance.Brightness(crop).enhance(rng.uniform(0.6, 1.3))
    crop = ImageEnhance.Contrast(crop).enhance(rng.uniform(0.7, 1.2))
    crop = ImageEnhance.Color(crop).enhance(rng.uniform(0.4, 1.2))
    if rng.random() < 0.3:
        crop = crop.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.5)))
    if rng.random() < 0.3:
        noise = np.random.RandomState(rng.randrange(1 << 30)).randn(SIDE, SIDE, 3) * rng.uniform(2, 10)
        crop = Image.fromarray((np.asarray(crop) + noise).clip(0, 255).astype(np.uint8))
    if rng.random() < 0.5:
        packed = io.BytesIO()
        crop.save(packed, "JPEG", quality=rng.randint(45, 90))
        crop = Image.open(packed).convert("RGB")
    return crop


def example(rng, photo, train):
    """A crop and its target: face (-1 unknown), head centre and side as shares of the crop (-1 unknown), made up."""
    path, box, head, facing, _ = photo
    image = Image.open(path).convert("RGB")
    x, y, w, h = box
    chance = rng.random() if train and head else 1.0
    made_up = False
    square = None
    if chance < 0.2:
        hide_head(rng, image, box, head)
        made_up = True
    elif chance < 0.3:
        square = body_square(rng, box, head)
        made_up = square is not None
    cx, cy, side = square or (x + w / 2, y + h / 2, max(w, h) * (rng.uniform(0.95, 1.4) if train else MARGIN))
    if train:
        cx += rng.uniform(-0.08, 0.08) * side
        cy += rng.uniform(-0.08, 0.08) * side
    crop = image.crop(tuple(round(edge) for edge in (cx - side / 2, cy - side / 2, cx + side / 2, cy + side / 2)))
    if train:
        small = int(SIDE * rng.choice([1, 1, 1, 0.75, 0.5]))
        crop = crop.resize((small, small), Image.BILINEAR)
    crop = crop.resize((SIDE, SIDE), Image.BILINEAR)
    flip = train and rng.random() < 0.5
    if flip:
        crop = crop.transpose(Image.FLIP_LEFT_RIGHT)
    place = (-1.0, -1.0, -1.0)
    if head and not made_up:
        hx, hy, hw, hh = head
        across = (hx + hw / 2 - cx + side / 2) / side
        place = (1 - across if flip else across, (hy + hh / 2 - cy + side / 2) / side, (hw + hh) / 2 / side)
    face = 0.0 if made_up else FACE[facing]
    return np.asarray(degrade(rng, crop) if train else crop), (face, *place, float(made_up))


def features(backbone, photos, seed, train):
    rng = random.Random(seed)
    examples = [example(rng, photo, train) for photo in photos]
    crops = [crop for crop, _ in examples]
    parts = [
        backbone(torch.tensor(np.stack(crops[i : i + BATCH])).permute(0, 3, 1, 2)).half()
        for i in range(0, len(crops), BATCH)
    ]
    return torch.cat(parts), torch.tensor([target for _, target in examples])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--detector", type=Path, default=Path("models/nanodet-416.onnx"))
    parser.add_argument("--out", type=Path, required=True, help="a folder; about 250 MB a round")
    parser.add_argument("--rounds", type=int, default=10, help="augmented versions of every photo")
    options = parser.parse_args()
    torch.set_num_threads(1)
    backbone = Backbone(options.detector)
    options.out.mkdir(parents=True, exist_ok=True)
    photos = photos_of(options.data)
    kept_back = [photo for photo in photos if photo[4] in ("val", "reserved")]
    train = [photo for photo in photos if photo[4] in ("train", "turned")]
    # The rare ones count three times.
    train += [photo for photo in train if photo[4] == "turned" or photo[3] == "none"] * 2
    torch.save(features(backbone, kept_back, 0, False), options.out / "kept-back.pt")
    for number in range(options.rounds):
        torch.save(features(backbone, train, 500 + number, True), options.out / f"round-{number}.pt")
        print(f"round {number + 1} of {options.rounds}: {len(train)} crops", flush=True)


if __name__ == "__main__":
    main()
