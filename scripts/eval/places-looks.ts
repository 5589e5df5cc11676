/** Looks of a fixed camera at a room, drawn from photos: a picture on the wall, something that moves, the light of the hour. */
import sharp, { type OverlayOptions } from 'sharp';
import type { Subject } from '../../src/imaging/vision/types.js';

/** Pixels of a look. */
export const LOOK = { width: 800, height: 600 };

/** Uniform numbers in [0, 1). */
export type Random = () => number;

/** The light of one look. */
export interface Light {
  /** Factor on every level. */
  gain: number;
  gamma: number;
  /** Multiplies red and divides blue: above 1 the warm light of a lamp. */
  warmth: number;
  /** A lamp or a window at one side: how much darker the other side is, 0..1, and in which direction, in radians. */
  slope: number;
  direction: number;
  /** JPEG quality. */
  quality: number;
  noise: number;
}

/** Light as it differs between looks: the hour gives the level, chance the rest. `hour` is one of 0, 1, 2. */
export function lightOf(hour: number, random: Random): Light {
  const [gain = 1, warmth = 1] = [[0.8, 1] as const, [1, 1] as const, [0.55, 1.12] as const][hour] ?? [];
  return {
    gain: gain * (0.9 + 0.2 * random()),
    gamma: 0.9 + 0.25 * random(),
    warmth,
    slope: 0.4 * random(),
    direction: 2 * Math.PI * random(),
    quality: 60 + Math.round(25 * random()),
    noise: 4 + 6 * random(),
  };
}

/** A thing in the room: a photo, laid over a part of the picture. */
export interface Thing {
  photo: Uint8Array;
  place: Subject;
}

/** A JPEG of a room with things in it, in a light. */
export async function drawLook(
  room: Uint8Array,
  things: readonly Thing[],
  light: Light,
): Promise<Uint8Array> {
  const layers = await Promise.all(things.map(layerOf));
  const furnished = await sharp(room)
    .resize({ ...LOOK, fit: 'cover' })
    .composite(layers)
    .png({ compressionLevel: 0 })
    .toBuffer();
  const lit = await sharp(furnished)
    .removeAlpha()
    .composite([shade(light), await grain(light)])
    .png({ compressionLevel: 0 })
    .toBuffer();
  const { gain, warmth } = light;
  return sharp(lit)
    .removeAlpha()
    .gamma(1 + Math.max(0, light.gamma - 1))
    .linear([gain * warmth, gain, gain / warmth], [0, 0, 0])
    .jpeg({ quality: light.quality })
    .toBuffer();
}

async function layerOf({ photo, place }: Thing): Promise<OverlayOptions> {
  const [width, height] = [Math.round(place.width * LOOK.width), Math.round(place.height * LOOK.height)];
  const input = await sharp(photo).resize({ width, height, fit: 'cover' }).png().toBuffer();
  return { input, left: Math.round(place.x * LOOK.width), top: Math.round(place.y * LOOK.height) };
}

/** Darkens towards one side, as far from a lamp. */
function shade({ slope, direction }: Light): OverlayOptions {
  const { width, height } = LOOK;
  const [across, down] = [Math.cos(direction), Math.sin(direction)];
  const reach = (Math.abs(across) * width + Math.abs(down) * height) / 2;
  const input = Buffer.alloc(width * height * 3);
  for (let at = 0; at < width * height; at += 1) {
    const [x, y] = [(at % width) - width / 2, Math.floor(at / width) - height / 2];
    const far = 0.5 + (across * x + down * y) / (2 * reach);
    input.fill(Math.round(255 * (1 - slope * far)), at * 3, at * 3 + 3);
  }
  return { input, raw: { ...LOOK, channels: 3 }, blend: 'multiply' };
}

async function grain({ noise }: Light): Promise<OverlayOptions> {
  const create = {
    ...LOOK,
    channels: 3 as const,
    background: '#808080',
    noise: { type: 'gaussian' as const, mean: 128, sigma: noise },
  };
  const input = await sharp({ create }).png({ compressionLevel: 0 }).toBuffer();
  return { input, blend: 'overlay' };
}
