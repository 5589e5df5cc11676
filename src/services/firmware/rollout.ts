/** Brings images to cameras, one camera at a time. What is to be done is in the database: a power cut loses nothing. */
import type { CameraState } from '../../cameras/protocol/types.js';
import type { UpdateResult, UpdateWant } from '../../cameras/protocol/update.js';
import { Backoff } from '../../core/backoff.js';
import type { Clock } from '../../core/clock.js';
import { messageOf, Refusal } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
import { type StepOutcome, Worker } from '../../core/worker.js';
import type { CameraRow } from '../../store/cameras.js';
import type { Firmware, Rollout, RolloutState } from '../../store/firmware.js';
import { Progress } from './progress.js';
import { isHalted, isUnderWay, nextTurn } from './turn.js';
import { byRollback, byRunningVersion, isOpen } from './verdict.js';

/** Collaborators of the rollout: store, cameras and time. */
export interface RollOutParts {
  store: Firmware & {
    cameras(): CameraRow[];
    camera(id: string): CameraRow | null;
    onEvents(listener: () => void): () => void;
  };
  /** A burst of this camera is coming in. */
  isBusy(camera: string): boolean;
  /** `request/update`; rejects with a `Refusal` as `Ingest.command` does. */
  ask(camera: string, data: { claim: string; signature?: string }): Promise<unknown>;
  sendChunk(camera: string, offset: number, bytes: Uint8Array): Promise<void>;
  /** The percentage of what a camera receives has changed. */
  onProgress(row: Rollout, percent: number): void;
  clock: Clock;
  log: Logger;
}

/** How often it is looked whether another process (the command line) has asked for something. */
const LOOK_EVERY_MS = 2000;
/** Waits after a failure of the store. */
const LOOK_AGAIN = { firstMs: 2000, maxMs: 60_000, jitter: 0 };
/** A camera that said `busy`, or nothing, is asked again after this time. */
const HOLD_MS = 30_000;
/** A camera that should receive and wants nothing is asked again; its own pauses are 60 s and a quarter at most. */
const ASK_AGAIN_MS = 90_000;
/** A camera that should receive and wants nothing in spite of that is given up; one that is away lets others go first. */
const SILENT_AFTER_MS = 30 * 60_000;
/** From `restarting` to the end of the trial, which takes at most ten minutes on an ESP32, and its bursts go first. */
const TRIAL_MS = 30 * 60_000;

const receptive: RolloutState[] = ['waiting', 'offered', 'receiving'];

/**
 * Brings firmware images to cameras, one camera at a time. The work is in the database: a power cut loses nothing.
 */
export class RollOut {
  readonly #parts: RollOutParts;
  readonly #progress: Progress;
  /** Cameras whose chunk is on its way: a second one would only fill the line. */
  readonly #serving = new Set<string>();
  readonly #holds = new Map<string, number>();
  /** The row that is under way, since when it is in this state, and when its camera was asked and heard last. */
  #watched = { row: '', since: 0, asked: 0, heard: 0 };
  readonly #worker: Worker;
  #unsubscribe = () => {};

