/** Services of a hub that all others need: store, security log, clock, vision process, pipeline. */
import { fileURLToPath } from 'node:url';
import type { RadioProcessOptions } from '../cameras/pairing/radio-process.js';
import { openSecurityLog, type SecurityLog } from '../core/audit-log.js';
import type { Clock } from '../core/clock.js';
import type { Config } from '../core/config/config.js';
import type { Logger } from '../core/log.js';
import type { SpoolFolder } from '../core/spool.js';
import { chooseCut } from '../imaging/select/cut.js';
import { appearanceModelOf, basisOf } from '../imaging/vision/basis.js';
import type { Vision } from '../imaging/vision/types.js';
import type { Pages } from '../server/api/http/pages.js';
import { finishRestore } from '../services/backup/restore.js';
import { ClockWatch } from '../services/schedule/clock-watch.js';
import type { Store } from '../store/contract.js';
import { lockDirectory } from '../store/lock.js';
import { openStore } from '../store/store.js';
import { type HttpListeners, openListeners } from './listeners.js';
import { Pipeline } from './pipeline.js';
import { type OpenedVision, openVision } from './vision.js';
import { writeAtStart } from './write-at-start.js';

/** The models, seen from src/ and from dist/ alike. */
const MODELS = fileURLToPath(new URL('../../models', import.meta.url));

/** Bytes of a mebibyte, in which the settings count storage. */
export const MEBIBYTE = 1024 * 1024;

/** Settings, clock and log of a hub, and the version that it reports. */
export interface HubOptions {
  config: Config;
  clock: Clock;
  log: Logger;
  version: string;
  /** The radio process of a pairing; this machine's Bluetooth unless given. */
  radio?: RadioProcessOptions;
  /** The web page; the built one unless given. */
  pages?: Pages;
}

type With<Parts> = HubOptions & Parts;

/** Takes the data directory for this process; gives what lets go of it. */
export function lockData({ config }: HubOptions): () => void {
  return lockDirectory(config.dataDirectory);
}

/** Store of the data directory, after a restore that was interrupted has been finished. */
export async function openHubStore({
  config,
  clock,
  log,
  spools,
}: With<{ spools: SpoolFolder }>): Promise<Store> {
  await finishRestore(config.dataDirectory);
  return openStore({
    directory: config.dataDirectory,
    stateDirectory: config.stateDirectory,
    clock,
    log: log.child({ component: 'store' }),
    reserveBytes: config.storageReserveMegabytes * MEBIBYTE,
    lentBytes: () => spools.bytes,
  });
}

/** Notes that no camera is connected yet. */
export function noteCamerasAway({ store, log }: With<{ store: Store }>): Promise<void> {
  return writeAtStart('noting that no camera is connected', () => store.allOffline(), log);
}

/** Log of security events, kept in the store. */
export function openHubSecurity({ store, clock, log }: With<{ store: Store }>): SecurityLog {
  return openSecurityLog({
    keep: (event) => store.addSecurityEvent(event),
    clock,
    log: log.child({ component: 'security' }),
  });
}

/** Watch on the clock of the machine. */
export function watchClock({ store, clock, log }: With<{ store: Store }>): ClockWatch {
  return new ClockWatch({ store, clock, log: log.child({ component: 'clock' }) });
}

/** Certificates and names of the page; its ports are bound at the end. */
export function prepareListeners(
  parts: With<{ store: Store; clockWatch: ClockWatch }>,
): Promise<HttpListeners> {
  return openListeners({ ...parts, isClockRight: () => parts.clockWatch.trust() === 'trusted' });
}

/** Vision process of the hub, started when there is work. */
export function openHubVision({ config, clock, log }: HubOptions): OpenedVision {
  return openVision(config, MODELS, clock, log);
}

/** Tries the confinement, so that health says before the first photo that nothing would look at it. Gives what ends the try. */
export function checkConfinement({
  visionProcess: { confinement, confinementRequired },
  log,
}: With<{ visionProcess: OpenedVision }>): () => Promise<unknown> {
  const stopping = new AbortController();
  const check = () =>
    confinement.check(stopping.signal).catch((err: unknown) => {
      if (!stopping.signal.aborted) log.error({ err }, 'vision: starting the process failed');
    });
  const checked = confinementRequired ? check() : Promise.resolve();
  return () => {
    stopping.abort();
    return checked;
  };
}

type ProgressListener = (photoId: number, done: number) => void;

/** Listeners to the progress of enlargements. */
export class UpscaleProgress {
  readonly #listeners = new Set<ProgressListener>();

  /** Gives what ends the subscription. */
  listen(listener: ProgressListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(photoId: number, done: number): void {
    for (const listener of this.#listeners) listener(photoId, done);
  }
}

/** Name of the model that says what pets look like; null without one. */
export const appearanceModel = (): Promise<string | null> => appearanceModelOf(MODELS);

/** Pipeline from closed bursts to photos, not started. */
export async function createPipeline({
  store,
  vision,
  appearanceModel,
  upscaleProgress,
  version,
  clock,
  log,
}: With<{
  store: Store;
  vision: Vision;
  appearanceModel: string | null;
  upscaleProgress: UpscaleProgress;
}>): Promise<Pipeline> {
  const basis = await basisOf(version, MODELS);
  const onProgress: ProgressListener = (photoId, done) => upscaleProgress.tell(photoId, done);
  return new Pipeline({ store, vision, chooseCut, basis, appearanceModel, clock, log, onProgress });
}

/** Starts the pipeline, and wakes it when the store has work for it. */
export function startPipeline({ store, pipeline }: { store: Store; pipeline: Pipeline }): Pipeline {
  // A swap, or a deletion taken back, leaves a photo whose enlargement is pending again.
  store.onEvents((events) => {
    if (events.some(({ type }) => type === 'photo.updated' || type === 'burst.closed')) pipeline.wake();
  });
  pipeline.start();
  return pipeline;
}
