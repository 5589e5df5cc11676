/** Keeps the list of what the bucket has true: written again after objects came or went. */
import { createHash } from 'node:crypto';
import type { Clock } from '../../core/clock.js';
import type { Accounts } from '../../store/accounts.js';
import type { Outbox, SyncRemovals } from '../../store/outbox.js';
import type { Bucket } from './bucket.js';
import { type BucketList, encodeList, signerOf } from './bucket-list.js';
import { seal } from './envelope.js';
import { listName } from './names.js';
import { sentPages } from './sent-pages.js';

/** State of the list, for status, page and command line. */
export interface ListState {
  /** Number that a list was given last; it may be on its way. */
  number: number;
  /** Number of the list that the bucket has for certain; 0 before the first. */
  arrived: number;
  /** When that one was made, in wall-clock ms. */
  at: number;
  /** MD5 of its encrypted bytes. */
  md5: string;
  /** Hash of what it names; empty when another one is on its way, or to be written. */
  contents: string;
}

const NONE: ListState = { number: 0, arrived: 0, at: 0, md5: '', contents: '' };
const LIST_SETTING = 'sync list';
/** Purpose of the hub's secret that lists are signed with. */
const SIGNING = 'sync list';

type Settings = Pick<Accounts, 'setting' | 'setSetting'>;

/** State of the list as it was stored last. */
export function listState(store: Pick<Accounts, 'setting'>): ListState {
  const stored = store.setting(LIST_SETTING);
  return stored === null ? NONE : (JSON.parse(stored) as ListState);
}

/** List that the bucket has for certain, and who signed it; null before the first. */
export function listInForce(store: Pick<Accounts, 'setting' | 'secret'>) {
  const { arrived, at } = listState(store);
  return arrived === 0 ? null : { number: arrived, at, signer: signerOf(store.secret(SIGNING)) };
}

/** Has the list written anew, with a greater number than `number`, when something is sent next. */
export async function renewList(store: Pick<Accounts, 'setSetting'>, number: number): Promise<void> {
  await putState(store, { ...NONE, number });
}

const putState = (store: Pick<Accounts, 'setSetting'>, state: ListState) =>
  store.setSetting(LIST_SETTING, JSON.stringify(state));

/** Collaborators of the list: what was sent, where to, and the key that reads it. */
export interface ListParts {
  store: Outbox & Settings & Pick<Accounts, 'secret'>;
  bucket: Bucket;
  recipient: string;
  removals: SyncRemovals;
  clock: Pick<Clock, 'now'>;
}

/** Writer of the list of what the bucket has, for as long as the hub sends. */
export class ListKeeper {
  readonly #parts: ListParts;
  #changed = true;

  constructor(parts: ListParts) {
    this.#parts = parts;
  }

  /** Number of the list that will name what is sent now. */
  get next(): number {
    return listState(this.#parts.store).number + 1;
  }

  /** Notes that an object has come or is to go. */
  note(): void {
    this.#changed = true;
  }

  /** Writes the list when what is there is not what it says. Rejects as `Bucket` does; it is then written later. */
  async keep(hub: string): Promise<void> {
    const { store, bucket, recipient, clock } = this.#parts;
    const before = listState(store);
    if (!this.#changed && before.contents !== '') return;
    const objects = await this.#objects();
    const contents = createHash('sha256').update(JSON.stringify(objects)).digest('hex');
    const isFirstOfNothing = objects.length === 0 && before.number === 0;
    if (contents !== before.contents && !isFirstOfNothing) {
      const list: BucketList = { hub, number: before.number + 1, at: clock.now(), objects };
      const sealed = await seal(recipient, encodeList(list, store.secret(SIGNING)));
      const md5 = createHash('md5').update(sealed).digest('hex');
      // No number is given twice, also after a power cut.
      await putState(store, { ...before, number: list.number, contents: '' });
      await bucket.put(listName(hub), sealed, md5);
      await putState(store, { number: list.number, arrived: list.number, at: list.at, md5, contents });
    }
    this.#changed = false;
  }

  /** Objects that stay: what is to be removed is in the list no more before it goes. */
  async #objects(): Promise<BucketList['objects']> {
    const { store, removals } = this.#parts;
    const leaving = new Set(store.leavingObjects(removals));
    const objects: BucketList['objects'] = [];
    for (const page of sentPages(store)) {
      for (const { key, md5 } of page) if (!leaving.has(key)) objects.push([key, md5]);
      await new Promise(setImmediate);
    }
    return objects;
  }
}
