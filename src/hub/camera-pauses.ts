import type { LiveView } from '../cameras/live/live-view.js';
import { type PausableCamera, pauseStep, settingsShown, splitChange } from '../cameras/protocol/pause.js';
import type { CameraSettings } from '../cameras/protocol/types.js';
import type { Clock } from '../core/clock.js';
import { messageOf, Refusal } from '../core/errors.js';
import type { Logger } from '../core/log.js';
import type { ClockWatch } from '../services/schedule/clock-watch.js';
import type { CameraRow } from '../store/cameras.js';
import type { Cameras, EventLog } from '../store/contract.js';

/** Collaborators of the pauses of cameras. */
export interface CameraPausesParts {
  store: Pick<
    Cameras,
    'cameras' | 'camera' | 'pauseCamera' | 'endPause' | 'endPausesUntil' | 'deferSettings'
  > &
    Pick<EventLog, 'onEvents'>;
  /** Asks one camera, as `CameraLink.command` does. */
  command: (
    camera: string,
    verb: 'settings',
    data: Partial<CameraSettings>,
  ) => Promise<Record<string, unknown>>;
  live: Pick<LiveView, 'end'>;
  /** Corrects what a wrong clock has dated, so that no pause ends by it. */
  clockWatch: Pick<ClockWatch, 'look'>;
  clock: Clock;
  log: Logger;
}

/** Wall time is looked at this often at least, in ms: a clock that is set ends a pause, or has it go on. */
const LOOK_EVERY_MS = 60_000;
const LOOK_AGAIN_MS = 1_000;
const MINUTE_MS = 60_000;

/**
 * Pauses of cameras: while one lasts its camera takes no pictures by motion or timetable. A camera on MQTT is told so in
 * its settings, and gets its own back afterwards, when it comes where it was away; the hub reads no camera by address
 * meanwhile (`streams.ts`).
 */
export class CameraPauses {
  readonly #parts: CameraPausesParts;
  /** The last thing that each camera is told, so that it is told one after the other. */
  readonly #turns = new Map<string, Promise<unknown>>();
  readonly #waiting = new Set<string>();
  #stopListening = () => {};
  #cancelTimer = () => {};
  #looking: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(parts: CameraPausesParts) {
    this.#parts = parts;
  }

  /** Ends what is over, and begins to tell each camera that comes. */
  start(): void {
    this.#stopListening = this.#parts.store.onEvents((events) => {
      for (const { type, data } of events)
        if (type === 'camera.updated' && data.online) this.#settle(data.camera);
    });
    this.#look();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#stopListening();
    this.#cancelTimer();
    await this.#looking;
  }

  /** Pauses a camera for so many minutes, or until somebody ends it for null. Refusal `camera-unknown`. */
  async pause(camera: string, minutes: number | null): Promise<CameraRow> {
    const { store, live, clock, log } = this.#parts;
    const until = minutes === null ? null : clock.now() + minutes * MINUTE_MS;
    const row = await store.pauseCamera(camera, until);
    live.end(camera);
    log.info({ camera, minutes }, 'cameras: paused a camera');
    this.#look();
    return row;
  }

  /** Ends the pause of a camera; nothing happens without one. Refusal `camera-unknown`. */
  async end(camera: string): Promise<CameraRow> {
    const row = await this.#parts.store.endPause(camera);
    this.#parts.log.info({ camera }, 'cameras: ended the pause of a camera');
    return row;
  }

  /**
   * Changes settings of a camera and gives those that are shown as its own. Of a paused camera those that wait for the
   * end of the pause are kept. Rejects as `command` does, and with a Refusal `camera-unknown`.
   */
  changeSettings(camera: string, change: Partial<CameraSettings>): Promise<CameraSettings> {
    return this.#inTurn(camera, async () => {
      const { store, command } = this.#parts;
      const row = store.camera(camera);
      if (row === null) throw new Refusal('camera-unknown', `there is no camera "${camera}"`);
      const isHeld = row.pause !== null || row.deferredSettings !== null;
      const { tell, defer } = isHeld ? splitChange(pausableOf(row), change) : { tell: change, defer: null };
      const isForLater = row.state !== null && defer !== null && Object.keys(tell).length === 0;
      const told = isForLater ? row.state?.settings : await command(camera, 'settings', tell);
      const deferred = defer
        ? (await store.deferSettings(camera, defer)).deferredSettings
        : row.deferredSettings;
      return settingsShown(told as unknown as CameraSettings, deferred);
    });
  }

  /** Looks once at a time, and once more when it is asked meanwhile. */
  #look(): void {
    this.#looking = this.#looking.then(() => this.#lookOnce());
  }

  async #lookOnce(): Promise<void> {
    if (this.#isStopped) return;
    const { store, clock, log } = this.#parts;
    let wait = LOOK_EVERY_MS;
    try {
      await this.#endOverdue();
      for (const { id, online } of store.cameras()) if (online) this.#settle(id);
      wait = Math.min(LOOK_EVERY_MS, ...ends(store.cameras()).map((until) => until - clock.now()));
    } catch (error) {
      log.warn({ reason: messageOf(error) }, 'cameras: looking at the pauses failed, trying again');
    }
    this.#cancelTimer();
    if (!this.#isStopped) this.#cancelTimer = clock.after(Math.max(wait, LOOK_AGAIN_MS), () => this.#look());
  }

  async #endOverdue(): Promise<void> {
    const { store, clock, clockWatch, log } = this.#parts;
    if (!ends(store.cameras()).some((until) => until <= clock.now())) return;
    await clockWatch.look();
    for (const camera of await store.endPausesUntil(clock.now()))
      log.info({ camera }, 'cameras: the pause of a camera is over');
  }

  /** Has a camera told what its pause, or the end of it, asks for; what fails is tried again at the next look. */
  #settle(camera: string): void {
    if (this.#waiting.has(camera) || this.#isStopped) return;
    this.#waiting.add(camera);
    this.#inTurn(camera, () => {
      this.#waiting.delete(camera);
      return this.#tell(camera);
    }).catch((error: unknown) => {
      const reason = messageOf(error);
      this.#parts.log.warn({ camera, reason }, 'cameras: telling a camera of its pause failed, trying again');
    });
  }

  async #tell(camera: string): Promise<void> {
    const { store, command } = this.#parts;
    const row = store.camera(camera);
    const step = row?.online && row.stream === null ? pauseStep(pausableOf(row)) : null;
    if (step === null || this.#isStopped) return;
    // Before the camera is told: what it gets back must not be lost when the hub ends now.
    if (row?.deferredSettings === null) await store.deferSettings(camera, step.defer);
    await command(camera, 'settings', step.tell);
    if (step.isLast && !this.#isStopped) await store.deferSettings(camera, null);
  }

  #inTurn<T>(camera: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(camera) ?? Promise.resolve()).then(work);
    const ended: Promise<void> = turn.then(
      () => this.#leave(camera, ended),
      () => this.#leave(camera, ended),
    );
    this.#turns.set(camera, ended);
    return turn;
  }

  #leave(camera: string, turn: Promise<unknown>): void {
    if (this.#turns.get(camera) === turn) this.#turns.delete(camera);
  }
}

/** When the pauses of these cameras end by themselves. */
const ends = (cameras: readonly CameraRow[]) => cameras.flatMap(({ pause }) => pause?.until ?? []);

const pausableOf = ({ pause, deferredSettings, state }: CameraRow): PausableCamera => ({
  isPaused: pause !== null,
  deferred: deferredSettings,
  reported: state?.settings ?? null,
});
