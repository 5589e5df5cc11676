/** One burst in work: its messages in order, each one on the disk before it is acknowledged, and its timers. */
import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.js';
import type { Ack, BurstKey, CameraId, Manifest, RejectReason } from '../protocol/types.js';
import { AckTimer } from './ack-timer.js';
import { ackOf, closedAck, isOver, isWantedLate, judgeLate, reopened, withRefusals } from './answer.js';
import { BurstTimer } from './burst-timer.js';
import { BurstWrites } from './burst-writes.js';
import type { BurstLedger, ClosedBurst } from './ledger.js';
import { Mailbox } from './mailbox.js';
import {
  batchSize,
  type FrameMessage,
  isAsking,
  isFrames,
  isInvalidManifest,
  type SessionMessage,
} from './message.js';
import {
  type BurstState,
  type BurstTimeouts,
  type Closing,
  isOpen,
  isPassing,
  missingOf,
  reduce,
  unopened,
  type Withheld,
  withoutPassing,
} from './reducer.js';
import type { ServingClock } from './serving-clock.js';

/** Collaborators and time limits that all sessions share. */
export interface SessionContext {
  ledger: BurstLedger;
  clock: Clock;
  serving: ServingClock;
  log: Logger;
  timeouts: BurstTimeouts;
  /** Progress is acknowledged at most this often, in ms. */
  ackEveryMs: number;
  sendAck(camera: CameraId, ack: Ack): void;
  onClosed(camera: CameraId, burst: BurstKey): void;
  /** Takes a place before the first thing of a burst is stored; why there is none, or null. */
  admit(session: BurstSession): Withheld | null;
  /** The session has nothing open any more. */
  release(session: BurstSession): void;
}

type ManifestMessage = Extract<SessionMessage, { kind: 'manifest' }>;

/** One burst in work: its messages in order, each one on the disk before it is acknowledged, and its timers. */
export class BurstSession {
  readonly camera: CameraId;
  readonly burst: BurstKey;
  readonly #context: SessionContext;
  readonly #writes: BurstWrites;
  readonly #mailbox: Mailbox<SessionMessage>;
  readonly #ack: AckTimer;
  readonly #timer: BurstTimer;
  #state: BurstState;
  /** True while the disk holds this burst as open. */
  #open: boolean;
  /** How a burst is answered that is closed and over; null while it is not. */
  #closed: ClosedBurst | null = null;
  /** The manifest that a camera sent for a burst that is closed for good. */
  #asked: Manifest | null = null;
  #stopped = false;
  #cancelQuiet: (() => void) | null = null;

