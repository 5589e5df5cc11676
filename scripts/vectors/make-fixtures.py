#!/usr/bin/env python3
"""Makes the bursts that the simulated camera plays and the tests read, test/fixtures/bursts/, and the sharp
photos that the upscaler is tested on, test/fixtures/photos/.

A cat (a CC0 photo that python3-skimage carries) looks out of its house, in rooms drawn here; it moves, the camera
shakes, pans, loses focus and misjudges the light; then the frame goes through the OV2640 model of
scripts/train/degrade.py. What is wrong with a frame is what was put in, so labels.json is true by construction.

    ./make-fixtures.py [--out test/fixtures] [--only ID]

Needs python3-skimage, python3-scipy, python3-pil. The same versions of those give the same bytes.
"""
from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import skimage
from PIL import Image, ImageDraw, ImageFilter

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / 'scripts' / 'train'))
from degrade import Camera, convolve, degrade, encode_jpeg, streak  # noqa: E402

WIDTH, HEIGHT, MARGIN = 1600, 1200, 300  # the scene before the camera halves it, and what lies around it
DATA = Path(skimage.__file__).parent / 'data'

# The cat's outline in its photo, drawn by hand; the photo itself cuts the ears and the body.
OUTLINE = [(38, 4), (394, 4), (375, 52), (354, 74), (363, 115), (360, 148), (346, 182), (326, 208), (314, 235),
           (306, 262), (330, 300), (0, 300), (0, 130), (30, 115), (33, 60)]


@dataclass(frozen=True)
class Moment:
    """One frame: where the pet is, what the camera did, and how the frame is judged (best, fair or bad)."""

    verdict: str = 'fair'
    pet: tuple[int, int] | None = (0, 0)  # offset from the middle of the opening; None: not there
    tilt: float = 0.0                     # degrees
    near: float = 1.0                     # size
    moved: tuple[float, float] = (0, 0)   # pet's motion blur: length in frame pixels, angle in degrees
    pan: tuple[int, int] = (0, 0)
    shake: tuple[float, float] = (0, 0)   # as `moved`, of the whole frame
    defocus: float = 0.0
    exposure: float = 1.0
    first: bool = False                   # the sensor has not settled yet: green and dark


@dataclass(frozen=True)
class Scene:
    wall: tuple[int, int, int]
    bricks: bool
    floor: tuple[int, int, int]
    house: tuple[int, int, int, int] | None  # the opening in scene pixels: left, top, right, bottom
    colour: tuple[int, int, int] = (186, 146, 100)
    mirrored: bool = False
    picture: tuple[int, int, int] | None = None  # left, top, width of the framed photo on the wall
    size: float = 2.0                            # of the pet: 2 shows its photo pixel for pixel in the frame


KITCHEN = Scene((206, 196, 178), False, (150, 108, 70), (420, 440, 1180, 960), picture=(150, 60, 380))
CELLAR = Scene((170, 120, 100), True, (112, 108, 104), (130, 420, 750, 860), (120, 134, 150), True, None, 1.7)
HALL = Scene((150, 168, 172), False, (96, 74, 60), (700, 430, 1400, 930), (150, 92, 70), True, (120, 120, 460), 1.9)