  constructor(parts: RollOutParts) {
    this.#parts = parts;
    this.#progress = new Progress(parts.store, (row, percent) => parts.onProgress(row, percent));
    this.#worker = new Worker({
      step: () => this.#look(),
      backoff: new Backoff(LOOK_AGAIN),
      wakeEndsPause: true,
      clock: parts.clock,
      onFailure: (error) => this.#note('-', error, 'firmware: rollout step failed'),
    });
  }

  start(): void {
    this.#unsubscribe = this.#parts.store.onEvents(() => this.wake());
    this.#worker.start();
  }

  async stop(): Promise<void> {
    this.#unsubscribe();
    await this.#worker.stop();
  }

  /** Looks what there is to do, after what it does already. */
  wake(): void {
    this.#worker.wake();
  }

  receivedOf(row: Rollout): number {
    return this.#progress.of(row);
  }

  /** Ends a roll-out; a camera that is receiving is told to forget it. */
  async end(imageId: number): Promise<void> {
    const { store } = this.#parts;
    const receiving = store.rollouts().filter((row) => row.imageId === imageId && isReceiving(row));
    await store.stopRollout(imageId);
    for (const { camera } of receiving) this.#cancel(camera);
  }

  /** A camera wants bytes. */
  async wanted(camera: string, want: UpdateWant): Promise<void> {
    if (this.#serving.has(camera)) return;
    this.#serving.add(camera);
    await this.#serve(camera, want)
      .catch((error: unknown) => this.#note(camera, error, 'firmware: sending a chunk failed'))
      .finally(() => this.#serving.delete(camera));
  }

  /** A camera says how its receiving ended; perhaps for the second time. */
  async ended(camera: string, result: UpdateResult): Promise<void> {
    const row = this.#rowOf(camera, result.version, receptive);
    if (!row) return;
    if (result.state === 'restarting')
      await this.#step(row, receptive, { state: 'restarting', received: row.length });
    // The hub alone cancels: what it had cancelled has ended already, and what follows is another try.
    else if (result.reason !== 'cancelled')
      await this.#step(row, receptive, { state: 'failed', reason: result.reason });
  }

  /** Takes a new report of a camera. */
  async heard(camera: string, state: CameraState): Promise<void> {
    for (const row of this.#parts.store.rollouts().filter((each) => each.camera === camera)) {
      const step = byRollback(row, state) ?? byRunningVersion(row, state);
      if (step) await this.#step(row, [row.state], step);
    }
  }

  async #look(): Promise<StepOutcome> {
    await this.#pass();
    return { afterMs: LOOK_EVERY_MS };
  }

  async #pass(): Promise<void> {
    const { store } = this.#parts;
    for (const row of store.rollouts().filter(isOpen)) {
      const state = store.camera(row.camera)?.state;
      const step = state && byRunningVersion(row, state);
      if (step) await this.#step(row, [row.state], step);
    }
    const rows = store.rollouts();
    const underWay = rows.find(isUnderWay);
    const next = underWay ? null : nextTurn(rows, (camera) => this.#isReady(camera));
    if (underWay) await this.#tend(underWay);
    else if (next && (await this.#step(next, ['waiting'], { state: 'offered', received: 0 })))
      await this.#offer({ ...next, state: 'offered' });
  }

  #isReady(camera: string): boolean {
    const { store, clock, isBusy } = this.#parts;
    const held = (this.#holds.get(camera) ?? Number.NEGATIVE_INFINITY) > clock.monotonic();
    return !held && store.camera(camera)?.online === true && !isBusy(camera);
  }

  /** Looks after the one that is under way. */
  async #tend(row: Rollout): Promise<void> {
    const now = this.#parts.clock.monotonic();
    const watched = this.#watch(row);
    if (!isReceiving(row)) {
      if (now - watched.since > TRIAL_MS)
        await this.#step(row, [row.state], { state: 'failed', reason: 'silent' });
      return;
    }
    const isThere = this.#parts.store.camera(row.camera)?.online === true;
    if (!isThere) watched.asked = Number.NEGATIVE_INFINITY;
    if (now - watched.heard > SILENT_AFTER_MS)
      await this.#step(
        row,
        [row.state],
        isThere ? { state: 'failed', reason: 'silent' } : { state: 'waiting' },
      );
    else if (isThere && now - Math.max(watched.asked, watched.heard) > ASK_AGAIN_MS) await this.#offer(row);
    else if (isThere && watched.asked === Number.NEGATIVE_INFINITY) await this.#offer(row);
  }

  /** Times are those of this process: a hub that starts anew waits anew, and asks at once. */
  #watch(row: Rollout) {
    const now = this.#parts.clock.monotonic();
    const name = `${row.id} ${isReceiving(row) ? 'receiving' : row.state}`;
    if (this.#watched.row !== name)
      this.#watched = { row: name, since: now, asked: Number.NEGATIVE_INFINITY, heard: now };
    return this.#watched;
  }

  async #offer(row: Rollout): Promise<void> {
    const { clock, ask } = this.#parts;
    this.#watch(row).asked = clock.monotonic();
    try {
      await ask(row.camera, { claim: row.claim, signature: row.signature });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await this.#declined(row, error);
    }
  }

  /** Busy, or no answer: its turn comes again. A no is a no. */
  async #declined(row: Rollout, refusal: Refusal): Promise<void> {
    const code = refusal.code === 'camera-refused' ? codeOf(refusal) : 'busy';
    this.#note(row.camera, refusal, 'firmware: camera refused the update for now');
    this.#holds.set(row.camera, this.#parts.clock.monotonic() + HOLD_MS);
    if (code === 'busy') await this.#step(row, ['offered'], { state: 'waiting' });
    else await this.#step(row, ['offered', 'receiving'], { state: 'failed', reason: code });
  }

  async #serve(camera: string, want: UpdateWant): Promise<void> {
    const { store, sendChunk, clock } = this.#parts;
    const row = this.#rowOf(camera, want.version, receptive);
    if (!row || (row.state === 'waiting' && this.#isOutOfTurn(row))) {
      if (!this.#rowOf(camera, want.version, ['restarting', 'trial'])) this.#cancel(camera);
      return;
    }
    const bytes = store.firmwareChunk(row.imageId, want.offset);
    if (bytes?.length !== want.length) return;
    if (row.state !== 'receiving')
      await this.#step(row, receptive, { state: 'receiving', received: want.offset });
    this.#watch({ ...row, state: 'receiving' }).heard = clock.monotonic();
    await this.#progress.note(row, want.offset + want.length);
    await sendChunk(camera, want.offset, bytes);
  }

  /** A camera that went on by itself after others were let through first. */
  #isOutOfTurn(row: Rollout): boolean {
    const rows = this.#parts.store.rollouts();
    return rows.some(isUnderWay) || isHalted(rows, row.imageId);
  }

  #cancel(camera: string): void {
    this.#parts
      .ask(camera, { claim: '' })
      .catch((error: unknown) => this.#note(camera, error, 'firmware: cancelling at the camera failed'));
  }

  #rowOf(camera: string, version: string, states: RolloutState[]): Rollout | null {
    const rows = this.#parts.store.rollouts();
    const fits = (row: Rollout) =>
      row.camera === camera && row.version === version && states.includes(row.state);
    return rows.find(fits) ?? null;
  }

  #step(row: Rollout, from: RolloutState[], step: Parameters<Firmware['stepRollout']>[2]): Promise<boolean> {
    const { camera, version } = row;
    this.#parts.log.info({ camera, version, ...step }, 'firmware: rollout went on');
    return this.#parts.store.stepRollout(row.id, from, step);
  }

  #note(camera: string, error: unknown, what: string): void {
    this.#parts.log.warn({ camera, reason: messageOf(error) }, what);
  }
}

const isReceiving = ({ state }: Rollout) => state === 'offered' || state === 'receiving';

/** The camera's own code for its no. */
function codeOf({ cause }: Refusal): string {
  return (cause as { code?: string } | undefined)?.code ?? 'unspecified';
}
