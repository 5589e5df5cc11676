#!/usr/bin/env python3
"""Measures frames of real cameras and frames that degrade.py makes with the same ruler, so that the model of the
camera can be judged as a whole: bytes, noise and its grain in flat places, width and halo of edges.

    ./compare.py REAL_FRAMES_DIR SHARP_PHOTOS_DIR [--seed 1]

Real frames of 800x600 and 640x480 count. Photos are first reduced to 1600x1200, so that both have as much detail.
"""
from __future__ import annotations

import argparse
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps
from scipy import ndimage

from degrade import LUMA, TYPICAL, degrade, encode_jpeg, random_camera

SIZES = {(800, 600), (640, 480)}


def measure(jpeg: bytes) -> dict[str, float]:
    image = Image.open(io.BytesIO(jpeg)).convert('RGB')
    rgb = np.asarray(image).astype(np.float32)
    luma = rgb @ LUMA
    found = {'bits/pixel': len(jpeg) * 8 / luma.size}
    found |= flat_noise(luma)
    found |= {'Cb ' + k: v for k, v in flat_noise(0.564 * (rgb[..., 2] - luma)).items() if k == 'noise'}
    return found | edges(luma)


def flat_noise(plane: np.ndarray) -> dict[str, float]:
    """Deviation and lag-1 correlation of what is left of the flattest 5% of 16x16 blocks without their slope."""
    size = 16
    h, w = (side // size * size for side in plane.shape)
    blocks = plane[:h, :w].reshape(h // size, size, w // size, size).swapaxes(1, 2).reshape(-1, size, size)
    y, x = np.mgrid[:size, :size] - (size - 1) / 2
    plain = blocks - blocks.mean((1, 2), keepdims=True)
    for axis in (x, y):
        plain = plain - (plain * axis).sum((1, 2), keepdims=True) / (axis ** 2).sum() * axis
    spread = plain.std((1, 2))
    flat = plain[(spread <= np.quantile(spread, 0.05)) & (spread > 0)]
    if len(flat) == 0:
        return {'noise': 0.0, 'lag 1': np.nan}
    lag = (flat[:, :, 1:] * flat[:, :, :-1]).mean() / (flat ** 2).mean()
    return {'noise': float(flat.std()), 'lag 1': float(lag)}


def edges(luma: np.ndarray) -> dict[str, float]:
    """Upright edges between two plateaus: 10-90% width in pixels, over- and undershoot as shares of the step."""
    widths, over, under = [], [], []
    slope = np.abs(ndimage.gaussian_filter(luma, (1.5, 1.0), order=(0, 1)))
    peaks = (slope == ndimage.maximum_filter(slope, (1, 15))) & (slope > 12)
    for row, column in zip(*np.nonzero(peaks)):
        if not 12 <= column < luma.shape[1] - 12 or not 1 <= row < luma.shape[0] - 1:
            continue
        profile = luma[row - 1:row + 2, column - 12:column + 13].mean(0)
        left, right = profile[:6], profile[-6:]
        low, high = left.mean(), right.mean()
        if abs(high - low) < 40 or max(left.std(), right.std()) > 4:
            continue
        step = (profile - low) / (high - low)
        first, last = np.argmax(step > 0.1), np.argmax(step > 0.9)
        if first < 6 or last <= first - 1 or step[:first].max() > 0.6:
            continue
        at = [i - 1 + (level - step[i - 1]) / (step[i] - step[i - 1]) for i, level in ((first, 0.1), (last, 0.9))]
        widths.append(at[1] - at[0])
        over.append(step.max() - 1)
        under.append(-step.min())
    if len(widths) < 10:
        return {}
    return {'edge px': float(np.median(widths)), 'overshoot %': 100 * float(np.median(over)),
            'undershoot %': 100 * float(np.median(under)), 'sharpest edges px': float(np.quantile(widths, 0.1))}


def summary(rows: list[dict[str, float]]) -> dict[str, str]:
    names = dict.fromkeys(name for row in rows for name in row)
    quantiles = {name: np.nanquantile([row[name] for row in rows if name in row], [0.1, 0.5, 0.9]) for name in names}
    return {name: f'{q[1]:.2f} ({q[0]:.2f} - {q[2]:.2f})' for name, q in quantiles.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('frames', type=Path)
    parser.add_argument('photos', type=Path)
    parser.add_argument('--seed', type=int, default=1)
    args = parser.parse_args()
    rng = np.random.default_rng(args.seed)
    frames = [p for p in sorted(args.frames.rglob('*.jpg')) if Image.open(p).size in SIZES]
    groups: dict[str, list[dict[str, float]]] = {'real': [], 'typical': [], 'random': []}
    for path in frames:
        try:
            groups['real'].append(measure(path.read_bytes()))
        except OSError as error:
            print(f'{path.name}: {error}')
    photos = [p for p in sorted(args.photos.rglob('*')) if p.suffix.lower() in {'.webp', '.jpg', '.png'}]
    for path in photos:
        photo = np.asarray(ImageOps.fit(Image.open(path).convert('RGB'), (1600, 1200), Image.Resampling.LANCZOS))
        for name, camera in (('typical', TYPICAL), ('random', random_camera(rng))):
            _, frame = degrade(photo, replace(camera, q=None), rng)
            groups[name].append(measure(encode_jpeg(frame, camera.q)))
    tables = {name: summary(rows) for name, rows in groups.items()}
    print('median (10% - 90%) | ' + ' | '.join(f'{name}, {len(rows)} frames' for name, rows in groups.items()))
    for name in tables['real']:
        print(f'{name} | ' + ' | '.join(table.get(name, '') for table in tables.values()))


if __name__ == '__main__':
    main()
