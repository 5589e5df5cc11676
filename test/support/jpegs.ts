/** JPEGs of the sample bursts, as a camera would send them. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const BURSTS = new URL('../fixtures/bursts/', import.meta.url).pathname;

/** The frames of one sample burst, in their order. */
export function sampleFrames(burst = 'cat-turns-head'): Buffer[] {
  const folder = path.join(BURSTS, burst);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jpg'))
    .sort()
    .map((name) => readFileSync(path.join(folder, name)));
}

/** The least that counts as a whole JPEG; `seed` makes them differ, `length` of the data of the scan. */
export function tinyJpeg(seed: number, length = 40): Buffer {
  const scan = Buffer.alloc(length, 1 + (seed % 250));
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xda, 0, 2]), scan, Buffer.from([0xff, 0xd9])]);
}