  constructor(context: SessionContext, state: BurstState) {
    this.camera = state.camera;
    this.burst = state.burst;
    this.#context = context;
    this.#writes = new BurstWrites(context, state.camera, state.burst);
    this.#state = withoutPassing(state);
    this.#open = isOpen(state);
    this.#timer = new BurstTimer(context.serving, context.timeouts, this.#open);
    this.#ack = new AckTimer(context.clock, context.ackEveryMs, () => this.#answer());
    this.#mailbox = new Mailbox({
      batch: batchSize,
      work: (batch) => this.#work(batch),
      idle: () => this.#rest(),
    });
  }

  /** True when the burst needs no place because the hub could not store what came. */
  get held(): boolean {
    return this.#timer.held;
  }

  /** Resolves when the message is on the disk, or refused and counted. */
  post(message: SessionMessage): Promise<void> {
    if (isAsking(message)) this.#timer.heard();
    return this.#mailbox.post(message);
  }

  /** The hub could not serve; `now` of the serving clock, `failing` when nothing could be stored. */
  interrupt(now: number, failing: boolean): void {
    if (this.#open) this.#timer.interrupt(now, failing);
  }

  /** Finishes what was posted and stops the timers. The burst stays open on the disk. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#mailbox.post({ kind: 'time' });
    this.#cancelTimers();
  }

  #cancelTimers(): void {
    this.#cancelQuiet?.();
    this.#cancelQuiet = null;
    this.#ack.cancel();
  }

  async #work(batch: SessionMessage[]): Promise<void> {
    try {
      const { ledger, clock } = this.#context;
      const closed = this.#open ? null : ledger.closedBurst(this.camera, this.burst);
      if (closed === null) return await this.#takeBatch(batch);
      const now = clock.now();
      const wanted = batch.some((message) => isAsking(message) && isWantedLate(closed, message, now));
      if (!wanted) return await this.#answerLate(closed, batch);
      const withheld = await this.#reopen(closed);
      if (withheld === null) await this.#takeBatch(batch);
      else await this.#turnAway(batch, withheld);
    } catch (error) {
      this.#context.log.error(
        { err: error, camera: this.camera, burst: this.burst },
        'burst: handling a message failed',
      );
    }
  }

  /** Null when the burst is open again, else why it cannot be now. */
  async #reopen(closed: ClosedBurst): Promise<Withheld | null> {
    const { log, admit } = this.#context;
    const { camera, burst } = this;
    this.#state = reopened(camera, burst, closed);
    this.#closed = null;
    const withheld = admit(this) ?? (await this.#stored(this.#writes.reopen()));
    if (withheld !== null) return withheld;
    this.#open = true;
    this.#timer.expectPause();
    log.info({ camera, burst }, 'burst: reopened');
    return null;
  }

  async #takeBatch(batch: SessionMessage[]): Promise<void> {
    // A burst that ended without a single frame has left no row.
    if (!this.#open && isOpen(this.#state)) this.#state = unopened(this.camera, this.burst);
    if (isFrames(batch)) await this.#takeFrames(batch);
    else for (const message of batch) await this.#take(message);
  }

  /** Nothing of the burst is stored: what came is counted, and the camera keeps it. */
  async #turnAway(batch: SessionMessage[], reason: Withheld): Promise<void> {
    for (const message of batch) {
      if (message.kind === 'frame')
        await this.#apply({ kind: 'refused', index: message.frame.index, reason });
      if (message.kind === 'manifest') await this.#refuseManifest(message, reason);
      else this.#ack.soon();
    }
  }

  async #takeFrames(batch: FrameMessage[]): Promise<void> {
    const first = this.#state;
    const steps = batch.map((message) => this.#reduce(first, message));
    if (!this.#open && steps.some(({ verdict }) => verdict.kind === 'store')) {
      const withheld = this.#context.admit(this);
      if (withheld !== null) return this.#turnAway(batch, withheld);
    }
    const failures = await Promise.all(
      batch.map(({ frame }, at) =>
        steps[at]?.verdict.kind === 'store' ? this.#stored(this.#writes.frame(frame)) : null,
      ),
    );
    let closing: Closing | null = null;
    for (const [at, message] of batch.entries()) {
      const reason = failures[at] ?? null;
      const event: SessionMessage =
        reason === null ? message : { kind: 'refused', index: message.frame.index, reason };
      closing = await this.#apply(event);
    }
    if (closing === null) this.#ack.soon();
    else await this.#close(closing);
  }

  /** Progress begins the time anew after which the burst is given up. */
  async #stored(write: Promise<Withheld | null>): Promise<Withheld | null> {
    const withheld = await write;
    if (withheld === null) this.#timer.stored();
    return withheld;
  }

  async #take(message: SessionMessage): Promise<void> {
    if (message.kind === 'time' && this.#context.serving.failing) return;
    if (message.kind === 'manifest') {
      const withheld = await this.#saveManifest(message);
      if (withheld !== null) return this.#refuseManifest(message, withheld);
    }
    const closing = await this.#apply(message);
    if (closing !== null) await this.#close(closing);
    else if (message.kind === 'manifest' || isInvalidManifest(message)) this.#ack.now();
    else if (isAsking(message)) this.#ack.soon();
  }

  /** Null when the disk has it, or needs nothing of it; else why it has not. */
  async #saveManifest(message: ManifestMessage): Promise<Withheld | null> {
    const { verdict } = this.#reduce(this.#state, message);
    if (verdict.kind !== 'adopt') return null;
    const withheld = this.#open ? null : this.#context.admit(this);
    return withheld ?? this.#stored(this.#writes.manifest(message.manifest, verdict.dropped));
  }

  /** Answers a manifest that is not kept: what is durable holds, and nothing else may be sent now. */
  async #refuseManifest(message: ManifestMessage, reason: Withheld): Promise<void> {
    await this.#count(null, reason);
    this.#send(ackOf(this.#reduce(this.#state, message).state, this.#wallTime(), reason));
  }

  /** Takes over what the disk holds by now, and counts a refusal. */
  async #apply(message: SessionMessage): Promise<Closing | null> {
    const { state, verdict, closing } = this.#reduce(this.#state, message);
    if (verdict.kind === 'reject') await this.#count(verdict.index, verdict.reason);
    this.#state = state;
    this.#open ||= verdict.kind === 'store' || verdict.kind === 'adopt';
    return closing;
  }

  #reduce(state: BurstState, message: SessionMessage) {
    return reduce(state, message.kind === 'time' ? this.#timer.tick() : message, this.#context.timeouts);
  }

  /** Frames that wait in the camera leave no row of their burst here. */
  async #count(index: number | null, reason: RejectReason): Promise<void> {
    await this.#writes.count(index, reason, this.#open || !isPassing(reason));
  }

  async #answerLate(closed: ClosedBurst, batch: SessionMessage[]): Promise<void> {
    const asking = batch.filter(isAsking);
    if (asking.length === 0) return;
    const verdicts = asking.map((message) => judgeLate(closed, message));
    for (const verdict of verdicts)
      if (verdict.kind === 'reject') await this.#count(verdict.index, verdict.reason);
    for (const message of asking) if (message.kind === 'manifest') this.#asked = message.manifest;
    const known = withRefusals(closed, verdicts);
    // A camera forgets what is called closed: as long as it may have more, it is told only how far the burst is.
    this.#closed = isOver(known, this.#context.clock.now()) ? known : null;
    this.#state = reopened(this.camera, this.burst, known);
    this.#ack.soon();
  }

  /** A burst that fell silent is closed without a word: its camera may still have what is missing. */
  async #close(by: Closing): Promise<void> {
    const { clock, log, onClosed } = this.#context;
    const { camera, burst } = this;
    const { manifest, frames, rejected } = this.#state;
    const [missing, final] = [missingOf(this.#state), by === 'limit'];
    const how = { by: by === 'manifest' ? by : 'quiet', final, missing } as const;
    if ((await this.#stored(this.#writes.close(how))) !== null) return;
    this.#open = false;
    const over = { durable: [...frames], missing, rejected: [...rejected], manifest, final };
    this.#closed = by === 'quiet' ? null : { ...over, closedAt: clock.now() };
    if (by !== 'quiet') this.#ack.now();
    log.info({ camera, burst, by, frames: frames.length, missing }, 'burst: closed');
    onClosed(camera, burst);
  }

  #answer(): void {
    const time = this.#wallTime();
    if (this.#closed !== null) this.#send(closedAck(this.burst, this.#closed, time, this.#asked));
    else this.#send(ackOf(this.#state, time, this.#context.ledger.hasRoom() ? null : 'storage-full'));
  }

  /** A refusal that passes by itself is told once: the next acknowledgement names it again only if it still holds. */
  #send(ack: Ack): void {
    this.#context.sendAck(this.camera, ack);
    this.#state = withoutPassing(this.#state);
  }

  #wallTime(): number {
    return Math.round(this.#context.clock.now());
  }

  /** Waits for the quiet time, or leaves when nothing is open here. */
  #rest(): void {
    if (!this.#open) {
      this.#ack.flush();
      this.#cancelTimers();
      this.#context.release(this);
      return;
    }
    this.#cancelQuiet?.();
    if (this.#stopped) return;
    const { clock } = this.#context;
    const restMs = this.#timer.restMs(this.#state);
    this.#cancelQuiet = clock.after(restMs, () => void this.post({ kind: 'time' }));
  }
}
