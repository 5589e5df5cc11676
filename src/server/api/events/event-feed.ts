import type { Clock } from '../../../core/clock.js';
import type { Role } from '../../../store/accounts.js';
import type { EventLog } from '../../../store/contract.js';
import { ApiRefusal } from '../http/problems.js';
import type { TransientMap } from '../schemas/events.js';
import { EventStream } from './event-stream.js';
import type { News } from './guest-news.js';

/** Time between two comments that keep a stream open, in ms. */
export const HEARTBEAT_MS = 15_000;

/** The person behind a stream. */
export interface Follower {
  id: number;
  role: Role;
  /** False for what this person is not told; everything is told when absent. */
  hears?: (news: News) => boolean;
}

interface Listener {
  stream: EventStream;
  person: Follower;
  /** Asked at every heartbeat: false once the person behind it has signed out. */
  allowed: () => boolean;
}

/** All phones that listen: wakes them when something was committed, keeps them alive, lets them go. */
export class EventFeed {
  readonly #log: EventLog;
  readonly #clock: Clock;
  readonly #most: number;
  readonly #listeners = new Set<Listener>();
  #stop: (() => void)[] = [];

  constructor(log: EventLog, clock: Clock, most: number) {
    this.#log = log;
    this.#clock = clock;
    this.#most = most;
  }

  start(): void {
    const unsubscribe = this.#log.onEvents(() => this.#each((stream) => stream.wake()));
    this.#stop = [unsubscribe, () => this.#cancelBeat()];
    this.#scheduleBeat();
  }

  /** Ends every stream. */
  stop(): void {
    for (const stop of this.#stop.splice(0)) stop();
    this.#each((stream) => stream.finish());
  }

  get size(): number {
    return this.#listeners.size;
  }

  /**
   * Opens one page's stream. When every place is taken, the oldest stream of whoever has the most gives way: a page
   * that nobody reads cannot be told from one that is quiet, and a page that is read comes back by itself.
   * @throws {ApiRefusal} `listeners-full` when nobody has more than one.
   */
  open(after: number | undefined, allowed: () => boolean, person: Follower): EventStream {
    if (this.#listeners.size >= this.#most) this.#makeRoom(person);
    const listener = { stream: new EventStream(this.#log, after, person.hears), allowed, person };
    this.#listeners.add(listener);
    listener.stream.once('close', () => this.#listeners.delete(listener));
    return listener.stream;
  }

  #makeRoom({ id }: Follower): void {
    // With the one that comes: a person who has all the places makes room for their own.
    const counts = new Map([[id, 1]]);
    for (const { person } of this.#listeners) counts.set(person.id, (counts.get(person.id) ?? 0) + 1);
    const [most] = [...counts].reduce((best, next) => (next[1] > best[1] ? next : best));
    const oldest = [...this.#listeners].find(({ person }) => person.id === most);
    if (!oldest) throw new ApiRefusal('listeners-full', `${this.#most} people follow the events already.`);
    this.#listeners.delete(oldest);
    oldest.stream.finish();
  }

  /** Sends something to everyone that is not worth keeping. */
  tell<T extends keyof TransientMap>(type: T, data: TransientMap[T]): void {
    this.#each((stream) => stream.tell(type, data));
  }

  /** Sends an event to owners alone: the names of a home's networks are nobody else's business. */
  tellOwners<T extends keyof TransientMap>(type: T, data: TransientMap[T]): void {
    for (const { stream, person } of this.#listeners) if (person.role === 'owner') stream.tell(type, data);
  }

  /** Sends an event to one person alone, on all their devices. */
  tellPerson<T extends keyof TransientMap>(id: number, type: T, data: TransientMap[T]): void {
    for (const { stream, person } of this.#listeners) if (person.id === id) stream.tell(type, data);
  }

  /** Ends the streams of people who may not follow any more, without waiting for the next heartbeat. */
  recheck(): void {
    for (const { stream, allowed } of this.#listeners) if (!allowed()) stream.finish();
  }

  #cancelBeat: () => void = () => {};

  #scheduleBeat(): void {
    this.#cancelBeat = this.#clock.after(HEARTBEAT_MS, () => {
      for (const { stream, allowed } of this.#listeners) {
        if (allowed()) stream.beat();
        else stream.finish();
      }
      this.#scheduleBeat();
    });
  }

  #each(act: (stream: EventStream) => void): void {
    for (const { stream } of this.#listeners) act(stream);
  }
}
