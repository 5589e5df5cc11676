/** Tells of visits: decides from what was committed, and delivers until it has arrived or is too old. */
import type { Clock } from '../../core/clock.js';
import { messageOf, Refusal } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
import type { Cameras, EventLog, Gallery } from '../../store/contract.js';
import type { Notice, Notices } from '../../store/notices.js';
import type { PhotoRow } from '../../store/types.js';
import type { Visit } from './message.js';
import type { Target } from './target.js';
import { startsVisit } from './visit.js';

/** Collaborators of the notifier: store, targets, quiet hours. */
export interface NotifierParts {
  store: Notices &
    Pick<EventLog, 'eventsSince' | 'lastEventId' | 'onEvents'> &
    Pick<Gallery, 'photo' | 'photos' | 'image'> &
    Pick<Cameras, 'camera'>;
  /** Who is to be told now. */
  targets: () => Target[];
  isQuiet: (now: number) => boolean;
  /** A pet that comes back sooner than this is still visiting. */
  visitGapMs: number;
  /** Page of a photo. */
  urlOf: (photo: number) => string;
  clock: Clock;
  log: Logger;
}

/** Nobody wants to hear of a visit that was an hour ago. */
const TOO_OLD_MS = 60 * 60_000;
const MOST_TRIES = 6;
const FIRST_PAUSE_MS = 15_000;
/** After this what could not be read is tried again. */
const FAILED_PAUSE_MS = 60_000;
const REQUEST_TIMEOUT_MS = 20_000;
const PAGE = 200;

/** Tells targets of visits: decides from committed events, and delivers until it has arrived or is too old. */
export class Notifier {
  readonly #parts: NotifierParts;
  readonly #stop = new AbortController();
  #running: Promise<void> | null = null;
  #again = false;
  #unsubscribe = () => {};
  #cancelWait = () => {};

  constructor(parts: NotifierParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#unsubscribe = this.#parts.store.onEvents((events) => {
      if (events.some(({ type }) => type === 'photo.new')) this.#wake();
    });
    this.#wake();
  }

  /** Resolves when nothing can be told at present. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async stop(): Promise<void> {
    this.#unsubscribe();
    this.#cancelWait();
    this.#stop.abort();
    await this.settled();
  }

  #wake(): void {
    this.#again = true;
    if (this.#stop.signal.aborted) return;
    this.#running ??= this.#work().finally(() => {
      this.#running = null;
    });
  }

  async #work(): Promise<void> {
    try {
      while (this.#again && !this.#stop.signal.aborted) {
        this.#again = false;
        await this.#decide();
        await this.#deliver();
      }
      this.#waitUntil(this.#parts.store.nextNoticeAt());
    } catch (error) {
      this.#parts.log.error({ err: error }, 'visits cannot be told');
      this.#waitUntil(this.#parts.clock.now() + FAILED_PAUSE_MS);
    }
  }

  #waitUntil(next: number | null): void {
    const { clock } = this.#parts;
    this.#cancelWait();
    if (next !== null && !this.#stop.signal.aborted)
      this.#cancelWait = clock.after(Math.max(next - clock.now(), 1000), () => this.#wake());
  }

  /** A hub that has just learnt to tell begins with the next photo. */
  async #decide(): Promise<void> {
    const { store } = this.#parts;
    let from = store.noticedUpTo();
    if (from === null) return store.queueNotices(store.lastEventId(), []);
    for (let events = store.eventsSince(from, PAGE); events.length > 0; ) {
      const ids = events.flatMap(({ type, data }) => (type === 'photo.new' ? [data.photoId] : []));
      from = events.at(-1)?.id ?? from;
      await store.queueNotices(from, this.#noticesOf(ids));
      events = store.eventsSince(from, PAGE);
    }
  }

  #noticesOf(photoIds: number[]): { photoId: number; target: string }[] {
    const { targets, isQuiet, clock } = this.#parts;
    if (isQuiet(clock.now())) return [];
    const visits = photoIds.filter((id) => this.#isVisit(id));
    return visits.flatMap((photoId) => targets().map(({ name }) => ({ photoId, target: name })));
  }

  #isVisit(photoId: number): boolean {
    const { store, visitGapMs, clock } = this.#parts;
    const photo = store.photo(photoId);
    if (!photo?.pet || clock.now() - photo.takenAt > TOO_OLD_MS) return false;
    const after = { takenAt: photo.takenAt, id: photo.id };
    const [previous] = store.photos({ camera: photo.camera, pet: 'any', limit: 1, after });
    return startsVisit(previous?.takenAt ?? null, photo.takenAt, visitGapMs);
  }

  async #deliver(): Promise<void> {
    const { store, clock } = this.#parts;
    for (let notice = store.dueNotice(clock.now()); notice; notice = store.dueNotice(clock.now())) {
      if (this.#stop.signal.aborted) return;
      await this.#tell(notice);
    }
  }

  async #tell(notice: Notice): Promise<void> {
    const { store, targets, clock, log } = this.#parts;
    const photo = store.photo(notice.photoId);
    const target = targets().find(({ name }) => name === notice.target);
    const late = clock.now() - notice.at > TOO_OLD_MS || notice.attempts >= MOST_TRIES;
    if (!photo || !target || late) return store.settleNotice(notice.id);
    try {
      const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]);
      await target.tell(this.#visitOf(photo), store.image(photo.id, 'thumb'), signal);
      await store.settleNotice(notice.id);
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      log.warn({ target: notice.target, reason: messageOf(error) }, 'a visit was not told');
      await this.#giveUpOrWait(notice, error);
    }
  }

  async #giveUpOrWait(notice: Notice, error: unknown): Promise<void> {
    const { store, clock } = this.#parts;
    const code = error instanceof Refusal ? error.code : '';
    if (code === 'notify-gone') await store.dropPushSubscription(Number(notice.target.split('/')[1]));
    if (code !== '') return store.settleNotice(notice.id);
    await store.postponeNotice(notice.id, clock.now() + FIRST_PAUSE_MS * 2 ** notice.attempts);
  }

  #visitOf({ id, camera, pet, takenAt }: PhotoRow): Visit {
    const { store, urlOf } = this.#parts;
    const cameraName = store.camera(camera)?.name ?? camera;
    return { photo: id, camera, cameraName, pet, takenAt, url: urlOf(id) };
  }
}
