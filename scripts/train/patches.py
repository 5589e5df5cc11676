#!/usr/bin/env python3
"""Cuts luma training pairs from sharp photos into two uint8 arrays, once, so that training never decodes a photo.

Two in three pairs are camera frames (degrade.random_camera), the others are clean reductions, a few of them
through an ordinary JPEG: a network that sees both learns to leave a clean photo alone. Every photo is used at
several sizes, as a big photo is soft at full size. One draw in twelve is lettering and
lines instead of a photo: labels and screens stand in rooms, and hardly in these photos. It needs the DejaVu fonts.

    ./patches.py PHOTOS_DIR OUT_DIR [--patches 16000] [--held 400] [--seed 1]

Writes OUT_DIR/{train,held}.npz with `small` [n,64,64], `large` [n,128,128] and `camera` [n] (true for a camera
frame), and OUT_DIR/held.txt, the photos that were held out and only serve to watch the training.
"""
from __future__ import annotations

import argparse
import io
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from degrade import LUMA, degrade, random_camera, resize

SMALL = 64          # side of a training patch before enlarging
CROP = 3 * SMALL    # one draw of the camera covers CROP x CROP pixels of its frame
LETTERING_EVERY = 12
FONTS = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf', 'DejaVuSerif.ttf']
LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;()-+%&'
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


def lettering(rng: np.random.Generator) -> np.ndarray:
    """A page with words in several sizes, weights and colours, rules and boxes; drawn large, then reduced."""
    side = 4 * CROP
    colour = lambda: tuple(int(c) for c in rng.integers(0, 256, 3))  # noqa: E731
    page = Image.new('RGB', (side, side), colour() if rng.random() < 0.5 else (255, 255, 255))
    pen = ImageDraw.Draw(page)
    for _ in range(int(rng.integers(4, 12))):
        x, y, w, h = (int(v) for v in rng.integers(0, side, 4) * (1, 1, 0.5, 0.3))
        pen.rectangle((x, y, x + w, y + h), fill=colour() if rng.random() < 0.5 else None, outline=colour(),
                      width=int(rng.integers(1, 8)))
    for _ in range(int(rng.integers(15, 50))):
        font = ImageFont.truetype(str(rng.choice(FONTS)), int(np.exp(rng.uniform(np.log(16), np.log(120)))))
        words = ' '.join(''.join(rng.choice(list(LETTERS), int(rng.integers(2, 9)))) for _ in range(5))
        at = tuple(int(v) for v in rng.integers(-40, side, 2))
        pen.text(at, words, font=font, fill=(0, 0, 0) if rng.random() < 0.4 else colour())
    return np.asarray(page.resize((2 * CROP, 2 * CROP), Image.Resampling.BICUBIC))


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
        draw += 1
        drawn = draw % LETTERING_EVERY == 0
        photo = lettering(rng) if drawn else crop_at_random_size(images[draw % len(images)], rng)
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
    parser.add_argument('--held', type=int, default=400, help='patches of held-out photos')
    parser.add_argument('--seed', type=int, default=1)
    args = parser.parse_args()
    found = sorted(p for p in args.photos.rglob('*') if p.suffix.lower() in {'.webp', '.png', '.jpg', '.jpeg'})
    held = found[::HELD_OUT_EVERY]
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / 'held.txt').write_text(''.join(f'{p.relative_to(args.photos)}\n' for p in held))
    rng = np.random.default_rng(args.seed)
    np.savez(args.out / 'held.npz', **cut(held, args.held, rng, 0.5))
    np.savez(args.out / 'train.npz', **cut([p for p in found if p not in held], args.patches, rng, 0.67))


if __name__ == '__main__':
    main()
