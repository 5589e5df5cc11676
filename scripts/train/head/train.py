#!/usr/bin/python3
"""Trains the small head of the pet-head model on what prepare.py made; one file a seed.

Three maps over the crop: logits of "the head's centre is here" and "a face toward the camera is here", and the
logarithm of the head's side as a share of the crop. Three passes over ten thousand crops; a few minutes on one core.
"""
import argparse
import math
from pathlib import Path

import torch
import torch.nn as nn
import torch.nn.functional as F

from backbone import CHANNELS, SIDE

CELLS = SIDE // 16
WIDTH = 48
BATCH = 64
RATE = 2e-3


class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.drop = nn.Dropout2d(0.15)
        self.a = nn.Conv2d(CHANNELS, WIDTH, 1)
        self.b = nn.Conv2d(WIDTH, WIDTH, 3, padding=1)
        self.c = nn.Conv2d(WIDTH, WIDTH, 3, padding=1)
        self.o = nn.Conv2d(WIDTH, 3, 1)
        nn.init.constant_(self.o.bias, -2.0)

    def forward(self, x):
        x = F.leaky_relu(self.a(self.drop(x)), 0.1)
        x = x + F.leaky_relu(self.b(x), 0.1)
        x = x + F.leaky_relu(self.c(x), 0.1)
        return self.o(x)


def soft_peak(maps):
    """A smooth maximum over the cells, for the crops whose head has no box."""
    return torch.logsumexp(maps.flatten(1) * 2, 1) / 2 - math.log(CELLS * CELLS) / 2 + 1.5


def loss_of(maps, target):
    face, x, y, side, made_up = target.unbind(1)
    boxed, judged = side > 0, face >= 0
    rows, columns = torch.meshgrid(*[(torch.arange(CELLS) + 0.5) / CELLS] * 2, indexing="ij")
    distance = (columns - x.view(-1, 1, 1)) ** 2 + (rows - y.view(-1, 1, 1)) ** 2
    spread = (side.clamp(min=0.05) * 0.25).view(-1, 1, 1)
    spot = torch.exp(-distance / 2 / spread**2)
    weight = 1 + 8 * spot
    known = face.clamp(min=0)
    bce = F.binary_cross_entropy_with_logits
    head = (bce(maps[:, 0], spot, reduction="none") * weight).mean((1, 2)) * boxed
    facing = (bce(maps[:, 1], spot * known.view(-1, 1, 1), reduction="none") * weight).mean((1, 2)) * (boxed & judged)
    nothing = bce(maps[:, 1], torch.zeros_like(spot), reduction="none").mean((1, 2)) * (face == 0)
    whole = bce(soft_peak(maps[:, 1]), known, reduction="none") * judged * (1 + 2 * (face == 0))
    at = spot.flatten(1).argmax(1, keepdim=True)
    size = maps[:, 2].flatten(1).gather(1, at)[:, 0]
    scale = F.smooth_l1_loss(size, side.clamp(min=0.03).log(), reduction="none") * boxed
    return (4 * head + 4 * facing + 2 * nothing + 0.5 * whole + 0.3 * scale).mean()


@torch.no_grad()
def report(net, crops, target):
    """How often the head's centre is found within half a head, and the mean face score of the frontal ones."""
    net.eval()
    maps = torch.cat([net(part.float()) for part in crops.split(BATCH)])
    face, x, y, side, _ = target.unbind(1)
    at = maps[:, 0].flatten(1).argmax(1)
    off = torch.hypot((at % CELLS + 0.5) / CELLS - x, (at // CELLS + 0.5) / CELLS - y)
    boxed, frontal = side > 0, face == 1
    hits = (off[boxed] < side[boxed] / 2).float().mean()
    score = maps[frontal, 1].flatten(1).max(1)[0].sigmoid().mean()
    return f"head found {hits:.3f} of {int(boxed.sum())}, frontal faces {score:.2f} (mean of {int(frontal.sum())})"


def load_rounds(folder):
    """All rounds as one tensor, without ever holding them twice."""
    paths = sorted(folder.glob("round-*.pt"))
    first, target = torch.load(paths[0])
    crops = torch.empty((len(paths) * len(first), *first.shape[1:]), dtype=first.dtype)
    targets = torch.empty((len(crops), *target.shape[1:]))
    for i, path in enumerate(paths):
        here = slice(i * len(first), (i + 1) * len(first))
        crops[here], targets[here] = torch.load(path)
    return crops, targets


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--features", type=Path, required=True, help="the folder that prepare.py filled")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--passes", type=int, default=3)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    crops, targets = load_rounds(options.features)
    net = Head()
    optimiser = torch.optim.AdamW(net.parameters(), RATE, weight_decay=2e-2)
    steps = len(crops) * options.passes // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.15)
    for step in range(steps):
        some = torch.randint(len(crops), (BATCH,))
        optimiser.zero_grad()
        loss = loss_of(net(crops[some].float()), targets[some])
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 50 == 0:
            print(f"step {step} of {steps}, loss {loss.item():.3f}", flush=True)
    print(report(net, *torch.load(options.features / "kept-back.pt")))
    torch.save(net.state_dict(), options.out)


if __name__ == "__main__":
    main()
