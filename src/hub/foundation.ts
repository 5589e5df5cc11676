import { fileURLToPath } from 'node:url';
import type { RadioProcessOptions } from '../cameras/pairing/radio-process.js';
import { openSecurityLog, type SecurityLog } from '../core/audit-log.js';
import type { Clock } from '../core/clock.js';
import type { Config } from '../core/config/config.js';
import type { Logger } from '../core/log.js';
import { chooseCut } from '../imaging/select/cut.js';
import { basisOf } from '../imaging/vision/basis.js';
import type { Confinement } from '../imaging/vision/confinement.js';
import type { Vision } from '../imaging/vision/types.js';
import { finishRestore } from '../services/backup/restore.js';
import { ClockWatch } from '../services/schedule/clock-watch.js';
import { listenToVision } from '../services/systemd/vision-pulse.js';
import type { Store } from '../store/contract.js';
import { lockDirectory } from '../store/lock.js';
import { openStore } from '../store/store.js';
import { openListeners } from './listeners.js';
import { Pipeline } from './pipeline.js';
import { openVision } from './vision.js';

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
}

/** Options of a hub that starts, and where each part leaves what stops it: the last one is called first. */
export interface HubContext {
  options: HubOptions;
  onStop: (stop: () => Promise<unknown>) => void;
}

/** Starts the parts that all others need: store, listeners, vision process, pipeline. */
export async function startFoundation(context: HubContext) {
  const { options, onStop } = context;
  const store = await openHubStore(context);
  const security = startSecurityLog(context, store);
  const log = options.log.child({ component: 'clock' });
  const clockWatch = new ClockWatch({ store, clock: options.clock, log });
  const isClockRight = () => clockWatch.trust() === 'trusted';
  const listeners = await openListeners({ ...options, store, isClockRight });
  onStop(() => listeners.stop());
  const { vision: supervised, confinement } = startVision(context);
  const { vision, probe: visionProbe } = listenToVision(supervised, options.clock);
  const progress = new Set<(photoId: number, done: number) => void>();
  const pipeline = await startPipeline(context, store, vision, (photoId, done) => {
    for (const listener of progress) listener(photoId, done);
  });
  return { store, security, clockWatch, listeners, vision, confinement, visionProbe, progress, pipeline };
}

/** Parts of a hub that have started first. */
export type Foundation = Awaited<ReturnType<typeof startFoundation>>;

function startSecurityLog({ options, onStop }: HubContext, store: Store): SecurityLog {
  const { clock, log } = options;
  const security = openSecurityLog({
    keep: (event) => store.addSecurityEvent(event),
    clock,
    log: log.child({ component: 'security' }),
  });
  onStop(() => security.flush());
  return security;
}

async function openHubStore({ options, onStop }: HubContext): Promise<Store> {
  const { config, clock, log } = options;
  const unlock = lockDirectory(config.dataDirectory);
  onStop(async () => unlock());
  await finishRestore(config.dataDirectory);
  const store = await openStore({
    directory: config.dataDirectory,
    stateDirectory: config.stateDirectory,
    clock,
    log: log.child({ component: 'store' }),
    reserveBytes: config.storageReserveMegabytes * MEBIBYTE,
  });
  onStop(() => store.close());
  await store.allOffline();
  return store;
}

function startVision(context: HubContext): ReturnType<typeof openVision> {
  const { config, clock, log } = context.options;
  const opened = openVision(config, MODELS, clock, log);
  context.onStop(() => opened.vision.stop());
  if (opened.confinementRequired) checkConfinement(context, opened.confinement);
  return opened;
}

/** Health says before the first photo that nothing would look at it. */
function checkConfinement({ options, onStop }: HubContext, confinement: Confinement): void {
  const stopping = new AbortController();
  const checked = confinement.check(stopping.signal).catch((err: unknown) => {
    if (!stopping.signal.aborted) options.log.error({ err }, 'vision: starting the process failed');
  });
  onStop(() => {
    stopping.abort();
    return checked;
  });
}

async function startPipeline(
  { options, onStop }: HubContext,
  store: Store,
  vision: Vision,
  onProgress: (photoId: number, done: number) => void,
): Promise<Pipeline> {
  const { clock, log, version } = options;
  const basis = await basisOf(version, MODELS);
  const pipeline = new Pipeline({ store, vision, chooseCut, basis, clock, log, onProgress });
  onStop(() => pipeline.stop());
  // A swap, or a deletion taken back, leaves a photo whose enlargement is pending again.
  store.onEvents((events) => {
    if (events.some(({ type }) => type === 'photo.updated' || type === 'burst.closed')) pipeline.wake();
  });
  pipeline.start();
  return pipeline;
}
