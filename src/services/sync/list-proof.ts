/** What the list in a bucket proves of each object: the one that was sent last, a newer one, or an old one shown again. */
import { createHash } from 'node:crypto';
import { Refusal } from '../../core/errors.js';
import type { Bucket } from './bucket.js';
import { type BucketList, decodeList } from './bucket-list.js';
import { open } from './envelope.js';
import { listName } from './names.js';

/** Things an owner knows of the list from elsewhere: the page, or `petcam-hub sync status` of the old hub. */
export interface KnownOfList {
  /** Number of a list that there has been; 0 when nothing is known. */
  number: number;
  /** Who signed it; null when nothing is known. */
  signer: string | null;
}

/** List of a bucket as a restore found it. */
export interface FoundList {
  number: number;
  /** When it was made, in wall-clock ms. */
  at: number;
  signer: string;
  /** True when there has been a newer one: the storage shows the bucket as it was earlier. */
  isOld: boolean;
}

/**
 * Verdict on an object: `proved` is what the list names, `newer` came after the list was written, `unproved` is what a
 * bucket without a list has, and `stale` is an older object, or one that was removed.
 */
export type Standing = 'proved' | 'newer' | 'unproved' | 'stale';

/** Proof of the objects of one hub by its list. */
export class ListProof {
  /** Null for a bucket without a list. */
  readonly found: FoundList | null;
  readonly #objects: ReadonlyMap<string, string>;

  constructor(read: { list: BucketList; signer: string } | null, known: number) {
    this.#objects = new Map(read?.list.objects ?? []);
    this.found = read && {
      number: read.list.number,
      at: read.list.at,
      signer: read.signer,
      isOld: read.list.number < known,
    };
  }

  /** @param list number of the list that names the object first, as the object says */
  standing(key: string, sealed: Buffer, list: number): Standing {
    if (this.found === null) return 'unproved';
    if (this.#objects.get(key) === createHash('md5').update(sealed).digest('hex')) return 'proved';
    return list > this.found.number ? 'newer' : 'stale';
  }

  /** Whether the list names an object, whatever is there under its name. */
  names(key: string): boolean {
    return this.#objects.has(key);
  }

  /** Names that the list has and the bucket has not. */
  missing(there: ReadonlySet<string>): string[] {
    return [...this.#objects.keys()].filter((key) => !there.has(key));
  }
}

/**
 * Reads the list of a hub.
 * @throws {Refusal} `sync-list-invalid` for a list that is none, or is signed by somebody else than `known` says;
 * `sync-key-wrong` and those of the bucket
 */
export async function readListProof(
  bucket: Bucket,
  { identity, hub, known }: { identity: string; hub: string; known: KnownOfList },
): Promise<ListProof> {
  const sealed = await bucket.get(listName(hub));
  const read = sealed && decodeList(await open(identity, sealed), hub);
  if (read && known.signer !== null && read.signer !== known.signer)
    throw new Refusal(
      'sync-list-invalid',
      `The list of what is in the bucket is signed by ${read.signer}, not by ${known.signer}.`,
    );
  return new ListProof(read, known.number);
}
