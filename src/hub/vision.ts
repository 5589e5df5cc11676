import path from 'node:path';
import type { Clock } from '../core/clock.js';
import type { Config } from '../core/config/config.js';
import type { Logger } from '../core/log.js';
import { type Confinement, confineVision } from '../imaging/vision/confinement.js';
import { superviseVision, visionDefaults } from '../imaging/vision/supervisor.js';
import type { Vision } from '../imaging/vision/types.js';

/** Settings that say how the vision process is started and confined. */
export type VisionSettings = Pick<
  Config,
  'dataDirectory' | 'visionSocket' | 'visionConfinement' | 'visionThreads' | 'upscale' | 'visionIdleSeconds'
>;

/** Files of the data directory that a confined process cannot read. */
const SECRETS = ['secret.key', 'petcam.db'];

/** A supervised vision process, and what is around it. */
export interface OpenedVision {
  vision: Vision;
  /**
   * Vision for the streams of cameras by address: a service of its own, so that an enlargement does not hide a visit,
   * and without a process unless a camera sends what only that can decode.
   */
  streamVision: Vision;
  /** Vision for the camera that an owner is about to add: a process of its own, there for as long as somebody looks. */
  probeVision: Vision;
  /** Vision for films: a process of its own, so that no new photo waits for minutes of encoding. */
  filmVision: Vision;
  confinement: Confinement;
  /** Without confinement no picture is looked at. */
  confinementRequired: boolean;
}

/** The vision process of a hub or a command, not started yet. `nice` is 19 unless somebody waits for it. */
export function openVision(
  config: VisionSettings,
  modelsFolder: string,
  clock: Clock,
  parentLog: Logger,
  nice = 19,
): OpenedVision {
  const log = parentLog.child({ component: 'vision' });
  const defaults = visionDefaults(modelsFolder);
  const { service, maxRssBytes, process } = defaults;
  const confinementRequired = config.visionSocket !== '' || config.visionConfinement === 'required';
  const confinement = confineVision(
    {
      socket: config.visionSocket,
      required: confinementRequired,
      modelsFolder,
      secrets: SECRETS.map((name) => path.resolve(config.dataDirectory, name)),
      threads: config.visionThreads,
      upscale: config.upscale,
      maxRssBytes,
      nice,
      program: service,
      timeouts: process,
    },
    clock,
    log,
  );
  const options = { ...defaults, idleMs: config.visionIdleSeconds * 1000 };
  return {
    vision: superviseVision(options, confinement.start, clock, log),
    streamVision: superviseVision(options, confinement.startWhenNeeded, clock, log),
    probeVision: superviseVision(options, confinement.start, clock, log),
    filmVision: superviseVision(options, confinement.start, clock, log),
    confinement,
    confinementRequired,
  };
}
