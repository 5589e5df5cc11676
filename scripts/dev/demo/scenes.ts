/** Photographs of the demo's rooms: an animal at its spot, by the light of the hour, through a small camera. */
import sharp, { type Sharp } from 'sharp';
import type { Animal } from './pictures.js';
import type { Room, Spot } from './rooms.js';

/** Pixels of a frame. */
export const FRAME = { width: 800, height: 600 };

const NOISE = { width: 1000, height: 800 };

/** One frame of a burst: where the animal is against its spot, and what went wrong; null for an empty room. */
export interface Shot {
  moved: number;
  blur: number;
  animal: boolean;
}

type Raw = { data: Buffer; width: number; height: number; channels: 3 | 4 };
type Colour = { r: number; g: number; b: number };

/** Colour by which everything is multiplied at an hour, 0 to 24. */
export function lightAt(hour: number): Colour {
  if (hour < 6 || hour >= 21.5) return { r: 132, g: 136, b: 158 };
  if (hour < 9) return { r: 255, g: 240, b: 214 };
  if (hour < 17) return { r: 255, g: 253, b: 248 };
  return { r: 250, g: 210, b: 164 };
}

/** What is drawn once for all photos of a demo. */
export class Studio {
  readonly #noise: Promise<Raw>;
  readonly #rooms = new Map<Room, Promise<Raw>>();
  readonly #sprites = new Map<string, Promise<Raw>>();

  constructor() {
    this.#noise = raw(
      sharp({
        create: {
          ...NOISE,
          channels: 3,
          background: '#808080',
          noise: { type: 'gaussian', mean: 128, sigma: 9 },
        },
      }),
    );
  }

  /** JPEG of one shot at an hour; `grain` moves the noise, so that no two frames are the same. */
  async photograph(
    room: Room,
    spot: Spot,
    animal: Animal,
    shot: Shot,
    hour: number,
    grain: number,
  ): Promise<Buffer> {
    const layers = shot.animal ? [await this.#placed(spot, animal, shot)] : [];
    const seen = await raw(from(await this.#roomOf(room)).composite(layers));
    const light = { create: { ...FRAME, channels: 3 as const, background: lightAt(hour) } };
    const lit = from(seen).composite([
      { input: light, blend: 'multiply' },
      { input: await this.#grain(grain), raw: { ...FRAME, channels: 3 }, blend: 'soft-light' },
    ]);
    const exposed = await raw(lit);
    const blurred = shot.blur > 0 ? from(exposed).blur(shot.blur) : from(exposed);
    return blurred.jpeg({ quality: 82, chromaSubsampling: '4:2:0' }).toBuffer();
  }

  #roomOf(room: Room): Promise<Raw> {
    return kept(this.#rooms, room, () =>
      raw(sharp(Buffer.from(room.svg)).resize(FRAME.width, FRAME.height).removeAlpha()),
    );
  }

  async #placed(spot: Spot, animal: Animal, { moved }: Shot) {
    const scale = spot.width / animal.width;
    const name = `${animal.kind} ${spot.width} ${spot.mirrored}`;
    const sprite = await kept(this.#sprites, name, () => spriteOf(animal, spot));
    const left = Math.round(spot.x - spot.width / 2 + moved);
    const top = Math.round(spot.y - animal.ground * scale);
    return { ...inFrame(sprite, left, top), blend: 'over' as const };
  }

  async #grain(seed: number): Promise<Buffer> {
    const left = (seed * 37) % (NOISE.width - FRAME.width);
    const top = (seed * 53) % (NOISE.height - FRAME.height);
    return from(await this.#noise)
      .extract({ left, top, ...FRAME })
      .raw()
      .toBuffer();
  }
}

/** The animal at its size, with a soft shadow under its feet where it stands on a floor. */
async function spriteOf(animal: Animal, { width, mirrored }: Spot): Promise<Raw> {
  const height = Math.round((animal.height * width) / animal.width);
  const ground = Math.round((animal.ground * width) / animal.width);
  const cut = await sharp(animal.png).flop(mirrored).resize(width, height).png().toBuffer();
  const shadow = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><filter id="b" x="-20%" y="-200%" width="140%" height="500%"><feGaussianBlur stdDeviation="7 4"/></filter><ellipse cx="${width / 2}" cy="${ground - 7}" rx="${width * 0.4}" ry="9" opacity=".4" filter="url(#b)"/></svg>`;
  const below = animal.kind === 'dog' ? [{ input: Buffer.from(shadow) }] : [];
  const canvas = sharp({ create: { width, height, channels: 4, background: '#0000' } });
  return raw(canvas.composite([...below, { input: cut }]));
}

/** The part of a sprite that is inside the frame, as a layer. */
function inFrame({ data, width, height, channels }: Raw, left: number, top: number) {
  const [x, y] = [Math.max(0, -left), Math.max(0, -top)];
  const right = Math.min(width, FRAME.width - left);
  const bottom = Math.min(height, FRAME.height - top);
  const rows = Array.from({ length: bottom - y }, (_, row) => {
    const at = ((y + row) * width + x) * channels;
    return data.subarray(at, at + (right - x) * channels);
  });
  return {
    input: Buffer.concat(rows),
    raw: { width: right - x, height: bottom - y, channels },
    left: Math.max(0, left),
    top: Math.max(0, top),
  };
}

const from = ({ data, width, height, channels }: Raw) => sharp(data, { raw: { width, height, channels } });

async function raw(picture: Sharp): Promise<Raw> {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels as 3 | 4 };
}

/** Value of a map, made when it is asked for first. */
export function kept<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}
