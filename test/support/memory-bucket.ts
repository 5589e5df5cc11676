import { createHash } from 'node:crypto';
import { Refusal } from '../../src/core/errors.js';
import type { Bucket } from '../../src/services/sync/bucket.js';

/** A bucket in memory that keeps everything it was ever given, and shows what it likes. */
export class MemoryBucket implements Bucket {
  objects = new Map<string, Buffer>();
  refuses = (_key: string) => false;

  async put(key: string, bytes: Buffer): Promise<void> {
    if (this.refuses(key)) throw new Refusal('sync-refused', 'not this one');
    this.objects.set(key, bytes);
  }

  async etag(key: string): Promise<string | null> {
    return md5Of(this.objects.get(key));
  }

  async get(key: string): Promise<Buffer | null> {
    return this.objects.get(key) ?? null;
  }

  async remove(key: string): Promise<void> {
    this.objects.delete(key);
  }

  async *list(prefix: string) {
    for (const [key, bytes] of this.objects)
      if (key.startsWith(prefix)) yield { key, bytes: bytes.length, etag: md5Of(bytes) ?? '' };
  }

  keys(kind: string): string[] {
    return [...this.objects.keys()].filter((key) => key.includes(`/${kind}/`));
  }
}

export const md5Of = (bytes: Buffer | undefined) =>
  bytes ? createHash('md5').update(bytes).digest('hex') : null;
