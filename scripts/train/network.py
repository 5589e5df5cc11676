"""The upscaler's network: how it trains, and how its branches fold into plain 3x3 convolutions."""
from __future__ import annotations

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

CONDITIONS = 8
SLOPE = 0.1  # of the leaky ReLU: no dead units, and the runtime fuses it into the convolution


class FoldedConv(nn.Module):
    """A 3x3 convolution that trains as 3x3 -> wide 1x1, plus a plain 3x3, plus identity (ECBSR, SESR).

    The branches are linear, so they are folded on every step: training costs one convolution, as inference does.
    """

    def __init__(self, inputs: int, outputs: int, widen: int = 4):
        super().__init__()
        wide = widen * outputs
        self.expand = nn.Parameter(torch.empty(wide, inputs, 3, 3))
        self.project = nn.Parameter(torch.empty(outputs, wide))
        self.plain = nn.Parameter(torch.empty(outputs, inputs, 3, 3))
        self.bias = nn.Parameter(torch.zeros(outputs))
        self.identity = inputs == outputs
        nn.init.kaiming_normal_(self.expand, a=1)
        nn.init.kaiming_normal_(self.project, a=1)
        nn.init.kaiming_normal_(self.plain, a=SLOPE)
        with torch.no_grad():
            self.plain.mul_(0.5)
            self.project.mul_(0.3)

    def kernel(self) -> torch.Tensor:
        kernel = self.plain + torch.einsum('ow,wixy->oixy', self.project, self.expand)
        if self.identity:
            kernel = kernel + F.pad(torch.eye(kernel.shape[0])[:, :, None, None], (1, 1, 1, 1))
        return kernel

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.conv2d(x, self.kernel(), self.bias, padding=1)


class Condition(nn.Module):
    """How worn the picture is around each JPEG block, [n,CONDITIONS,h/2,w/2], for the body to act on.

    A clean photo and a camera's frame want opposite treatment, and a few pixels do not tell them apart. JPEG does:
    on its own 8x8 grid most of its DCT coefficients are zero. So this takes the DCT of the blocks of that grid,
    averages the logarithms of its magnitudes over 7x7 blocks, and lets two tiny layers read them.
    """

    def __init__(self):
        super().__init__()
        self.register_buffer('dct', block_dct())
        self.read = nn.Conv2d(64, 16, 1)
        self.tell = nn.Conv2d(16, CONDITIONS, 1)

    def forward(self, luma: torch.Tensor) -> torch.Tensor:
        magnitude = torch.log1p(F.conv2d(F.pixel_unshuffle(luma, 8), self.dct).abs())
        around = F.avg_pool2d(magnitude, 7, stride=1, padding=3, count_include_pad=False)
        return F.interpolate(self.tell(F.leaky_relu(self.read(around), SLOPE)), scale_factor=4, mode='nearest')


def block_dct() -> torch.Tensor:
    """The orthonormal 8x8 DCT-II of pixels scaled to 1/255, as a 1x1 convolution over 64 pixels: [64,64,1,1]."""
    n = np.arange(8)
    basis = np.cos(np.pi * (2 * n[None] + 1) * n[:, None] / 16) * np.sqrt(np.where(n == 0, 1, 2) / 8)[:, None]
    return torch.from_numpy((255 * np.kron(basis, basis)).astype(np.float32))[:, :, None, None]


class LumaUpscaler(nn.Module):
    """Luma [n,1,h,w] in -0.5..0.5 -> the correction [n,1,2h,2w] to its bilinear enlargement.

    `h` and `w` divide by 8, and a JPEG's own blocks start at the corner. The body works on 2x2 blocks (space to
    depth), which doubles what each layer sees and costs a quarter. A wide linear filter beside it carries the ideal
    interpolation, so that the body only has to learn what is not linear.
    """

    def __init__(self, blocks: int, channels: int):
        super().__init__()
        self.blocks, self.channels = blocks, channels
        self.condition = Condition()
        self.head = FoldedConv(4 + CONDITIONS, channels)
        self.body = nn.ModuleList(FoldedConv(channels, channels) for _ in range(blocks))
        self.tail = FoldedConv(channels, 16)
        self.linear = nn.Conv2d(4, 16, 5, padding=2, bias=False)
        with torch.no_grad():
            self.tail.plain.mul_(0.1)
            self.tail.project.mul_(0.1)
            self.linear.weight.copy_(lanczos_beyond_bilinear())

    def forward(self, luma: torch.Tensor, half: bool = False) -> torch.Tensor:
        """`half` runs the body, not the linear path, in bfloat16 (training on processors that have it)."""
        blocks = F.pixel_unshuffle(luma, 2)
        seen = torch.cat([blocks, self.condition(luma)], 1)
        with torch.autocast('cpu', dtype=torch.bfloat16, enabled=half):
            x = first = F.leaky_relu(self.head(seen), SLOPE)
            for conv in self.body:
                x = F.leaky_relu(conv(x), SLOPE)
            learnt = self.tail(x + first)
        return F.pixel_shuffle(learnt.float() + self.linear(blocks), 4)

    def enlarge(self, luma: torch.Tensor, half: bool = False) -> torch.Tensor:
        base = F.interpolate(luma, scale_factor=2, mode='bilinear', align_corners=False)
        return base + self(luma, half)


def lanczos_beyond_bilinear() -> torch.Tensor:
    """What turns the bilinear base into a centre-aligned Lanczos-3: the linear path's start, [16,4,5,5]."""
    def taps(pixel: int) -> np.ndarray:
        # Weights of the 10 small pixels of five blocks (the middle block is 4 and 5) for one of 4 large pixels.
        at = 4 + (pixel + 0.5) / 2 - 0.5
        x = np.arange(10) - at
        lanczos = np.where(np.abs(x) < 3, np.sinc(x) * np.sinc(x / 3), 0)
        return np.stack([lanczos / lanczos.sum(), np.clip(1 - np.abs(x), 0, None)])

    kernel = np.zeros((16, 4, 5, 5), np.float32)
    for row in range(4):
        for column in range(4):
            down, across = taps(row), taps(column)
            full = np.outer(down[0], across[0]) - np.outer(down[1], across[1])
            kernel[row * 4 + column] = full.reshape(5, 2, 5, 2).transpose(1, 3, 0, 2).reshape(4, 5, 5)
    return torch.from_numpy(kernel)
