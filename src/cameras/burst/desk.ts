/** One burst in work: its messages in order, each one on the disk before it is acknowledged, and its timers. */
import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.js';
import { Fault } from '../../core/errors.js';
import type { Ack, BurstKey, CameraId, Frame, RejectReason } from '../protocol/types.js';
import { ackOf, closedAck, judgeLate } from './answer.js';
import type { BurstLedger, ClosedBurst } from './ledger.js';
import { Mailbox } from './mailbox.js';
import {
  batchSize,
  type DeskMessage,
  type FrameMessage,
  isAsking,
  isFrames,
  isInvalidManifest,
} from './message.js';
import {
  type BurstEvent,
  type BurstState,
  type Closing,
  isOpen,
  missingOf,
  type Patience,
  reduce,
} from './reducer.js';

/** What a desk needs of the room around it. */
export interface DeskContext {
  ledger: BurstLedger;
  clock: Clock;
  log: Logger;
  patience: Patience;
  /** Progress is acknowledged at most this often, in ms. */
  ackEveryMs: number;
  sendAck(camera: CameraId, ack: Ack): void;
  onClosed(camera: CameraId, burst: BurstKey): void;
  /** Makes room before the first thing of a burst is stored. */
  admit(desk: BurstDesk): Promise<void>;
  /** The desk has nothing open any more. */
  leave(desk: BurstDesk): void;
}

export class BurstDesk {
  readonly camera: CameraId;
  readonly burst: BurstKey;
  readonly #context: DeskContext;
  readonly #mailbox: Mailbox<DeskMessage>;
  readonly #since: number;
  #state: BurstState;
  #closed = false;
  #stopped = false;
  #lastMessage: number;
  #cancelQuiet: (() => void) | null = null;
  #cancelAck: (() => void) | null = null;

