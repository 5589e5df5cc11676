import { randomBytes } from 'node:crypto';
import { HUB_CLIENT_ID } from '../../cameras/mqtt/access.js';
import { testEcho } from '../../cameras/mqtt/broker-check.js';
import type { BrokerAddress } from '../../cameras/mqtt/client.js';
import { MAX_FRAME_BYTES } from '../../cameras/protocol/limits.js';
import type { Clock } from '../../core/clock.js';
import { Fault, type HealthIssue } from '../../core/errors.js';
import type { Gallery } from '../../store/contract.js';
import type { ImageVariant } from '../../store/types.js';
import type { Topics } from './topics.js';

/** Collaborators of the pictures for Home Assistant. */
export interface PicturesParts {
  address: BrokerAddress;
  topics: Topics;
  store: Pick<Gallery, 'image'>;
  clock: Clock;
}

/** Pictures of one size, and a message in bytes that a broker has to pass for them. */
interface Size {
  variant: ImageVariant;
  bytes: number;
  contentType: 'image/jpeg' | 'image/webp';
}

const LARGEST: Size = { variant: 'original', bytes: MAX_FRAME_BYTES, contentType: 'image/jpeg' };
const SIZES: readonly Size[] = [
  LARGEST,
  { variant: 'preview', bytes: 160 * 1024, contentType: 'image/webp' },
  { variant: 'thumb', bytes: 32 * 1024, contentType: 'image/webp' },
];
/** Room for a topic that is longer than that of the proof. */
const TOPIC_BYTES = 128;
const NOTHING = new Uint8Array();

/** Pictures as large as Home Assistant's broker passes them: what it would cut the connection for is never sent. */
export class Pictures {
  readonly #parts: PicturesParts;
  /** Null when no picture may be sent, which is so until the first proof. */
  #size: Size | null = null;
  /** Wall time in ms since which it is known that the largest do not pass. */
  #smallSince: number | null = null;
  #proof = new AbortController();

  constructor(parts: PicturesParts) {
    this.#parts = parts;
  }

  /** MIME type of the pictures. */
  get contentType(): string {
    return (this.#size ?? LARGEST).contentType;
  }

  /**
   * Finds the largest size that the broker passes, each tried over a connection of its own. The embedded broker passes
   * all of them by construction. Rejects with a `Fault` `broker-unreachable` or `broker-acl`.
   */
  async prove(): Promise<void> {
    this.#proof.abort();
    this.#proof = new AbortController();
    this.#size = await this.#largest(this.#proof.signal);
    this.#smallSince = this.#size === LARGEST ? null : (this.#smallSince ?? this.#parts.clock.now());
  }

  /** Ends a proof that is under way, which then rejects. */
  endProof(): void {
    this.#proof.abort();
  }

  fits(bytes: number): boolean {
    return this.#size !== null && bytes <= this.#size.bytes;
  }

  /** The picture of a photo; empty when there is none, or when it does not fit. */
  of(photo: number): Uint8Array {
    const bytes = this.#size && this.#parts.store.image(photo, this.#size.variant)?.bytes;
    return bytes && this.fits(bytes.byteLength) ? bytes : NOTHING;
  }

  issues(): HealthIssue[] {
    const since = this.#smallSince;
    if (since === null) return [];
    const instead = this.#size ? 'smaller pictures are' : 'no picture is';
    const text = `Home Assistant's MQTT broker does not pass a message of ${LARGEST.bytes} bytes, so ${instead} shown there: raise its packet limit (Mosquitto: max_packet_size, message_size_limit) to ${2 * LARGEST.bytes} bytes or more, and give the hub's user the rights that docs/HOME-ASSISTANT.md names`;
    return [{ code: 'home-assistant-packet-limit', about: 'home-assistant', since, text }];
  }

  async #largest(signal: AbortSignal): Promise<Size | null> {
    if ('connect' in this.#parts.address) return LARGEST;
    for (const size of SIZES) if (await this.#passes(size, signal)) return size;
    return null;
  }

  async #passes({ bytes }: Size, signal: AbortSignal): Promise<boolean> {
    const { address, topics, clock } = this.#parts;
    const name = randomBytes(4).toString('hex');
    try {
      const clientId = `${HUB_CLIENT_ID}_${topics.hub}_${name}`;
      await testEcho({
        address,
        clientId,
        topic: topics.echo(name),
        bytes: bytes + TOPIC_BYTES,
        clock,
        signal,
      });
      return true;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Fault && error.code === 'broker-packet-limit') return false;
      throw error;
    }
  }
}
