#!/usr/bin/python3
"""Trains what tells dogs from cats on what kind_prepare.py made; one file a seed.

A logit and a weight for each of 6 by 6 parts of the crop: the answer is the mean of the logits where the weights say that
there is something to tell by.
"""
import argparse
from pathlib import Path

import torch
import torch.nn as nn
import torch.nn.functional as F

from backbone import CHANNELS
from train import load_rounds

WIDTH = 48
BATCH = 64
RATE = 2e-3
# A crop that shows a tail says little: nobody is ever quite sure.
SMOOTH = 0.05


class Kind(nn.Module):
    """Features [N, CHANNELS, 6, 6], of the given mean and deviation by channel -> logits [N]."""

    def __init__(self, mean, deviation):
        super().__init__()
        self.mean, self.deviation = mean, deviation
        self.drop = nn.Dropout2d(0.4)
        self.a = nn.Conv2d(CHANNELS, WIDTH, 1)
        self.b = nn.Conv2d(WIDTH, WIDTH, 3, padding=1)
        self.o = nn.Conv2d(WIDTH, 2, 1)

    def forward(self, x):
        x = F.leaky_relu(self.a(self.drop((x - self.mean) / self.deviation)), 0.1)
        x = x + F.leaky_relu(self.b(x), 0.1)
        maps = self.o(x).flatten(2)
        return (maps[:, 0] * maps[:, 1].softmax(1)).sum(1)

    def weights(self):
        """The state with mean and deviation folded into the first layer."""
        state = {name: value.clone() for name, value in self.state_dict().items()}
        state["a.weight"] = state["a.weight"] / self.deviation
        state["a.bias"] = state["a.bias"] - (state["a.weight"] * self.mean).sum((1, 2, 3))
        return state


@torch.no_grad()
def report(net, crops, dogs, what):
    net.eval()
    logits = torch.cat([net(part.float()) for part in crops.split(BATCH)])
    right = ((logits > 0) == (dogs > 0.5)).float()
    return f"{what}: right {right.mean():.3f} of {len(dogs)}, cats {right[dogs < 0.5].mean():.3f}, dogs {right[dogs > 0.5].mean():.3f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--features", type=Path, required=True, help="the folder that kind_prepare.py filled")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--passes", type=int, default=9)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    crops, dogs = load_rounds(options.features)
    net = Kind(crops.float().mean((0, 2, 3), keepdim=True), crops.float().std((0, 2, 3), keepdim=True) + 1e-3)
    optimiser = torch.optim.AdamW(net.parameters(), RATE, weight_decay=0.3)
    steps = max(10, len(crops) * options.passes // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.15)
    for step in range(steps):
        some = torch.randint(len(crops), (BATCH,))
        target = dogs[some] * (1 - 2 * SMOOTH) + SMOOTH
        optimiser.zero_grad()
        loss = F.binary_cross_entropy_with_logits(net(crops[some].float()), target)
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 100 == 0:
            print(f"step {step} of {steps}, loss {loss.item():.3f}", flush=True)
    for name in ("kept-back", "kept-back-degraded"):
        print(report(net, *torch.load(options.features / f"{name}.pt"), name))
    torch.save(net.weights(), options.out)


if __name__ == "__main__":
    main()