  constructor(context: DeskContext, state: BurstState) {
    this.camera = state.camera;
    this.burst = state.burst;
    this.#context = context;
    this.#state = state;
    this.#since = context.clock.monotonic();
    this.#lastMessage = this.#since;
    this.#mailbox = new Mailbox({
      batch: batchSize,
      work: (batch) => this.#work(batch),
      idle: () => this.#rest(),
    });
  }

  /** Resolves when the message is on the disk, or refused and counted. */
  post(message: DeskMessage): Promise<void> {
    if (isAsking(message)) this.#lastMessage = this.#context.clock.monotonic();
    return this.#mailbox.post(message);
  }

  /** Finishes what was posted and stops the timers. The burst stays open on the disk. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#mailbox.post({ kind: 'time' });
    this.#cancelTimers();
  }

  #cancelTimers(): void {
    this.#cancelQuiet?.();
    this.#cancelAck?.();
    this.#cancelQuiet = null;
    this.#cancelAck = null;
  }

  async #work(batch: DeskMessage[]): Promise<void> {
    try {
      const { ledger } = this.#context;
      const closed =
        isOpen(this.#state) && !this.#closed ? null : ledger.closedBurst(this.camera, this.burst);
      if (closed !== null) await this.#answerLate(closed, batch);
      else if (isFrames(batch)) await this.#takeFrames(batch);
      else for (const message of batch) await this.#take(message);
    } catch (error) {
      this.#context.log.error(
        { err: error, camera: this.camera, burst: this.burst },
        'a message of a burst failed',
      );
    }
  }

  async #takeFrames(batch: FrameMessage[]): Promise<void> {
    const first = this.#state;
    const steps = batch.map((message) => this.#reduce(first, message));
    if (!isOpen(first) && steps.some(({ verdict }) => verdict.kind === 'store'))
      await this.#context.admit(this);
    const failures = await Promise.all(
      batch.map(({ frame }, at) => (steps[at]?.verdict.kind === 'store' ? this.#save(frame) : null)),
    );
    let closing: Closing | null = null;
    for (const [at, message] of batch.entries()) {
      const reason = failures[at] ?? null;
      const event: DeskMessage =
        reason === null ? message : { kind: 'refused', index: message.frame.index, reason };
      closing = await this.#apply(event);
    }
    if (closing === null) this.#ackSoon();
    else await this.#close(closing);
  }

  /** Null when the frame is on the disk, else why it is not. */
  async #save(frame: Frame): Promise<RejectReason | null> {
    try {
      await this.#context.ledger.saveFrame(frame);
      return null;
    } catch (error) {
      this.#context.log.warn(
        { err: error, camera: this.camera, burst: this.burst },
        'a frame could not be stored',
      );
      return storageReason(error);
    }
  }

  async #take(message: DeskMessage): Promise<void> {
    if (message.kind === 'manifest' && !(await this.#saveManifest(message))) return;
    const closing = await this.#apply(message);
    if (closing !== null) await this.#close(closing);
    else if (message.kind === 'manifest' || isInvalidManifest(message)) this.#ackNow();
    else if (isAsking(message)) this.#ackSoon();
  }

  /** False when the disk refused it: then there is no answer, and the camera asks again. */
  async #saveManifest(message: Extract<DeskMessage, { kind: 'manifest' }>): Promise<boolean> {
    const { ledger, clock, log, admit } = this.#context;
    const { verdict } = this.#reduce(this.#state, message);
    if (verdict.kind !== 'adopt') return true;
    if (!isOpen(this.#state)) await admit(this);
    const { manifest } = message;
    const entry = { camera: this.camera, manifest, receivedAt: clock.now(), dropped: verdict.dropped };
    try {
      await ledger.saveManifest(entry);
      return true;
    } catch (error) {
      log.warn({ err: error, camera: this.camera, burst: this.burst }, 'a manifest could not be stored');
      await this.#count(null, storageReason(error));
      return false;
    }
  }

  /** Takes over what the disk holds by now, and counts a refusal. */
  async #apply(message: DeskMessage): Promise<Closing | null> {
    const { state, verdict, closing } = this.#reduce(this.#state, message);
    if (verdict.kind === 'reject') await this.#count(verdict.index, verdict.reason);
    this.#state = state;
    return closing;
  }

  #reduce(state: BurstState, message: DeskMessage) {
    const { clock, patience } = this.#context;
    const now = clock.monotonic();
    const event: BurstEvent =
      message.kind === 'time'
        ? { kind: 'tick', idleMs: now - this.#lastMessage, openMs: now - this.#since }
        : message;
    return reduce(state, event, patience);
  }

  async #count(index: number | null, reason: RejectReason): Promise<void> {
    const { ledger, clock, log } = this.#context;
    const entry = { camera: this.camera, burst: this.burst, index, reason, at: clock.now() };
    log.debug(entry, 'refused');
    await ledger
      .countRejection(entry)
      .catch((error: unknown) => log.warn({ err: error }, 'a refusal was not counted'));
  }

  async #answerLate(closed: ClosedBurst, batch: DeskMessage[]): Promise<void> {
    const asking = batch.filter(isAsking);
    for (const message of asking) {
      const verdict = judgeLate(closed, message);
      if (verdict.kind === 'reject') await this.#count(verdict.index, verdict.reason);
    }
    this.#closed = true;
    if (asking.length > 0) this.#ackSoon();
  }

  async #close(by: Closing): Promise<void> {
    const { ledger, clock, log, onClosed } = this.#context;
    const { camera, burst } = this;
    const missing = missingOf(this.#state);
    try {
      await ledger.closeBurst({ camera, burst, by, missing, at: clock.now() });
    } catch (error) {
      log.error({ err: error, camera, burst }, 'a burst could not be closed; it is tried again');
      this.#lastMessage = clock.monotonic();
      return;
    }
    this.#closed = true;
    this.#ackNow();
    log.info({ camera, burst, by, frames: this.#state.frames.length, missing }, 'burst closed');
    onClosed(camera, burst);
  }

  #ackSoon(): void {
    const { clock, ackEveryMs } = this.#context;
    this.#cancelAck ??= clock.after(ackEveryMs, () => this.#ackNow());
  }

  #ackNow(): void {
    this.#cancelAck?.();
    this.#cancelAck = null;
    const { ledger, clock, sendAck } = this.#context;
    const closed = this.#closed ? ledger.closedBurst(this.camera, this.burst) : null;
    const time = Math.round(clock.now());
    sendAck(this.camera, closed === null ? ackOf(this.#state, time) : closedAck(this.burst, closed, time));
  }

  /** Waits for the quiet time, or leaves when nothing is open here. */
  #rest(): void {
    if (this.#closed || !isOpen(this.#state)) {
      if (this.#cancelAck !== null) this.#ackNow();
      this.#cancelTimers();
      this.#context.leave(this);
      return;
    }
    this.#cancelQuiet?.();
    if (this.#stopped) return;
    this.#cancelQuiet = this.#context.clock.after(this.#patience(), () => void this.post({ kind: 'time' }));
  }

  #patience(): number {
    const { clock, patience } = this.#context;
    const now = clock.monotonic();
    const left = Math.min(patience.quietMs - now + this.#lastMessage, patience.maxOpenMs - now + this.#since);
    return Math.max(left, 0);
  }
}

function storageReason(error: unknown): RejectReason {
  return error instanceof Fault && error.code === 'storage-full' ? 'storage-full' : 'hub-busy';
}
