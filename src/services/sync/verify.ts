/** Comparison of the bucket with what the hub has sent. */

import { createHash } from 'node:crypto';
import type { Accounts } from '../../store/accounts.js';
import type { Outbox, SentObject } from '../../store/outbox.js';
import type { Bucket } from './bucket.js';
import { open } from './envelope.js';
import { type ListState, listState, renewList } from './list-keeper.js';
import { listName, prefixOf } from './names.js';
import { noteRepair } from './repairs.js';
import { sentPages } from './sent-pages.js';
import { decodeSyncObject } from './sync-object.js';

/** Collaborators and options of a check of the bucket. */
export interface VerifyParts {
  bucket: Bucket;
  store: Outbox & Pick<Accounts, 'setting' | 'setSetting'>;
  hub: string;
  /** With it every object is fetched and opened; without, names, sizes and checksums are compared. */
  identity: string | null;
  /** Marks what is missing or altered as due again, and tells the running hub. */
  repair: boolean;
  onProgress: (done: number, of: number) => void;
}

/** Objects of the bucket compared with what the hub has sent. */
export interface VerifyReport {
  whole: number;
  /**
   * Number of the whole ones of which name and size alone were compared, because the marks (ETag) of this storage are
   * no checksums.
   */
  bySizeAlone: number;
  missing: string[];
  altered: string[];
  /** In the hub's corner of the bucket, and not sent by this hub. */
  strange: string[];
}

/** Compares the bucket with what the hub has sent. Rejects as `Bucket` does. */
export async function verifyBucket(parts: VerifyParts): Promise<VerifyReport> {
  const { store, bucket, hub } = parts;
  const there = new Map<string, { etag: string; bytes: number }>();
  for await (const { key, ...entry } of bucket.list(prefixOf(hub))) there.set(key, entry);
  const list = listState(store);
  const report: VerifyReport = { whole: 0, bySizeAlone: 0, missing: [], altered: [], strange: [] };
  const listed = await proveList(bucket, listName(hub), list, there);
  if (listed !== 'whole') report[listed].push(listName(hub));
  const proof = parts.identity === null ? new MarkProof(bucket) : new KeyProof(bucket, parts.identity);
  const total = there.size;
  for (const page of sentPages(store))
    for (const sent of page) {
      const found = there.get(sent.key);
      there.delete(sent.key);
      if (!found) report.missing.push(sent.key);
      else count(report, sent.key, found.bytes === sent.bytes ? await proof.of(sent, found.etag) : 'altered');
      parts.onProgress(total - there.size, total);
    }
  report.strange.push(...there.keys());
  if (parts.repair && listed !== 'whole') await renewList(store, list.number);
  if (parts.repair) await sendAgain(store, [...report.missing, ...report.altered]);
  return report;
}

/** The list counts as whole while this hub is about to write it, and before it has written any. */
async function proveList(
  bucket: Bucket,
  name: string,
  { md5, contents }: ListState,
  there: Map<string, { etag: string }>,
): Promise<'whole' | 'missing' | 'altered'> {
  const found = there.get(name);
  there.delete(name);
  if (contents === '' || found?.etag === md5) return 'whole';
  if (!found) return 'missing';
  return (await fetched(bucket, { key: name, md5 })) === null ? 'altered' : 'whole';
}

type Verdict = 'whole' | 'by-size-alone' | 'altered';

function count(report: VerifyReport, key: string, verdict: Verdict): void {
  if (verdict === 'altered') report.altered.push(key);
  else report.whole += 1;
  if (verdict === 'by-size-alone') report.bySizeAlone += 1;
}

async function sendAgain(store: VerifyParts['store'], keys: string[]): Promise<void> {
  for (const key of keys) await store.forgetSent(key);
  if (keys.length > 0) await noteRepair(store);
}

/**
 * Proof by the marks of the list. A mark need be no checksum: storages that encrypt objects or divide them have marks
 * of their own, some of which look like an MD5. So an object with another mark is fetched; once one of them turns out
 * to be whole, marks of this storage prove nothing.
 */
class MarkProof {
  readonly #bucket: Bucket;
  #marksProve = true;

  constructor(bucket: Bucket) {
    this.#bucket = bucket;
  }

  async of(sent: SentObject, etag: string): Promise<Verdict> {
    if (etag === sent.md5) return 'whole';
    if (!this.#marksProve) return 'by-size-alone';
    if ((await fetched(this.#bucket, sent)) === null) return 'altered';
    this.#marksProve = false;
    return 'whole';
  }
}

/** Proof by opening each object with the owner's key. */
class KeyProof {
  readonly #bucket: Bucket;
  readonly #identity: string;

  constructor(bucket: Bucket, identity: string) {
    this.#bucket = bucket;
    this.#identity = identity;
  }

  async of(sent: SentObject): Promise<Verdict> {
    const bytes = await fetched(this.#bucket, sent);
    if (bytes === null) return 'altered';
    decodeSyncObject(await open(this.#identity, bytes));
    return 'whole';
  }
}

/** Bytes of an object in the bucket; null when they are not those that were sent. */
async function fetched(
  bucket: Bucket,
  { key, md5 }: Pick<SentObject, 'key' | 'md5'>,
): Promise<Buffer | null> {
  const bytes = await bucket.get(key);
  return bytes && createHash('md5').update(bytes).digest('hex') === md5 ? bytes : null;
}
