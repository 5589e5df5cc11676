import type { Clock } from '../../core/clock.js';

/** One announcement on fixed interfaces, as `Announcement` is. */
export interface Announced {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Collaborators of an announcement that follows the network. */
export interface FollowedOptions {
  /** Names of the interfaces that are there now. */
  interfaces: () => string[];
  open: (interfaces: string[]) => Announced;
  clock: Clock;
}

/** Well below the time that a person waits for a name to answer, in ms. */
const LOOK_MS = 10_000;

/** Announces the hub on the interfaces that are there, and anew when some come or go after the start. */
export class FollowedAnnouncement {
  readonly #options: FollowedOptions;
  #current: Announced | null = null;
  #known = '';
  #cancel = () => {};
  #changing: Promise<void> = Promise.resolve();

  constructor(options: FollowedOptions) {
    this.#options = options;
  }

  /** Begins; what it announces takes seconds. */
  start(): void {
    this.#look();
  }

  async stop(): Promise<void> {
    this.#cancel();
    await this.#changing;
    await this.#current?.stop();
  }

  #look(): void {
    const names = this.#options.interfaces().sort();
    if (names.join(' ') !== this.#known) {
      this.#known = names.join(' ');
      this.#changing = this.#changing.then(() => this.#announce(names));
    }
    this.#cancel = this.#options.clock.after(LOOK_MS, () => this.#look());
  }

  async #announce(names: string[]): Promise<void> {
    await this.#current?.stop();
    this.#current = this.#options.open(names);
    void this.#current.start();
  }
}
