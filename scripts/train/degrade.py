#!/usr/bin/env python3
"""What an ESP32-CAM's OV2640 does to a scene, as a function from a sharp photo to the JPEG it would have sent.

The parts and their ranges were measured on sensor-original frames of many owners' cameras: optical blur and
defocus, sub-sampling, white balance and shading, the sensor's own sharpening halo, spatially correlated noise
added after it, row streaks, hot pixels in the dark, and the sensor's exact JPEG tables (Annex K x q/16, 4:2:2).

`random_camera` draws one camera for training; `TYPICAL` is the fixed one that evaluation uses. All randomness
comes from the generator that is passed in.

    ./degrade.py photo.png --out camera.jpg [--seed N] [--random]
"""
from __future__ import annotations

import argparse
import io
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image
from scipy import ndimage

# ITU-T T.81 Annex K.1 and K.2, row by row.
ANNEX_K_LUMA = np.array([
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99])
ANNEX_K_CHROMA = np.array([
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99,
    47, 66, 99, 99, 99, 99, 99, 99] + [99] * 32)

LUMA = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True)
class Camera:
    """One camera looking at one scene. Lengths are in pixels of its own (small) frame unless said."""

    blur_sigma: float = 0.9        # optics, in pixels of the LARGE frame
    defocus_radius: float = 0.0    # lens out of focus: disk radius
    motion_length: float = 0.0     # hand, pet or a loose mount
    motion_angle: float = 0.0      # radians
    red_gain: float = 1.0
    blue_gain: float = 1.0
    shading: float = 0.0           # red lost from the left to the right edge, 0..1
    vignette: float = 0.0          # light lost in the corners, 0..1
    sharpen_radius: float = 1.4
    sharpen_amount: float = 0.8
    luma_noise: float = 0.8        # sigma, of 255
    luma_grain: float = 1.3        # the noise's own blur
    chroma_noise: float = 1.5      # sigma of Cb; Cr has 0.7 of it
    chroma_grain: float = 2.7
    hot_pixels: float = 0.0        # fraction of pixels
    streaks: int = 0
    q: int | None = 10             # `jpeg_quality` of the sensor driver; None leaves the JPEG step out


TYPICAL = Camera()


def random_camera(rng: np.random.Generator) -> Camera:
    """One camera drawn from the measured ranges."""
    kind = rng.random()
    camera = Camera(
        blur_sigma=rng.uniform(0.4, 1.3) if kind < 0.70 else rng.uniform(1.3, 2.4) if kind < 0.90 else 0.9,
        defocus_radius=rng.uniform(1.0, 3.0) if kind >= 0.90 else 0.0,
        red_gain=rng.uniform(0.85, 1.12) if rng.random() < 0.5 else 1.0,
        blue_gain=rng.uniform(0.76, 1.05) if rng.random() < 0.5 else 1.0,
        shading=rng.uniform(0, 0.2) if rng.random() < 0.2 else 0.0,
        vignette=rng.uniform(0, 0.3) if rng.random() < 0.3 else 0.0,
        sharpen_radius=rng.uniform(0.8, 1.5),
        sharpen_amount=rng.uniform(0.3, 1.6) if rng.random() < 0.85 else rng.uniform(1.6, 2.2),
        luma_noise=rng.uniform(0.4, 1.5) if rng.random() < 0.85 else rng.uniform(1.5, 4.0),
        luma_grain=rng.uniform(1.0, 1.6),
        chroma_noise=rng.uniform(1.0, 2.5) if rng.random() < 0.85 else rng.uniform(2.5, 4.0),
        chroma_grain=rng.uniform(2.0, 3.5),
        streaks=int(rng.integers(1, 4)) if rng.random() < 0.05 else 0,
        q=int(draw_q(rng)),
    )
    if rng.random() < 0.06:
        camera = replace(camera, motion_length=rng.uniform(2, 6), motion_angle=rng.uniform(0, np.pi))
    return camera


