import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from '../../core/errors.js';

/** Bursts to play one after the other, for ever. */
export interface FrameSource {
  /** The JPEGs of the next burst, in their order; at most `most`. */
  next(most: number): Buffer[];
}

/**
 * Opens a folder of bursts, each a folder of 00.jpg, 01.jpg, ... They are read when their turn comes.
 * @throws {Refusal} `no-bursts`
 */
export function openFrameSource(folder: string): FrameSource {
  const bursts = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(folder, entry.name))
    .filter((burst) => pictures(burst).length > 0)
    .sort();
  if (bursts.length === 0) throw new Refusal('no-bursts', `${folder} holds no folder with .jpg files`);
  let turn = 0;
  return {
    next(most) {
      const burst = bursts[turn++ % bursts.length] as string;
      return pictures(burst)
        .slice(0, most)
        .map((name) => readFileSync(path.join(burst, name)));
    },
  };
}

const pictures = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.jpg'))
    .sort();
