import { Readable } from 'node:stream';
import { makeZip } from 'client-zip';

/** One file of an archive. */
export interface ZipEntry {
  name: string;
  /** Milliseconds since 1970. */
  changedAt: number;
  bytes: Uint8Array;
}

/**
 * A ZIP archive of files as they are: pictures are compressed already. An entry is asked for when the one before it has
 * been read, so that no more than one is in memory however slowly the archive is fetched.
 */
export function zipOf(entries: Iterable<ZipEntry>): Readable {
  return Readable.fromWeb(makeZip(inputs(entries)) as Parameters<typeof Readable.fromWeb>[0]);
}

async function* inputs(entries: Iterable<ZipEntry>) {
  for (const { name, changedAt, bytes } of entries)
    yield { name, lastModified: new Date(changedAt), input: bytes };
}
