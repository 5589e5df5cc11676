import { randomBytes } from 'node:crypto';
import { messageOf, Refusal } from '../../core/errors.js';
import { openClient } from '../mqtt/client.js';
import { MAX_FRAME_BYTES } from '../protocol/limits.js';
import { BoundedPackets } from './bounded-packets.js';
import { dialCamera, refusedConnection } from './dial.js';
import { streamRefusal } from './failure.js';
import type { ReadOptions } from './read-pictures.js';
import type { StreamSource } from './source.js';
import { isWholeJpeg } from './whole-jpeg.js';

/** The broker is asked this often whether it is there, in seconds: a dead one is noticed within 10 s or so. */
const KEEP_ALIVE_SECONDS = 7;
/** Answers of a broker that mean name or password (MQTT 3.1.1, table 3.1). */
const REFUSED_BY_NAME = [4, 5];

/**
 * Topic that the path of an address names.
 *
 * @throws Refusal `stream-not-found` for none, and for a pattern: one camera has one topic.
 */
export function topicOf(url: URL): string {
  const topic = decodeURIComponent(url.pathname.slice(1).replace(/%(?![\da-f]{2})/gi, '%25'));
  if (topic === '' || /[+#\0]/.test(topic))
    throw streamRefusal('stream-not-found', 'The address has to name one topic: mqtt://HOST/camera/image.');
  return topic;
}

/**
 * Takes the JPEGs that a camera, or a program for it, publishes on a topic of a broker, until the connection ends, which
 * always is a rejection. Such a camera speaks when it likes: while the broker answers, silence is no fault.
 *
 * @throws Refusal with one of `STREAM_FAILURES`, or the reason of the signal.
 */
export function readTopic(source: StreamSource, options: ReadOptions): Promise<never> {
  const topic = topicOf(new URL(source.url));
  return new Promise((_, reject) => {
    const reading = new TopicReading(source, topic, options, (reason) => {
      reading.end();
      reject(reason);
    });
    reading.begin();
  });
}

class TopicReading {
  readonly #source: StreamSource;
  readonly #topic: string;
  readonly #options: ReadOptions;
  readonly #fail: (reason: unknown) => void;
  #client: ReturnType<typeof openClient> | null = null;
  #certificate: string | null = null;

  constructor(source: StreamSource, topic: string, options: ReadOptions, fail: (reason: unknown) => void) {
    this.#source = source;
    this.#topic = topic;
    this.#options = options;
    this.#fail = fail;
  }

  begin(): void {
    const { signal } = this.#options;
    signal.addEventListener('abort', this.#abort);
    if (signal.aborted) {
      this.#abort();
      return;
    }
    const { credentials } = this.#source;
    const client = openClient(
      { connect: () => this.#dial() },
      {
        clientId: `petcam-hub-reader-${randomBytes(6).toString('hex')}`,
        keepalive: KEEP_ALIVE_SECONDS,
        ...(credentials !== null && credentials),
      },
    );
    this.#client = client;
    client.on('error', (error) => this.#fail(this.#refused(error)));
    client.on('close', () => this.#fail(streamRefusal('stream-ended', 'The broker ended the connection.')));
    client.on('message', (_topic, payload) => this.#take(payload));
    client.on('connect', () => void this.#subscribe(client));
  }

  end(): void {
    this.#options.signal.removeEventListener('abort', this.#abort);
    this.#client?.removeAllListeners('close').removeAllListeners('message').end(true);
    this.#client?.on('error', () => {});
  }

  readonly #abort = () => this.#fail(this.#options.signal.reason);

  #dial(): BoundedPackets {
    const socket = dialCamera(this.#source, (certificate) => {
      this.#certificate = certificate;
    });
    const bounded = new BoundedPackets(socket);
    bounded.on('error', (error) => this.#fail(this.#refused(error)));
    return bounded;
  }

  async #subscribe(client: ReturnType<typeof openClient>): Promise<void> {
    try {
      await client.subscribeAsync(this.#topic, { qos: 0 });
    } catch (error) {
      this.#fail(
        streamRefusal('stream-password-wrong', `The broker refuses the topic: ${messageOf(error)}.`),
      );
    }
  }

  /** An empty message is one that was cleared. */
  #take(payload: Buffer): void {
    if (payload.length === 0) return;
    if (payload.length > MAX_FRAME_BYTES) this.#fail(tooLarge());
    else if (isWholeJpeg(payload))
      this.#options.onPicture(Uint8Array.from(payload), 'stream', this.#certificate);
    else this.#fail(streamRefusal('stream-no-picture', 'What is published on the topic is no JPEG.'));
  }

  #refused(error: unknown): Refusal {
    if (error instanceof Refusal && error.code === 'packet-too-large') return tooLarge();
    const { code } = error as { code?: unknown };
    if (typeof code === 'number') return this.#refusedByBroker(code);
    if (/connack timeout/i.test(messageOf(error)))
      return streamRefusal('stream-slow', 'The broker did not answer within 10 s.');
    return refusedConnection(error, new URL(this.#source.url));
  }

  #refusedByBroker(code: number): Refusal {
    if (!REFUSED_BY_NAME.includes(code))
      return streamRefusal('stream-answer', `The broker refuses the connection with code ${code}.`);
    return this.#source.credentials === null
      ? streamRefusal('stream-password-needed', 'The broker asks for a user name and a password.')
      : streamRefusal('stream-password-wrong', 'The broker does not take this user name and password.');
  }
}

function tooLarge() {
  return streamRefusal(
    'stream-too-large',
    `What is published on the topic has more than ${MAX_FRAME_BYTES / 1024} KiB: set a smaller size or a lower quality.`,
  );
}
