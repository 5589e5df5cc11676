import type { Clock } from '../clock.js';
import type { Happenings } from '../store/contract.js';
import type { Role } from '../store/types.js';
import { EventStream } from './event-stream.js';
import { ApiRefusal } from './problems.js';

export const HEARTBEAT_MS = 15_000;

interface Listener {
  stream: EventStream;
  role: Role;
  /** Asked at every heartbeat: false once the person behind it has signed out. */
  allowed: () => boolean;
}

/** All phones that listen: wakes them when something was committed, keeps them alive, lets them go. */
export class EventFeed {
  readonly #log: Happenings;
  readonly #clock: Clock;
  readonly #most: number;
  readonly #listeners = new Set<Listener>();
  #stop: (() => void)[] = [];

  constructor(log: Happenings, clock: Clock, most: number) {
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

  /** @throws {ApiRefusal} `listeners-full` */
  open(after: number | undefined, allowed: () => boolean, role: Role = 'member'): EventStream {
    if (this.#listeners.size >= this.#most)
      throw new ApiRefusal('listeners-full', `${this.#most} pages follow the events already.`);
    const listener = { stream: new EventStream(this.#log, after), allowed, role };
    this.#listeners.add(listener);
    listener.stream.once('close', () => this.#listeners.delete(listener));
    return listener.stream;
  }

  /** Sends something to everyone that is not worth keeping. */
  tell(type: string, data: Record<string, unknown>): void {
    this.#each((stream) => stream.tell(type, data));
  }

  /** The same for owners alone: the names of a home's networks are nobody else's business. */
  tellOwners(type: string, data: Record<string, unknown>): void {
    for (const { stream, role } of this.#listeners) if (role === 'owner') stream.tell(type, data);
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