def draw_q(rng: np.random.Generator) -> int:
    """As measured, but for one in ten that is milder than any camera seen, so that nothing hangs on the tables."""
    kind = rng.random()
    if kind < 0.60:
        return rng.choice([10, 12])
    return rng.integers(6, 10) if kind < 0.75 else rng.integers(14, 21) if kind < 0.90 else rng.integers(2, 6)


def resize(image: np.ndarray, width: int, height: int, method=Image.Resampling.BICUBIC) -> np.ndarray:
    """Centre-aligned, antialiased resampling of float planes [h,w,c]."""
    planes = [Image.fromarray(np.ascontiguousarray(image[..., c]), 'F').resize((width, height), method)
              for c in range(image.shape[2])]
    return np.stack([np.asarray(p) for p in planes], -1)


def degrade(photo: np.ndarray, camera: Camera, rng: np.random.Generator, scale: int = 2):
    """Takes a sharp RGB photo [h,w,3] uint8 whose sides divide by `scale`.

    Returns (target, frame): the photo under the camera's light, and the camera's frame of it, 1/scale the size,
    both uint8 RGB. With light gains of 1 the target is the photo itself.
    """
    target = light(photo.astype(np.float32), camera)
    frame = optics(target, camera, scale)
    frame = sharpen(frame, camera)
    frame = add_noise(frame, camera, rng)
    frame = np.clip(np.rint(frame), 0, 255).astype(np.uint8)
    if camera.q is not None:
        frame = np.asarray(Image.open(io.BytesIO(encode_jpeg(frame, camera.q))).convert('RGB'))
    return np.clip(np.rint(target), 0, 255).astype(np.uint8), frame


def light(image: np.ndarray, camera: Camera) -> np.ndarray:
    h, w, _ = image.shape
    across = np.linspace(0, 1, w, dtype=np.float32)[None, :, None]
    gains = np.array([camera.red_gain, 1.0, camera.blue_gain], np.float32) * np.ones((1, w, 1), np.float32)
    gains = gains * (1 - camera.shading * across * np.array([1, 0, 0], np.float32))
    y, x = np.mgrid[-1:1:h * 1j, -1:1:w * 1j].astype(np.float32)
    falloff = 1 - camera.vignette * ((x * x + y * y) / 2)[..., None]
    return np.minimum(image * gains * falloff, 255)


