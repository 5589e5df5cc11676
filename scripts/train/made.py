#!/usr/bin/env python3
"""Draws the photos that a training is tried with: enough to run every step, far too little to learn from.

    ./made.py photos OUT_DIR    twelve pictures for patches.py
    ./made.py pets OUT_DIR      a data folder for head/prepare.py: petheads/ with boxes, pets/kublai/

Seeded, so that two runs of a training begin with the same bytes.
"""
import argparse
import json
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

FACING = ['frontal', 'partial', 'none']


def scene(rng: np.random.Generator, width: int, height: int) -> Image.Image:
    """Clouds of grain at several scales, with some discs and bars on them."""
    sum_of_scales = np.zeros((height, width, 3))
    for size in (4, 16, 64):
        coarse = Image.fromarray(rng.integers(0, 256, (height // size + 1, width // size + 1, 3), np.uint8))
        sum_of_scales += np.asarray(coarse.resize((width, height), Image.Resampling.BICUBIC)) / 3
    picture = Image.fromarray(sum_of_scales.astype(np.uint8))
    pen = ImageDraw.Draw(picture)
    for number in range(12):
        x, y, side = (int(v) for v in rng.integers(0, (width, height, width // 4)))
        draw = pen.ellipse if number % 2 else pen.rectangle
        draw((x, y, x + side, y + side // 2), fill=tuple(int(c) for c in rng.integers(0, 256, 3)))
    return picture


def pet(rng: np.random.Generator, facing: str | None) -> tuple[Image.Image, list[int], list[int]]:
    """A body and a head of one colour, with two eyes where it looks at the camera; the boxes of both."""
    picture = scene(rng, 320, 240).filter(ImageFilter.GaussianBlur(2))
    pen = ImageDraw.Draw(picture)
    x, y = (int(v) for v in rng.integers((20, 40), (90, 90)))
    fur = tuple(int(c) for c in rng.integers(40, 220, 3))
    pen.ellipse((x, y + 40, x + 180, y + 130), fill=fur)
    pen.ellipse((x, y, x + 70, y + 70), fill=fur)
    for eye in range({'frontal': 2, 'partial': 1}.get(facing, 0)):
        pen.ellipse((x + 18 + 26 * eye, y + 24, x + 28 + 26 * eye, y + 34), fill=(10, 10, 10))
    return picture, [x, y, 180, 130], [x, y, 70, 70]


def photos(out: Path, rng: np.random.Generator) -> None:
    for number in range(12):
        scene(rng, 900, 700).save(out / f'{number:02}.png')


def pets(out: Path, rng: np.random.Generator) -> None:
    images, cats = out / 'petheads/images', out / 'pets/kublai'
    images.mkdir(parents=True, exist_ok=True)
    cats.mkdir(parents=True, exist_ok=True)
    entries = []
    for number in range(16):
        facing = FACING[number % 3]
        picture, pet_box, head_box = pet(rng, facing)
        picture.save(images / f'{number}.png')
        entries.append({'file': f'images/{number}.png', 'species': ('cat', 'dog')[number % 2], 'pet_box': pet_box, 'head_box': head_box, 'facing': facing,
                        'split': 'val' if number % 4 == 3 else 'train'})
    (out / 'petheads/annotations.json').write_text(json.dumps(entries))
    for line in (Path(__file__).parent / 'head/facing.tsv').read_text().splitlines()[2:]:
        name, *_, facing = line.split('\t')
        pet(rng, facing)[0].resize((1024, 768)).save(cats / name, quality=90)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('what', choices=['photos', 'pets'])
    parser.add_argument('out', type=Path)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    (photos if args.what == 'photos' else pets)(args.out, np.random.default_rng(1))


if __name__ == '__main__':
    main()