SETTLING = [Moment('bad', first=True, exposure=0.35), Moment('bad', first=True, exposure=0.6, shake=(5, 10))]
BURSTS: dict[str, tuple[Scene, dict, list[Moment]]] = {
    'cat-looks-out': (KITCHEN, {}, [
        Moment('bad', pet=(-420, 60), moved=(14, 0)), Moment('bad', pet=(-180, 30), moved=(11, 5)),
        Moment(pet=(-60, 10), moved=(4, 0)), Moment('best', pet=(0, 0)), Moment(pet=(20, 0), shake=(3, 80)),
        Moment('bad', pet=(60, 20), moved=(12, 20), tilt=6), Moment('bad', pet=None)]),
    'cat-first-frames': (KITCHEN, {'q': 12}, [
        *SETTLING, Moment(pet=(-30, 10), shake=(4, 0)), Moment('best', pet=(-20, 8), tilt=-3),
        Moment('bad', pet=(-10, 5), shake=(11, 30)), Moment('bad', pet=(0, 0), defocus=4.5)]),
    'cat-out-of-frame': (CELLAR, {}, [
        Moment('bad', pan=(300, 0)), Moment('bad', pan=(250, 40), shake=(6, 0)), Moment(pan=(0, 10), shake=(3, 0)),
        Moment('best', pan=(-60, 0), tilt=2), Moment('bad', pet=(250, 60), moved=(13, 10), tilt=8),
        Moment('bad', pet=(-480, 0), moved=(6, 0)), Moment('bad', pet=None)]),
    'cat-focus': (HALL, {'q': 12}, [
        Moment('bad', defocus=5), Moment('bad', defocus=3.5, pet=(10, 0)), Moment(defocus=1.3, pet=(14, -4)),
        Moment('best', pet=(10, -6)), Moment('bad', pet=(4, -4), defocus=2.5), Moment('bad', pet=(0, 0), defocus=4)]),
    'cat-exposure': (HALL, {}, [
        Moment('bad', exposure=0.22), Moment('bad', exposure=0.4, pet=(8, 0)), Moment('best', pet=(12, 4), tilt=2),
        Moment('bad', exposure=1.9, pet=(10, 6)), Moment('bad', exposure=2.6, pet=(6, 4)),
        Moment(exposure=0.75, moved=(4, 45))]),
    'cat-night': (replace(CELLAR, wall=(120, 96, 84)), {'luma_noise': 2.2, 'chroma_noise': 3.2, 'q': 12,
                                                       'red_gain': 0.95, 'blue_gain': 0.8}, [
        Moment('bad', exposure=0.3, first=True), Moment('bad', pet=(-300, 30), moved=(12, 0), exposure=0.6),
        Moment(pet=(-40, 10), moved=(4, 20), exposure=0.62), Moment('best', pet=(0, 6), exposure=0.65),
        Moment('bad', pet=(10, 0), shake=(10, 60), exposure=0.65), Moment('bad', pet=None, exposure=0.65)]),
    'cat-turns-head': (replace(KITCHEN, mirrored=True, size=2.2), {}, [
        Moment('bad', pet=(300, 120), moved=(9, 60), tilt=-14), Moment(pet=(90, 50), tilt=-8, moved=(4, 70)),
        Moment('best', pet=(10, 10)), Moment('best', pet=(0, 6), tilt=2), Moment('bad', pet=(-60, -10), moved=(12, 15)),
        Moment('bad', pet=(-420, -30), moved=(8, 0))]),
    'nobody-home': (KITCHEN, {}, [
        Moment(pet=None), Moment(pet=None, pan=(12, 4)), Moment(pet=None, shake=(9, 20)),
        Moment(pet=None, exposure=1.3), Moment(pet=None, defocus=3), Moment(pet=None, pan=(-8, 0))]),
}

# Sharp details, 256x192 from the given corner.
PHOTOS = {'cat': ('chelsea.png', (130, 70)), 'cup': ('coffee.png', (190, 50)), 'suit': ('astronaut.png', (150, 300))}


