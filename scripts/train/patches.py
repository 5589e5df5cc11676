#!/usr/bin/env python3
"""Cuts luma training pairs from sharp photos into two uint8 arrays, once, so that training never decodes a photo.

Two in three pairs are camera frames (degrade.random_camera), the others are clean reductions, a few of them
through an ordinary JPEG: a network that sees both learns to leave a clean photo alone. Every photo is used at
several sizes, as a big photo is soft at full size.

    ./patches.py PHOTOS_DIR OUT_DIR [--patches 16000] [--seed 1]

Writes OUT_DIR/{train,held}.npz with `small` [n,64,64], `large` [n,128,128] and `camera` [n] (true for a camera
frame), and OUT_DIR/held.txt, the photos that were held out and only serve to watch the training.
"""
from __future__ import annotations

import argparse
import io
from pathlib import Path

import numpy as np
from PIL import Image

from degrade import LUMA, degrade, random_camera, resize

SMALL = 64          # side of a training patch before enlarging
CROP = 3 * SMALL    # one draw of the camera covers CROP x CROP pixels of its frame
HELD_OUT_EVERY = 9  # every ninth photo is held out


def clean(photo: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A plain bicubic reduction; one in five went through a mild JPEG, as photos from phones do."""
    h, w, _ = photo.shape
    frame = np.clip(np.rint(resize(photo.astype(np.float32), w // 2, h // 2)), 0, 255).astype(np.uint8)
    if rng.random() < 0.2:
        out = io.BytesIO()
        Image.fromarray(frame).save(out, 'JPEG', quality=int(rng.integers(80, 97)), subsampling=int(rng.choice([0, 2])))
        frame = np.asarray(Image.open(out).convert('RGB'))
    return frame


def crop_at_random_size(photo: Image.Image, rng: np.random.Generator) -> np.ndarray:
    side = 2 * CROP
    least = max(side / min(photo.size), 0.2)
    factor = max(least, float(np.exp(rng.uniform(np.log(0.2), 0))))
    take = min(int(np.ceil(side / factor)), *photo.size)
    x, y = (int(rng.integers(0, limit - take + 1)) for limit in photo.size)
    cut = photo.crop((x, y, x + take, y + take)).resize((side, side), Image.Resampling.BICUBIC)
    return np.asarray(cut)


def luma(rgb: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(rgb.astype(np.float32) @ LUMA), 0, 255).astype(np.uint8)


def cut(photos: list[Path], count: int, rng: np.random.Generator, camera_share: float):
    """`count` pairs, drawn evenly over the photos; three in four of the flat ones are left out."""
    small = np.empty((count, SMALL, SMALL), np.uint8)
    large = np.empty((count, 2 * SMALL, 2 * SMALL), np.uint8)
    camera = np.zeros(count, bool)
    images = [Image.open(p).convert('RGB') for p in photos]
    n = draw = 0
    while n < count:
        photo = crop_at_random_size(images[draw % len(images)], rng)
        draw += 1
        is_camera = rng.random() < camera_share
        target, frame = degrade(photo, random_camera(rng), rng) if is_camera else (photo, clean(photo, rng))
        y_large, y_small = luma(target), luma(frame)
        for row in range(0, CROP, SMALL):
            for column in range(0, CROP, SMALL):
                tile = y_large[2 * row:2 * (row + SMALL), 2 * column:2 * (column + SMALL)]
                if n == count or (tile.std() < 6 and rng.random() < 0.75):
                    continue
                small[n] = y_small[row:row + SMALL, column:column + SMALL]
                large[n], camera[n] = tile, is_camera
                n += 1
        if draw % 100 == 0:
            print(f'{n}/{count} patches', flush=True)
    return {'small': small, 'large': large, 'camera': camera}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('photos', type=Path)
    parser.add_argument('out', type=Path)
    parser.add_argument('--patches', type=int, default=16000)
    parser.add_argument('--seed', type=int, default=1)
    args = parser.parse_args()
    found = sorted(p for p in args.photos.rglob('*') if p.suffix.lower() in {'.webp', '.png', '.jpg', '.jpeg'})
    held = found[::HELD_OUT_EVERY]
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / 'held.txt').write_text(''.join(f'{p.relative_to(args.photos)}\n' for p in held))
    rng = np.random.default_rng(args.seed)
    np.savez(args.out / 'held.npz', **cut(held, 400, rng, 0.5))
    np.savez(args.out / 'train.npz', **cut([p for p in found if p not in held], args.patches, rng, 0.67))


if __name__ == '__main__':
    main()
