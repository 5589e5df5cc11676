/** A camera server of somebody else that runs, is killed and comes back, as one that loses its power does. */
import { pause } from './hub-under-test.js';

/** A program that serves a camera's stream. */
export interface RunningServer {
  stop(): Promise<void>;
  ended: Promise<void>;
}

/** One that ends by itself, as ffmpeg does with its one client, is there again after this time, in ms. */
const AGAIN_MS = 1000;

export class Stranger {
  readonly name: string;
  /** Address for the hub. */
  readonly address: string;
  readonly #start: () => Promise<RunningServer>;
  #wanted = false;
  #server: RunningServer | null = null;
  #serving: Promise<void> = Promise.resolve();

  constructor(name: string, address: string, start: () => Promise<RunningServer>) {
    this.name = name;
    this.address = address;
    this.#start = start;
  }

  /** Serves from now on until it is killed. */
  up(): void {
    this.#wanted = true;
    this.#serving = this.#serving.then(() => this.#serve());
  }

  /** Kills it; it stays away until it is to be up again. */
  async kill(): Promise<void> {
    this.#wanted = false;
    await this.#server?.stop();
    await this.#serving;
  }

  async #serve(): Promise<void> {
    while (this.#wanted) {
      this.#server = await this.#start();
      if (!this.#wanted) await this.#server.stop();
      await this.#server.ended;
      if (this.#wanted) await pause(AGAIN_MS);
    }
  }
}