def texture(name: str, rng: np.random.Generator, height: int, width: int) -> np.ndarray:
    """A grey CC0 texture, tiled with mirroring, around 1."""
    tile = np.asarray(Image.open(DATA / name).convert('L'), np.float32)
    tile = np.concatenate([np.concatenate([tile, tile[:, ::-1]], 1), np.concatenate([tile, tile[:, ::-1]], 1)[::-1]])
    shift = rng.integers(0, 400, 2)
    tiled = np.tile(np.roll(tile, shift, (0, 1)), (height // tile.shape[0] + 1, width // tile.shape[1] + 1))
    return (tiled[:height, :width] / tile.mean())[..., None]


def draw_room(scene: Scene, rng: np.random.Generator) -> np.ndarray:
    """Wall, floor, picture and the pet's house with its opening, larger than a frame by MARGIN all round."""
    height, width = HEIGHT + 2 * MARGIN, WIDTH + 2 * MARGIN
    horizon = MARGIN + 900
    plain = 1 + 0.07 * (texture('gravel.png', rng, height, width) - 1)
    room = np.array(scene.wall, np.float32) * (0.5 + 0.5 * texture('brick.png', rng, height, width) if scene.bricks else plain)
    planks = np.array(scene.floor, np.float32) * (0.85 + 0.15 * texture('grass.png', rng, height, width))
    planks *= 1 - 0.35 * (np.arange(height) % 90 < 5)[:, None, None] * np.ones((1, width, 1), np.float32)
    room[horizon:] = planks[horizon:]
    room[horizon - 46:horizon] = np.array([232, 228, 220], np.float32)
    image = Image.fromarray(np.clip(room, 0, 255).astype(np.uint8))
    if scene.picture:
        left, top, wide = scene.picture
        photo = Image.open(DATA / 'coffee.png').convert('RGB')
        photo = photo.resize((wide, wide * photo.height // photo.width))
        image.paste((60, 44, 34), (MARGIN + left - 18, MARGIN + top - 18, MARGIN + left + photo.width + 18,
                                   MARGIN + top + photo.height + 18))
        image.paste(photo, (MARGIN + left, MARGIN + top))
    draw_house(image, scene, rng)
    light = np.linspace(1.08, 0.82, width, dtype=np.float32)[None, :, None]
    return np.clip(np.asarray(image, np.float32) * light, 0, 255)


def draw_house(image: Image.Image, scene: Scene, rng: np.random.Generator) -> None:
    left, top, right, bottom = (edge + MARGIN for edge in scene.house)
    outer = (left - 90, top - 110, right + 90, bottom + 90)
    shade = Image.new('L', image.size)
    ImageDraw.Draw(shade).rectangle((outer[0] + 30, outer[1] + 40, outer[2] + 50, outer[3] + 30), fill=150)
    image.paste((30, 24, 20), mask=shade.filter(ImageFilter.GaussianBlur(25)))
    wide, high = outer[2] - outer[0], outer[3] - outer[1]
    board = np.array(scene.colour, np.float32) * (1 + 0.08 * (texture('grass.png', rng, high, wide) - 1))
    image.paste(Image.fromarray(np.clip(board, 0, 255).astype(np.uint8)), outer[:2])
    pen = ImageDraw.Draw(image)
    pen.line((outer[0], outer[1] + 40, outer[2], outer[1] + 40), fill=tuple(c * 2 // 3 for c in scene.colour), width=6)
    pen.rounded_rectangle((left - 12, top - 12, right + 12, bottom + 12), 150,
                          fill=tuple(c // 2 for c in scene.colour))


def opening(scene: Scene) -> np.ndarray:
    mask = Image.new('L', (WIDTH + 2 * MARGIN, HEIGHT + 2 * MARGIN))
    ImageDraw.Draw(mask).rounded_rectangle(tuple(edge + MARGIN for edge in scene.house), 140, fill=255)
    return np.asarray(mask.filter(ImageFilter.GaussianBlur(1.5)), np.float32)[..., None] / 255


def draw_pet(scene: Scene, moment: Moment) -> tuple[np.ndarray, np.ndarray]:
    """The pet's photo where it is at this moment, and its weight: soft at the photo's border."""
    photo = Image.open(DATA / 'chelsea.png').convert('RGB')
    if scene.mirrored:
        photo = photo.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    weight = Image.new('L', photo.size)
    outline = [(photo.width - x, y) for x, y in OUTLINE] if scene.mirrored else OUTLINE
    ImageDraw.Draw(weight).polygon(outline, fill=255)
    weight = weight.filter(ImageFilter.GaussianBlur(4))
    size = tuple(round(side * scene.size * moment.near) for side in photo.size)
    photo, weight = (layer.resize(size, Image.Resampling.BICUBIC).rotate(moment.tilt, Image.Resampling.BICUBIC)
                     for layer in (photo, weight))
    left, top, right, bottom = scene.house
    at = (MARGIN + (left + right - size[0]) // 2 + moment.pet[0], MARGIN + (top + bottom - size[1]) // 2 + moment.pet[1])
    full = (WIDTH + 2 * MARGIN, HEIGHT + 2 * MARGIN)
    layers = Image.new('RGB', full), Image.new('L', full)
    layers[0].paste(photo, at)
    layers[1].paste(weight, at)
    return np.asarray(layers[0], np.float32), np.asarray(layers[1], np.float32)[..., None] / 255


def blurred(image: np.ndarray, motion: tuple[float, float]) -> np.ndarray:
    return convolve(image, streak(2 * motion[0], np.deg2rad(motion[1]))) if motion[0] else image


def compose(room: np.ndarray, scene: Scene, moment: Moment) -> np.ndarray:
    """The scene of one moment, [HEIGHT,WIDTH,3] float, before the camera."""
    inside = np.broadcast_to(np.array([34, 27, 23], np.float32), room.shape)
    if moment.pet is not None:
        pet, weight = draw_pet(scene, moment)
        light = blurred(pet * weight, moment.moved)
        cover = blurred(np.repeat(weight, 3, -1), moment.moved)
        inside = inside * (1 - cover) + light
    hole = opening(scene)
    whole = room * (1 - hole) + inside * hole
    x, y = MARGIN + moment.pan[0], MARGIN + moment.pan[1]
    x, y = min(max(x, 0), 2 * MARGIN), min(max(y, 0), 2 * MARGIN)
    return whole[y:y + HEIGHT, x:x + WIDTH]


def photograph(seen: np.ndarray, moment: Moment, settings: dict, rng: np.random.Generator) -> bytes:
    camera = replace(Camera(**settings), defocus_radius=moment.defocus, motion_length=moment.shake[0],
                     motion_angle=float(np.deg2rad(moment.shake[1])), vignette=0.12)
    dim = moment.exposure < 0.5
    if dim:
        camera = replace(camera, luma_noise=max(camera.luma_noise, 1.6), hot_pixels=0.0003)
    tint = np.array([0.62, 1.0, 0.66], np.float32) if moment.first else 1.0
    lit = np.clip(seen * moment.exposure * tint, 0, 255).astype(np.uint8)
    _, frame = degrade(lit, replace(camera, q=None), rng)
    return encode_jpeg(frame, camera.q)


def label(name: str, moments: list[Moment]) -> dict:
    found = {verdict: [i for i, m in enumerate(moments) if m.verdict == verdict] for verdict in ('best', 'bad')}
    flat = not found['best']
    return {'id': name, 'kind': 'synthetic', 'best': found['best'] or list(range(len(moments))), 'bad': found['bad'],
            'flat': flat, 'pet': any(m.pet is not None for m in moments)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--out', type=Path, default=ROOT / 'test' / 'fixtures')
    parser.add_argument('--only', help='make this burst and nothing else')
    args = parser.parse_args()
    for number, (name, (scene, settings, moments)) in enumerate(BURSTS.items()):
        if args.only not in (None, name):
            continue
        rng = np.random.default_rng(1000 + number)
        room = draw_room(scene, rng)
        folder = args.out / 'bursts' / name
        folder.mkdir(parents=True, exist_ok=True)
        for i, moment in enumerate(moments):
            (folder / f'{i:02}.jpg').write_bytes(photograph(compose(room, scene, moment), moment, settings, rng))
        print(name, len(moments), 'frames', flush=True)
    if args.only is None:
        rows = ',\n'.join(f'  {json.dumps(label(name, moments))}' for name, (_, _, moments) in BURSTS.items())
        (args.out / 'bursts' / 'labels.json').write_text(f'[\n{rows}\n]\n')
        (args.out / 'photos').mkdir(parents=True, exist_ok=True)
        for name, (file, (x, y)) in PHOTOS.items():
            photo = Image.open(DATA / file).convert('RGB').crop((x, y, x + 256, y + 192))
            photo.save(args.out / 'photos' / f'{name}.png', optimize=True)


if __name__ == '__main__':
    main()
