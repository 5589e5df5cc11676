import { Refusal } from '../core/errors.js';
import type { SyncObject } from './outbox.js';
import { readSource, readStream } from './reads/columns.js';
import type { Sealer } from './seal.js';
import { sealSource } from './stream-sources.js';

/** Secrets of the cameras in a sync object, sealed for the database of this hub. */
export interface SealedSecrets {
  /** Keys, by the ids of the cameras. */
  keys: Record<string, Uint8Array>;
  /** Addresses and passwords, by the numbers of the cameras. */
  sources: Record<number, Uint8Array>;
}

/** Text that the key of a camera is sealed with. */
export const cameraContext = (id: string): string => `camera/${id}`;

/**
 * Seals what came out of a bucket: a hub seals with its own key file.
 *
 * @throws Refusal `parcel-invalid` for what is no address of a camera.
 */
export function sealSecrets({ kind, rows }: SyncObject, sealer: Sealer): SealedSecrets {
  if (kind !== 'house') return { keys: {}, sources: {} };
  const cameras = (rows['camera'] ?? []).map(({ number, id, key }) => ({ number, id: String(id), key }));
  const keys = cameras
    .filter(({ key }) => typeof key === 'string')
    .map(({ id, key }) => [id, sealer.seal(Buffer.from(String(key), 'hex'), cameraContext(id))]);
  const sources = (rows['camera_stream'] ?? []).flatMap((row) => {
    const camera = cameras.find(({ number }) => number === row['camera_number']);
    return camera ? [[camera.number, sealSource(sealer, camera.id, sourceIn(row))]] : [];
  });
  return { keys: Object.fromEntries(keys), sources: Object.fromEntries(sources) };
}

function sourceIn({ source, settings, kind, width, height }: SyncObject['rows'][string][number]) {
  try {
    readStream(JSON.stringify({ kind, width, height, settings: JSON.parse(String(settings)) }));
    return readSource(String(source));
  } catch (cause) {
    throw new Refusal('parcel-invalid', 'an object of the bucket has a camera without an address', { cause });
  }
}
