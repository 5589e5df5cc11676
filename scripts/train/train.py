#!/usr/bin/env python3
"""Trains one luma upscaler on the pairs that patches.py cut. Seeded; one thread by default, so that it repeats.

    ./train.py PATCHES_DIR OUT_DIR [--blocks 2] [--channels 32] [--steps 14000] [--batch 16] [--seed 1]

Writes OUT_DIR/checkpoint.pt every --save steps (continue with --resume) and OUT_DIR/ema.pt, the averaged weights
that export.py turns into an .onnx. Prints the loss and the held-out PSNR gain over the bilinear base.
"""
from __future__ import annotations

import argparse
import math
import time
from pathlib import Path

import numpy as np
import torch

from network import LumaUpscaler

PEAK_RATE, LAST_RATE, WARM_UP = 1e-3, 1e-5, 300
CHARBONNIER = 4 / 255  # near L2 below this error, L1 above


def rate(step: int, steps: int) -> float:
    if step < WARM_UP:
        return PEAK_RATE * (step + 1) / WARM_UP
    done = (step - WARM_UP) / max(1, steps - WARM_UP)
    return LAST_RATE + (PEAK_RATE - LAST_RATE) * 0.5 * (1 + math.cos(math.pi * done))


def to_tensor(patches: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(patches.astype(np.float32) / 255 - 0.5)[:, None]


def batch(data, size: int, rng: np.random.Generator):
    pick = rng.integers(0, len(data['small']), size)
    small, large = data['small'][pick], data['large'][pick]
    turn, flip = int(rng.integers(0, 4)), bool(rng.integers(0, 2))
    if turn:
        small, large = np.rot90(small, turn, (1, 2)), np.rot90(large, turn, (1, 2))
    if flip:
        small, large = small[..., ::-1], large[..., ::-1]
    return to_tensor(small), to_tensor(large)


def psnr(network: LumaUpscaler, held) -> dict[str, float]:
    """Mean PSNR over held-out patches, 8 pixels from the border, for camera frames and for clean ones."""
    found = {}
    for name, keep in (('camera', held['camera']), ('clean', ~held['camera'])):
        small, large = to_tensor(held['small'][keep]), to_tensor(held['large'][keep])
        with torch.no_grad():
            for kind, out in (('', network.enlarge(small)),
                              ('/cubic', torch.nn.functional.interpolate(small, scale_factor=2, mode='bicubic'))):
                wrong = ((out.clamp(-0.5, 0.5) - large)[..., 8:-8, 8:-8] ** 2).mean((1, 2, 3)).clamp_min(1e-6)
                found[name + kind] = float((-10 * torch.log10(wrong)).mean())
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('patches', type=Path)
    parser.add_argument('out', type=Path)
    parser.add_argument('--blocks', type=int, default=2)
    parser.add_argument('--channels', type=int, default=32, help='a multiple of 16')
    parser.add_argument('--steps', type=int, default=14000)
    parser.add_argument('--batch', type=int, default=16)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--save', type=int, default=500)
    parser.add_argument('--threads', type=int, default=1)
    parser.add_argument('--precision', choices=['bf16', 'fp32'], default='bf16', help='of the body while training')
    parser.add_argument('--resume', action='store_true')
    args = parser.parse_args()

    half = args.precision == 'bf16'
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = np.random.default_rng(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    data, held = dict(np.load(args.patches / 'train.npz')), dict(np.load(args.patches / 'held.npz'))
    network = LumaUpscaler(args.blocks, args.channels)
    average = LumaUpscaler(args.blocks, args.channels)
    average.load_state_dict(network.state_dict())
    optimiser = torch.optim.Adam(network.parameters(), PEAK_RATE, betas=(0.9, 0.99))
    first = 0
    if args.resume:
        saved = torch.load(args.out / 'checkpoint.pt')
        network.load_state_dict(saved['network'])
        average.load_state_dict(saved['average'])
        optimiser.load_state_dict(saved['optimiser'])
        rng.bit_generator.state = saved['rng']
        first = saved['step']

    began, seen = time.monotonic(), 0.0
    for step in range(first, args.steps):
        small, large = batch(data, args.batch, rng)
        for group in optimiser.param_groups:
            group['lr'] = rate(step, args.steps)
        loss = torch.sqrt((network.enlarge(small, half) - large) ** 2 + CHARBONNIER ** 2).mean() - CHARBONNIER
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 0.5)
        optimiser.step()
        keep = min(0.999, (1 + step) / (10 + step))
        with torch.no_grad():
            for slow, fast in zip(average.parameters(), network.parameters()):
                slow.lerp_(fast, 1 - keep)
        seen = 0.98 * seen + 0.02 * loss.item() if step > first else loss.item()
        if (step + 1) % args.save == 0 or step + 1 == args.steps:
            scores = ' '.join(f'{name} {value:.3f}' for name, value in psnr(average, held).items())
            speed = (step + 1 - first) / (time.monotonic() - began)
            print(f'step {step + 1}/{args.steps} loss {seen * 255:.3f} {scores} dB  {speed:.1f} steps/s', flush=True)
            torch.save({'step': step + 1, 'network': network.state_dict(), 'average': average.state_dict(),
                        'optimiser': optimiser.state_dict(), 'rng': rng.bit_generator.state}, args.out / 'checkpoint.pt')
            torch.save({'blocks': args.blocks, 'channels': args.channels, 'steps': step + 1, 'seed': args.seed,
                        'weights': average.state_dict()}, args.out / 'ema.pt')


if __name__ == '__main__':
    main()
