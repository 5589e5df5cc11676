import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../core/clock.js';
import { Refusal } from '../../core/errors.js';
import { contentTypes, readableAs, refusedByPage, refusedByStatus } from './answer.js';
import { Authentication, chooseChallenge } from './authentication.js';
import { type Answer, ask } from './connection.js';
import { Deadline } from './deadline.js';
import { streamRefusal } from './failure.js';
import { MultipartSplitter } from './multipart.js';
import { beginsAsStream, readPage, readPicture } from './read-body.js';
import type { StreamKind, StreamSource } from './source.js';

/** Where pictures go, and how long to go on. */
export interface ReadOptions {
  clock: Clock;
  /** Ends the reading, which then rejects with its reason. */
  signal: AbortSignal;
  /** Time between two requests for single pictures, in ms. */
  everyMs: number;
  /** Called with each whole JPEG, and with how it came. */
  onPicture: (jpeg: Uint8Array, kind: StreamKind, certificate: string | null) => void;
}

/** A camera that sends no whole picture for so long has stalled, in ms. */
export const STALLED_MS = 10_000;
const MOST_REDIRECTS = 3;

/**
 * Reads a camera until it ends, which always is a rejection.
 *
 * @throws Refusal with one of `STREAM_FAILURES`, or the reason of `signal`.
 */
export async function readPictures(source: StreamSource, options: ReadOptions): Promise<never> {
  return new Reading(source, options).run();
}

class Reading {
  readonly #source: StreamSource;
  readonly #options: ReadOptions;
  readonly #deadline: Deadline;
  readonly #signal: AbortSignal;
  #authentication: Authentication | null = null;
  #url: URL;
  /** True when bytes came since the last whole picture. */
  #hears = false;

  constructor(source: StreamSource, options: ReadOptions) {
    this.#source = source;
    this.#options = options;
    this.#url = new URL(source.url);
    this.#deadline = new Deadline(options.clock, STALLED_MS, () => this.#whyLate());
    this.#signal = AbortSignal.any([options.signal, this.#deadline.signal]);
  }

  async run(): Promise<never> {
    try {
      for (;;) await this.#readOnce();
    } catch (error) {
      throw this.#signal.aborted ? this.#signal.reason : error;
    } finally {
      this.#deadline.stop();
    }
  }

  /** Reads a stream to its end, or one picture and the pause after it. */
  async #readOnce(): Promise<void> {
    const answer = await this.#open();
    const types = contentTypes(answer.message);
    const readable = readableAs(types);
    if (readable === null) throw refusedByPage(types, await this.#bodyOf(answer.message, readPage));
    if (readable.kind === 'stream') return this.#readStream(answer, readable.boundary);
    if (await beginsAsStream(answer.message)) return this.#readStream(answer, null);
    this.#show(await this.#bodyOf(answer.message, readPicture), 'snapshot', answer.certificate);
    await this.#pause();
  }

  async #readStream({ message, certificate }: Answer, boundary: string | null): Promise<never> {
    const splitter = new MultipartSplitter(boundary, (jpeg) => this.#show(jpeg, 'stream', certificate));
    await this.#bodyOf(message, async () => {
      try {
        for await (const chunk of message as AsyncIterable<Buffer>) splitter.push(chunk);
      } catch (error) {
        if (error instanceof Refusal) throw error;
      }
    });
    throw streamRefusal('stream-ended', 'The camera ended its stream.');
  }

  /** Reads a body that does not outlive its reader, however that ends. */
  async #bodyOf<T>(message: IncomingMessage, read: (message: IncomingMessage) => Promise<T>): Promise<T> {
    const note = () => {
      this.#hears = true;
    };
    message.on('data', note).pause();
    try {
      return await read(message);
    } finally {
      message.destroy();
    }
  }

  /** Answer with status 200, after redirects within the camera and its question for a password. */
  async #open(): Promise<Answer> {
    for (let redirects = 0; ; redirects += 1) {
      const answer = await this.#ask();
      const { location } = answer.message.headers;
      if (answer.status < 300 || answer.status > 399 || location === undefined) {
        const refusal = refusedByStatus(answer.status, this.#source.credentials !== null);
        if (refusal === null) return answer;
        answer.message.destroy();
        throw refusal;
      }
      answer.message.destroy();
      this.#url = this.#redirected(location, redirects);
    }
  }

  async #ask(): Promise<Answer> {
    const answer = await this.#request();
    const { credentials } = this.#source;
    if (answer.status !== 401 || credentials === null) return answer;
    const challenge = chooseChallenge(answer.message.headersDistinct['www-authenticate'] ?? []);
    // A nonce that has grown old is answered with a new one, once.
    const isAgain = this.#authentication !== null;
    if (challenge === null || (isAgain && !isStale(answer.message))) return answer;
    answer.message.destroy();
    this.#authentication = new Authentication(credentials, challenge);
    return this.#request();
  }

  #request(): Promise<Answer> {
    const url = this.#url;
    const authorization = this.#authentication?.header(`${url.pathname}${url.search}`) ?? null;
    const { clock } = this.#options;
    return ask({ source: this.#source, url, authorization, signal: this.#signal, clock });
  }

  #redirected(location: string, redirects: number): URL {
    const target = URL.canParse(location, this.#url.href) ? new URL(location, this.#url.href) : null;
    if (target !== null && target.origin === this.#url.origin && redirects < MOST_REDIRECTS) return target;
    const where =
      target === null || target.origin === this.#url.origin ? 'in a circle' : `to ${target.origin}`;
    throw streamRefusal('stream-redirect', `The camera sends the hub on ${where}, which it does not follow.`);
  }

  #show(jpeg: Uint8Array, kind: StreamKind, certificate: string | null): void {
    this.#deadline.extend();
    this.#hears = false;
    this.#options.onPicture(jpeg, kind, certificate);
  }

  #whyLate(): Refusal {
    const seconds = STALLED_MS / 1000;
    return this.#hears
      ? streamRefusal(
          'stream-slow',
          `The camera took more than ${seconds} s for a picture: it sends too slowly.`,
        )
      : streamRefusal('stream-stalled', `The camera sent nothing for ${seconds} s.`);
  }

  #pause(): Promise<void> {
    const { clock, everyMs } = this.#options;
    return new Promise((resolve, reject) => {
      const end = () => {
        cancel();
        reject(this.#signal.reason);
      };
      const cancel = clock.after(everyMs, () => {
        this.#signal.removeEventListener('abort', end);
        resolve();
      });
      this.#signal.addEventListener('abort', end);
    });
  }
}

function isStale({ headersDistinct }: IncomingMessage): boolean {
  return (headersDistinct['www-authenticate'] ?? []).some((text) => /\bstale\s*=\s*"?true/i.test(text));
}
