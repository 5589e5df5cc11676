import { Backoff } from '../../core/backoff.js';
import type { Clock } from '../../core/clock.js';
import { freeBuffersAfter } from '../../core/collect-garbage.js';
import { messageOf, Refusal } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
import type { ReadSource } from './read-source.js';
import type { StreamSource } from './source.js';

/** Collaborators of the reader of one camera. */
export interface StreamReaderOptions {
  camera: string;
  source: StreamSource;
  read: ReadSource;
  /** Called before each connection; throws the Refusal for a source that may not be read. */
  check: () => void;
  onPicture: (jpeg: Uint8Array) => void;
  /** Called when the first picture has come, and when none comes any more. */
  onChange: (reading: boolean) => void;
  clock: Clock;
  log: Logger;
}

/** Why a camera is not read, and since when by the wall clock, in ms. */
export interface StreamIssue {
  code: string;
  text: string;
  since: number;
}

/** Requests for single pictures, in ms: motion is sought in every one. */
const SNAPSHOT_EVERY_MS = 500;

/** Reads a camera for as long as it runs, and connects again, after longer each time, when that ends. */
export class StreamReader {
  readonly #options: StreamReaderOptions;
  readonly #backoff = new Backoff({ firstMs: 1000, maxMs: 60_000, jitter: 0.25 });
  readonly #stopping = new AbortController();
  #issue: StreamIssue | null = null;
  #reading = false;
  #running: Promise<void> = Promise.resolve();

  constructor(options: StreamReaderOptions) {
    this.#options = options;
  }

  /** Null while pictures come, and before the first try has ended. */
  get issue(): StreamIssue | null {
    return this.#issue;
  }

  /** True while pictures come. */
  get reading(): boolean {
    return this.#reading;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.#readOnce().catch((error: unknown) => this.#fail(error));
      if (!signal.aborted) await this.#wait(this.#backoff.next());
    }
    this.#change(false);
  }

  async #readOnce(): Promise<void> {
    const { source, read, check, clock, onPicture } = this.#options;
    check();
    await read(source, {
      clock,
      signal: this.#stopping.signal,
      everyMs: SNAPSHOT_EVERY_MS,
      onPicture: (jpeg) => {
        this.#backoff.reset();
        this.#change(true);
        onPicture(jpeg);
        // As it came from the network, and as a picture; most are thrown away at once.
        freeBuffersAfter(2 * jpeg.length);
      },
    });
  }

  #fail(error: unknown): void {
    if (this.#stopping.signal.aborted) return;
    const { camera, clock, log } = this.#options;
    const code = error instanceof Refusal ? error.code : 'internal';
    if (!(error instanceof Refusal)) log.error({ err: error, camera }, 'streams: reading a camera failed');
    else if (this.#issue?.code !== code)
      log.warn({ camera, reason: messageOf(error) }, 'streams: camera lost');
    this.#issue = { code, text: messageOf(error), since: this.#issue?.since ?? clock.now() };
    this.#change(false);
  }

  #change(reading: boolean): void {
    if (reading) this.#issue = null;
    if (this.#reading === reading) return;
    this.#reading = reading;
    const { camera, log, onChange } = this.#options;
    if (reading) log.info({ camera }, 'streams: camera found');
    onChange(reading);
  }

  #wait(ms: number): Promise<void> {
    const { signal } = this.#stopping;
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(ms, end);
      signal.addEventListener('abort', end);
      function end() {
        cancel();
        signal.removeEventListener('abort', end);
        resolve();
      }
    });
  }
}
