import { isCameraId } from './identity.js';

/**
 * A camera id out of a name for people: `Living room` becomes `living-room`, `거실` becomes `camera`, and a number
 * follows when that one is taken.
 */
export function freeCameraId(name: string, taken: (id: string) => boolean): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 28)
    .replace(/^-+|-+$/g, '');
  const base = plain === '' ? 'camera' : plain;
  let id = base;
  for (let number = 2; !isCameraId(id) || taken(id); number += 1) id = `${base}-${number}`;
  return id;
}