def optics(image: np.ndarray, camera: Camera, scale: int) -> np.ndarray:
    h, w, _ = image.shape
    if camera.blur_sigma > 0:
        image = ndimage.gaussian_filter(image, (camera.blur_sigma, camera.blur_sigma, 0), mode='mirror', truncate=3)
    if camera.defocus_radius > 0:
        image = convolve(image, disk(camera.defocus_radius * scale))
    if camera.motion_length > 0:
        image = convolve(image, streak(camera.motion_length * scale, camera.motion_angle))
    return resize(image, w // scale, h // scale)


def convolve(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return np.stack([ndimage.convolve(image[..., c], kernel, mode='mirror') for c in range(3)], -1)


def disk(radius: float) -> np.ndarray:
    n = int(np.ceil(radius)) + 1
    y, x = np.mgrid[-n:n + 1, -n:n + 1]
    kernel = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1)
    return (kernel / kernel.sum()).astype(np.float32)


def streak(length: float, angle: float) -> np.ndarray:
    n = int(np.ceil(length / 2)) + 1
    y, x = np.mgrid[-n:n + 1, -n:n + 1]
    along = np.abs(x * np.cos(angle) + y * np.sin(angle))
    aside = np.abs(-x * np.sin(angle) + y * np.cos(angle))
    kernel = np.clip(length / 2 + 0.5 - along, 0, 1) * np.clip(1 - aside, 0, 1)
    return (kernel / kernel.sum()).astype(np.float32)


def sharpen(image: np.ndarray, camera: Camera) -> np.ndarray:
    luma = image @ LUMA
    soft = ndimage.gaussian_filter(luma, camera.sharpen_radius, mode='mirror', truncate=3)
    return np.clip(image + (camera.sharpen_amount * (luma - soft))[..., None], 0, 255)


def grain(rng: np.random.Generator, shape, sigma: float, blur: float) -> np.ndarray:
    """Gaussian noise blurred to blobs and brought back to `sigma`."""
    noise = ndimage.gaussian_filter(rng.standard_normal(shape).astype(np.float32), blur, mode='wrap')
    return noise * (sigma * 2 * np.sqrt(np.pi) * blur)


def add_noise(image: np.ndarray, camera: Camera, rng: np.random.Generator) -> np.ndarray:
    h, w, _ = image.shape
    luma = image @ LUMA
    # Most in the mid-tones, none where the sensor clips.
    bump = np.clip(0.45 + 0.55 * np.sin(np.pi * np.clip(luma / 220, 0, 1)), 0, 1) * np.clip((245 - luma) / 20, 0, 1)
    y = grain(rng, (h, w), camera.luma_noise, camera.luma_grain) * bump
    cb = grain(rng, (h, w), camera.chroma_noise, camera.chroma_grain) * bump
    cr = grain(rng, (h, w), 0.7 * camera.chroma_noise, camera.chroma_grain) * bump
    out = image + np.stack([y + 1.402 * cr, y - 0.344136 * cb - 0.714136 * cr, y + 1.772 * cb], -1)
    for _ in range(camera.streaks):
        row, thick = int(rng.integers(0, h - 1)), int(rng.integers(1, 3))
        out[row:row + thick] += rng.choice([-1, 1]) * rng.uniform(4, 25)
    if camera.hot_pixels > 0:
        hot = rng.random((h, w)) < camera.hot_pixels
        out[hot] += rng.uniform(40, 200, (int(hot.sum()), 3)).astype(np.float32)
    return np.clip(out, 0, 255)


def encode_jpeg(frame: np.ndarray, q: int) -> bytes:
    """The sensor's JPEG: 4:2:2, both tables = round(Annex K x q/16), its JFIF header and its order of segments."""
    tables = [np.maximum(1, np.floor(t * q / 16 + 0.5)).astype(int).tolist() for t in (ANNEX_K_LUMA, ANNEX_K_CHROMA)]
    out = io.BytesIO()
    Image.fromarray(frame).save(out, 'JPEG', qtables=tables, subsampling='4:2:2')
    return sensor_header(out.getvalue())


def sensor_header(jpeg: bytes) -> bytes:
    """JFIF 1.1 in dots per inch with no density, and the Huffman tables before the frame header."""
    segments, at = [], 2
    while jpeg[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(jpeg[at + 2:at + 4], 'big')
        segments.append(jpeg[at:end])
        at = end
    order = {0xE0: 0, 0xDB: 1, 0xC4: 2, 0xC0: 3}
    segments = sorted(segments[1:], key=lambda segment: order[segment[1]])
    jfif = bytes.fromhex('ffe000104a46494600010101000000000000')
    return jpeg[:2] + jfif + b''.join(segments) + jpeg[at:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('photo')
    parser.add_argument('--out', required=True, help='the camera frame as JPEG')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--random', action='store_true', help='a random camera instead of the typical one')
    args = parser.parse_args()
    rng = np.random.default_rng(args.seed)
    camera = random_camera(rng) if args.random else TYPICAL
    photo = np.asarray(Image.open(args.photo).convert('RGB'))
    photo = photo[:photo.shape[0] // 2 * 2, :photo.shape[1] // 2 * 2]
    _, frame = degrade(photo, replace(camera, q=None), rng)
    with open(args.out, 'wb') as file:
        file.write(encode_jpeg(frame, camera.q))
    print(camera)


if __name__ == '__main__':
    main()
