import { createHash } from 'node:crypto';
import type { Clock } from '../../core/clock.js';
import { Refusal } from '../../core/errors.js';
import { type FirmwareClaim, isSignedBy, parseClaim } from '../protocol/firmware-claim.js';
import { isNewer } from '../protocol/firmware-version.js';
import type { CameraState } from '../protocol/types.js';
import { CHUNK_BYTES, type UpdateResult, type UpdateWant } from '../protocol/update.js';
import { retryWait } from './roll.js';

/** How a simulated camera takes updates. */
export interface UpdateOptions {
  /** The public key that is built in, 128 hexadecimal digits; empty for a firmware that takes none. */
  key: string;
  /** Outcome of an image once it runs; `kept` unless said. */
  ending?: 'kept' | 'rolled-back';
  /** Its power goes when it has so many bytes, once. */
  breaksAt?: number;
}

/** Collaborators of the simulated camera's receiver of updates. */
export interface ReceiverParts extends UpdateOptions {
  clock: Clock;
  random: () => number;
  board: string;
  firmware: string;
  /** A burst goes first. */
  isBusy(): boolean;
  want(want: UpdateWant): void;
  result(result: UpdateResult): void;
  /** Starts anew: the connection is gone, and what `state` says has changed. */
  restart(): void;
  /** Says the state anew without a restart. */
  changed(): void;
}

interface Receiving {
  text: string;
  claim: FirmwareClaim;
  bytes: Buffer;
  /** Bytes that are there. */
  received: number;
  tries: number;
}

const LOOK_MS = 500;
/** From the first connection of a new image to the end of its trial. */
const TRIAL_MS = 1000;

/** The camera's side of an update, as docs/PROTOCOL.md, "Firmware updates", has it. */
export class UpdateReceiver {
  readonly #parts: ReceiverParts;
  #firmware: string;
  #update: CameraState['update'];
  #resetReason = 'power-on';
  #receiving: Receiving | null = null;
  #breaks: number;
  #isRestarting = false;
  #cancelNext = () => {};
  #cancelTrial = () => {};

  constructor(parts: ReceiverParts) {
    this.#parts = parts;
    this.#firmware = parts.firmware;
    this.#breaks = parts.breaksAt ?? Number.POSITIVE_INFINITY;
  }

  /** Its part of the camera's state. */
  get state(): Pick<CameraState, 'firmware' | 'resetReason' | 'update'> {
    const said = { firmware: this.#firmware, resetReason: this.#resetReason };
    return this.#update ? { ...said, update: this.#update } : said;
  }

  stop(): void {
    this.#cancelNext();
    this.#cancelTrial();
  }

  /** `request/update`. Throws a `Refusal` with the code of the protocol. */
  asked({ claim, signature }: Record<string, unknown>): void {
    if (claim === '') this.#cancelled();
    else this.#take(claim, signature);
  }

  #take(claim: unknown, signature: unknown): void {
    if (typeof claim !== 'string' || typeof signature !== 'string')
      throw new Refusal('invalid', 'claim and signature must be texts');
    if (this.#receiving?.text === claim) return;
    const fields = this.#checked(claim, signature);
    this.#update = undefined;
    const bytes = Buffer.alloc(fields.length);
    this.#receiving = { text: claim, claim: fields, bytes, received: 0, tries: 0 };
    this.#want(this.#receiving);
  }

  /** `update/chunk/<offset>`; what was not asked for is passed over. */
  chunk(offset: number, bytes: Uint8Array): void {
    const at = this.#receiving;
    if (!at || offset !== at.received || bytes.length !== wantedLength(at)) return;
    at.bytes.set(bytes, offset);
    at.received += bytes.length;
    at.tries = 0;
    if (at.received >= this.#breaks) this.#losePower();
    else if (at.received < at.claim.length) this.#want(at);
    else this.#finish(at);
  }

  /** After every connection: what is missing is asked for at once, and a new image goes on with its trial. */
  connected(): void {
    this.#isRestarting = false;
    if (this.#receiving) {
      this.#receiving.tries = 0;
      this.#want(this.#receiving);
    }
    this.#cancelTrial();
    if (this.#update?.state === 'trial')
      this.#cancelTrial = this.#parts.clock.after(TRIAL_MS, () => this.#endTrial());
  }

  #checked(text: string, signature: string): FirmwareClaim {
    const claim = parsed(text);
    const { board, key } = this.#parts;
    if (this.#receiving || this.#isRestarting || this.#update?.state === 'trial')
      throw new Refusal('busy', 'another image is being received, or this one is on trial');
    if (claim.board !== board) throw new Refusal('other-board', `this is a ${board}`);
    if (!isNewer(claim.version, this.#firmware)) throw new Refusal('not-newer', `${this.#firmware} runs`);
    if (key === '') throw new Refusal('no-key', 'this firmware takes no updates');
    if (!isSignedBy(key, text, signature)) throw new Refusal('signature', 'not signed by the key');
    return claim;
  }

  /** Asks for the next bytes, and again while they do not come. */
  #want(at: Receiving): void {
    this.#cancelNext();
    const { clock, random, isBusy, want } = this.#parts;
    if (isBusy()) {
      this.#cancelNext = clock.after(LOOK_MS, () => this.#want(at));
      return;
    }
    want({ version: at.claim.version, offset: at.received, length: wantedLength(at) });
    this.#cancelNext = clock.after(retryWait(at.tries++, random), () => this.#want(at));
  }

  #finish({ bytes, claim }: Receiving): void {
    const { result } = this.#parts;
    const { version, sha256 } = claim;
    this.#drop();
    this.#isRestarting = createHash('sha256').update(bytes).digest('hex') === sha256;
    result(
      this.#isRestarting ? { version, state: 'restarting' } : { version, state: 'failed', reason: 'hash' },
    );
    if (this.#isRestarting) this.#bootInto(version);
  }

  /** Bursts go first. */
  #bootInto(version: string): void {
    const { clock, isBusy, restart } = this.#parts;
    this.#cancelNext = clock.after(LOOK_MS, () => {
      if (isBusy()) return this.#bootInto(version);
      this.#before = this.#firmware;
      this.#firmware = version;
      this.#update = { version, state: 'trial' };
      this.#resetReason = 'ota';
      restart();
    });
  }

  /** The version in the other slot. */
  #before = '';

  #endTrial(): void {
    const version = this.#firmware;
    if (this.#parts.ending === 'rolled-back') {
      this.#firmware = this.#before;
      this.#update = { version, state: 'rolled-back' };
      this.#resetReason = 'panic';
      this.#parts.restart();
    } else {
      this.#update = { version, state: 'kept' };
      this.#parts.changed();
    }
  }

  #losePower(): void {
    this.#drop();
    this.#breaks = Number.POSITIVE_INFINITY;
    this.#resetReason = 'power-on';
    this.#parts.restart();
  }

  #cancelled(): void {
    const at = this.#receiving;
    if (!at) return;
    this.#drop();
    this.#parts.result({ version: at.claim.version, state: 'failed', reason: 'cancelled' });
  }

  #drop(): void {
    this.#cancelNext();
    this.#receiving = null;
  }
}

const wantedLength = ({ claim, received }: Receiving) => Math.min(CHUNK_BYTES, claim.length - received);

function parsed(text: string): FirmwareClaim {
  try {
    return parseClaim(text);
  } catch (error) {
    throw new Refusal('invalid', (error as Error).message);
  }
}
