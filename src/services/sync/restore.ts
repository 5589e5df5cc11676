/** A hub out of a bucket: everything that was sent, under its old ids, into an empty hub. */

import { createHash } from 'node:crypto';
import { Refusal } from '../../core/errors.js';
import type { Accounts } from '../../store/accounts.js';
import type { Cameras, Upkeep } from '../../store/contract.js';
import type { Outbox, SyncKind } from '../../store/outbox.js';
import type { Bucket, BucketEntry } from './bucket.js';
import { open } from './envelope.js';
import { listState, renewList } from './list-keeper.js';
import { type FoundList, type KnownOfList, type ListProof, readListProof } from './list-proof.js';
import { hubOf, prefixOf, ROOT } from './names.js';
import { HUB_SETTING } from './sending.js';
import { sentPages } from './sent-pages.js';
import { decodeSyncObject } from './sync-object.js';

/** Collaborators of a restore from a bucket: access, key and an empty store. */
export interface RestoreParts {
  bucket: Bucket;
  /** `AGE-SECRET-KEY-1...` */
  identity: string;
  store: Outbox &
    Pick<Accounts, 'users' | 'setting' | 'setSetting'> &
    Pick<Cameras, 'cameras'> &
    Pick<Upkeep, 'storageUse'>;
  /** Which hub of the bucket; null when there is one only. */
  hub: string | null;
  /** Things known of the list from elsewhere; nothing when absent. */
  known?: KnownOfList;
  /** Takes objects that the list does not confirm, too: older ones, and removed ones that the storage still has. */
  takeStale?: boolean;
  onProgress: (done: number, of: number) => void;
}

/** Hub that was restored, and the numbers of its objects. */
export interface RestoreReport {
  hub: string;
  objects: number;
  /** Number of objects that were here already, from an earlier try. */
  known: number;
  /** Signed list of what was sent; null when the bucket has none. */
  list: FoundList | null;
  /** True when objects say that there has been a list, and there is none: the storage keeps it back, or lost it. */
  isListGone: boolean;
  /** Names of what the list has and the bucket has not. */
  missing: string[];
  /** Names of older and of removed objects; taken only with `takeStale`. */
  stale: string[];
  /** Number of objects that came after the list was written. */
  newer: number;
}

const NOTHING_KNOWN: KnownOfList = { number: 0, signer: null };

/** Parents first: a frame needs its photo, a photo's camera may need its key. */
const ORDER: SyncKind[] = ['house', 'photo', 'frame'];

const RESTORING = 'sync restoring';

/**
 * Can be called again after it was cut short: it goes on where it was.
 * @throws {Refusal} `sync-hub-not-empty`, `sync-hub-unknown` (none, or several to choose from), `sync-key-wrong`,
 * `sync-list-invalid`, `parcel-invalid` and those of the bucket.
 */
export async function restoreHub(parts: RestoreParts): Promise<RestoreReport> {
  const { store, bucket, identity } = parts;
  const hub = parts.hub ?? (await onlyHub(bucket));
  await claim(store, hub);
  const proof = await readListProof(bucket, { identity, hub, known: knownNow(parts) });
  const number = Math.max(proof.found?.number ?? 0, listState(store).number);
  await renewList(store, number);
  const entries = await entriesOf(bucket, hub, proof);
  const tally = { known: 0, newer: 0, latest: number, stale: [] as string[] };
  const here = keysHere(store);
  for (const [index, entry] of entries.entries()) {
    if (here.has(entry.key)) tally.known += 1;
    else await importObject(parts, { entry, proof, tally });
    parts.onProgress(index + 1, entries.length);
  }
  await renewList(store, tally.latest);
  await store.setSetting(HUB_SETTING, hub);
  await store.setSetting(RESTORING, null);
  const { latest, ...counts } = tally;
  const missing = proof.missing(new Set(entries.map(({ key }) => key)));
  const isListGone = proof.found === null && (number > 0 || latest > 1);
  return { hub, objects: entries.length, list: proof.found, isListGone, missing, ...counts };
}

/** An earlier try of the same restore has seen a list, too. */
function knownNow({ known = NOTHING_KNOWN, store }: RestoreParts): KnownOfList {
  return { ...known, number: Math.max(known.number, listState(store).number) };
}

/** The hubs that have something in this bucket. */
export async function hubsOf(bucket: Bucket): Promise<string[]> {
  const hubs = new Set<string>();
  for await (const { key } of bucket.list(ROOT)) {
    const name = hubOf(key);
    if (name) hubs.add(name.hub);
  }
  return [...hubs];
}

async function onlyHub(bucket: Bucket): Promise<string> {
  const hubs = await hubsOf(bucket);
  const [hub] = hubs;
  if (hub && hubs.length === 1) return hub;
  const what = hubs.length === 0 ? 'has no hub in it' : `has several hubs, choose one: ${hubs.join(', ')}`;
  throw new Refusal('sync-hub-unknown', `The bucket ${what}.`);
}

async function claim(store: RestoreParts['store'], hub: string): Promise<void> {
  if (store.setting(RESTORING) === hub) return;
  if (store.users().length + store.cameras().length + store.storageUse().frames > 0)
    throw new Refusal(
      'sync-hub-not-empty',
      'This hub has people, cameras or photos: restore onto an empty one.',
    );
  await store.setSetting(RESTORING, hub);
}

/** Of several objects of one photo the first is taken: what the list names comes before the rest of its kind. */
async function entriesOf(bucket: Bucket, hub: string, proof: ListProof): Promise<BucketEntry[]> {
  const byKind = new Map<SyncKind, BucketEntry[]>(ORDER.map((kind) => [kind, []]));
  for await (const entry of bucket.list(prefixOf(hub))) {
    const name = hubOf(entry.key);
    if (name) byKind.get(name.kind)?.push(entry);
  }
  if ([...byKind.values()].every(({ length }) => length === 0))
    throw new Refusal('sync-hub-unknown', `The bucket has nothing of the hub "${hub}".`);
  return [...byKind.values()].flatMap((entries) => [
    ...entries.filter(({ key }) => proof.names(key)),
    ...entries.filter(({ key }) => !proof.names(key)),
  ]);
}

function keysHere(store: Outbox): Set<string> {
  const keys = new Set<string>();
  for (const page of sentPages(store)) for (const { key } of page) keys.add(key);
  return keys;
}

/** The storage's own mark may be none. */
const md5Of = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');

interface Importing {
  entry: BucketEntry;
  proof: ListProof;
  /** `latest` is the greatest number of a list that anything in the bucket speaks of. */
  tally: { known: number; newer: number; latest: number; stale: string[] };
}

async function importObject(
  { bucket, identity, store, takeStale = false }: RestoreParts,
  { entry: { key }, proof, tally }: Importing,
): Promise<void> {
  const sealed = await bucket.get(key);
  if (!sealed) return;
  const { list, ...syncObject } = decodeSyncObject(await open(identity, sealed));
  const standing = proof.standing(key, sealed, list);
  tally.latest = Math.max(tally.latest, list);
  if (standing === 'newer') tally.newer += 1;
  if (standing === 'stale') tally.stale.push(key);
  if (standing === 'stale' && !takeStale) return;
  const taken = await store.importObject(syncObject, { key, md5: md5Of(sealed), bytes: sealed.length });
  if (taken === 'known') tally.known += 1;
}
