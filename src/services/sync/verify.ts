/** Comparison of the bucket with what the hub has sent. */
import { createHash } from 'node:crypto';
import type { Outbox } from '../../store/outbox.js';
import type { Bucket } from './bucket.js';
import { open } from './envelope.js';
import { prefixOf } from './names.js';
import { decodeSyncObject } from './sync-object.js';

/** Collaborators and options of a check of the bucket. */
export interface VerifyParts {
  bucket: Bucket;
  store: Outbox;
  hub: string;
  /** With it every object is fetched and opened; without, names, sizes and checksums are compared. */
  identity: string | null;
  /** Marks what is missing or altered as due again. */
  repair: boolean;
  onProgress: (done: number, of: number) => void;
}

/** Objects of the bucket compared with what the hub has sent. */
export interface VerifyReport {
  whole: number;
  missing: string[];
  altered: string[];
  /** In the hub's corner of the bucket, and not sent by this hub. */
  strange: string[];
}

const PAGE = 1000;

/** Compares the bucket with what the hub has sent. Rejects as `Bucket` does. */
export async function verifyBucket(parts: VerifyParts): Promise<VerifyReport> {
  const { store, bucket, hub } = parts;
  const there = new Map<string, { md5: string; bytes: number }>();
  for await (const { key, ...entry } of bucket.list(prefixOf(hub))) there.set(key, entry);
  const report: VerifyReport = { whole: 0, missing: [], altered: [], strange: [] };
  const total = there.size;
  for (let page = store.sentObjects('', PAGE); page.length > 0; ) {
    for (const sent of page) {
      const found = there.get(sent.key);
      there.delete(sent.key);
      if (!found) report.missing.push(sent.key);
      else if (found.bytes !== sent.bytes || !(await isWhole(parts, sent, found.md5)))
        report.altered.push(sent.key);
      else report.whole += 1;
      parts.onProgress(total - there.size, total);
    }
    page = store.sentObjects(page.at(-1)?.key ?? '', PAGE);
  }
  report.strange.push(...there.keys());
  if (parts.repair) for (const key of [...report.missing, ...report.altered]) await store.forgetSent(key);
  return report;
}

async function isWhole({ bucket, identity }: VerifyParts, sent: { key: string; md5: string }, etag: string) {
  if (identity === null) return etag === sent.md5;
  const bytes = await bucket.get(sent.key);
  if (!bytes || createHash('md5').update(bytes).digest('hex') !== sent.md5) return false;
  decodeSyncObject(await open(identity, bytes));
  return true;
}
