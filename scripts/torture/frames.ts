/** Bursts for the campaigns: real photos of the fixtures, made small so that looking at them is cheap, each one unlike all others. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import type { Random } from './random.js';

const scenes = fileURLToPath(new URL('../../test/fixtures/bursts/', import.meta.url));
const NAMES = ['cat-focus', 'cat-exposure', 'cat-turns-head'];
const WIDTH = 320;

export type TakeBurst = (name: string, count: number) => Buffer[];

/** Gives a function that takes a burst of `count` frames (at most 6); `name` makes their bytes unique. */
export async function openScenes(random: Random): Promise<TakeBurst> {
  const loaded = await Promise.all(NAMES.map(sceneOf));
  return (name, count) =>
    random
      .pick(loaded)
      .slice(0, count)
      .map((frame, index) => withComment(frame, `${name}/${index}`));
}

function sceneOf(name: string): Promise<Buffer[]> {
  const files = readdirSync(path.join(scenes, name)).filter((file) => file.endsWith('.jpg'));
  return Promise.all(
    files.sort().map((file) =>
      sharp(path.join(scenes, name, file))
        .resize(WIDTH)
        .jpeg({ quality: 85 })
        .toBuffer(),
    ),
  );
}

/** The JPEG with a comment segment (FF FE, length, text) right after its first marker. */
function withComment(jpeg: Buffer, text: string): Buffer {
  const segment = Buffer.alloc(4 + text.length);
  segment.writeUInt16BE(0xfffe, 0);
  segment.writeUInt16BE(2 + text.length, 2);
  segment.write(text, 4, 'latin1');
  return Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
}
