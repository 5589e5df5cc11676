/** Firmware updates as the hub is set up: nothing of them is loaded unless the owner has named the key of the firmware. */
import { isPublicKey } from '../cameras/protocol/firmware-claim.js';
import type { CameraState } from '../cameras/protocol/types.js';
import type { UpdateResult, UpdateWant } from '../cameras/protocol/update.js';
import type { Clock } from '../core/clock.js';
import type { Config } from '../core/config/config.js';
import { Fault, messageOf, Refusal } from '../core/errors.js';
import type { Logger } from '../core/log.js';
import type { CameraUpdate } from '../services/firmware/offer.js';
import type { CameraRow } from '../store/cameras.js';
import type { Store } from '../store/contract.js';
import type { FirmwareImage, Rollout } from '../store/firmware.js';

/** A camera's share of a roll-out, to be shown. */
export type RolloutReport = Pick<Rollout, 'camera' | 'state' | 'reason' | 'changedAt'> & {
  percent: number | null;
};

/** An image and how its roll-out stands. */
export type FirmwareReport = Pick<
  FirmwareImage,
  'id' | 'board' | 'version' | 'length' | 'sha256' | 'addedAt'
> & {
  /** It went wrong on a camera; the others wait until the owner goes on. */
  halted: boolean;
  cameras: RolloutReport[];
};

/** Progress of one camera in receiving an image. */
export interface UpdateProgress {
  camera: string;
  version: string;
  /** 0 to 100. */
  percent: number;
}

/** Firmware updates of the running hub: images, rollouts, and the messages of cameras about them. */
export interface FirmwareService {
  enabled: boolean;
  wanted(camera: string, want: UpdateWant): void;
  ended(camera: string, result: UpdateResult): void;
  heard(camera: string, state: CameraState): void;
  images(): FirmwareReport[];
  /** Refusals as of `readFirmwareFile` and `Firmware.addFirmware`; without a key `firmware-off`, as of all below. */
  add(file: Uint8Array): Promise<FirmwareReport>;
  /** Refusals `firmware-unknown`, `firmware-in-use`. */
  remove(id: number): Promise<void>;
  /** Null for every camera that it fits. Refusals as of `camerasFor` and `Firmware.askRollout`. */
  rollOut(id: number, cameras: string[] | null): Promise<FirmwareReport>;
  /** Refusal `firmware-unknown`. */
  end(id: number): Promise<FirmwareReport>;
  /** Null when there is nothing for this camera. */
  updateOf(camera: CameraRow): CameraUpdate | null;
  /** Called while a camera receives. Returns the unsubscription. */
  onProgress(listener: (progress: UpdateProgress) => void): () => void;
  stop(): Promise<void>;
}

/** Collaborators of the firmware updates. */
export interface FirmwareParts {
  config: Pick<Config, 'firmwareKey'>;
  store: Store;
  /** `request/update`. */
  command(camera: string, data: { claim: string; signature?: string }): Promise<unknown>;
  sendChunk(camera: string, offset: number, bytes: Uint8Array): Promise<void>;
  clock: Clock;
  log: Logger;
}

async function off(): Promise<never> {
  throw new Refusal('firmware-off', 'Updates are off: set PETCAM_FIRMWARE_KEY to the key of your firmware.');
}

const OFF: FirmwareService = {
  enabled: false,
  wanted: () => {},
  ended: () => {},
  heard: () => {},
  images: () => [],
  add: off,
  remove: off,
  rollOut: off,
  end: off,
  updateOf: () => null,
  onProgress: () => () => {},
  stop: async () => {},
};

/**
 * Starts firmware updates; without a key in the settings it answers a service that refuses everything.
 * @throws {Fault} `firmware-key` when the setting is no point of P-256.
 */
export async function startFirmwareUpdates(parts: FirmwareParts): Promise<FirmwareService> {
  const { config, store, clock } = parts;
  if (config.firmwareKey === '') return OFF;
  if (!isPublicKey(config.firmwareKey)) throw badKey();
  const { RollOut } = await import('../services/firmware/rollout.js');
  const { readFirmwareFile } = await import('../services/firmware/image.js');
  const { camerasFor, updateFor } = await import('../services/firmware/offer.js');
  const log = parts.log.child({ component: 'firmware' });
  const listeners = new Set<(progress: UpdateProgress) => void>();
  const rollOut = new RollOut({
    store,
    isBusy: (camera) => store.openBursts().some((burst) => burst.camera === camera),
    ask: parts.command,
    sendChunk: parts.sendChunk,
    onProgress: ({ camera, version }, percent) => {
      for (const listener of listeners) listener({ camera, version, percent });
    },
    clock,
    log,
  });
  rollOut.start();
  const receivedOf = (row: Rollout) => rollOut.receivedOf(row);
  const report = (id: number) => reportOf(requireFirmware(store, id), store.rollouts(), receivedOf);
  const settle = (work: Promise<void>) =>
    void work.catch((error: unknown) =>
      log.warn({ reason: messageOf(error) }, 'firmware: storing the report of a camera failed'),
    );
  return {
    enabled: true,
    wanted: (camera, want) => settle(rollOut.wanted(camera, want)),
    ended: (camera, result) => settle(rollOut.ended(camera, result)),
    heard: (camera, state) => settle(rollOut.heard(camera, state)),
    images: () => {
      const rollouts = store.rollouts();
      return store.firmwareImages().map((image) => reportOf(image, rollouts, receivedOf));
    },
    async add(file) {
      const { bytes, ...image } = readFirmwareFile(file, config.firmwareKey);
      return report((await store.addFirmware(image, bytes)).id);
    },
    remove: (id) => store.removeFirmware(id),
    async rollOut(id, wanted) {
      await store.askRollout(
        id,
        camerasFor(requireFirmware(store, id), store.cameras(), store.rollouts(), wanted),
      );
      return report(id);
    },
    async end(id) {
      await rollOut.end(id);
      return report(id);
    },
    updateOf: (camera) => updateFor(camera, store.firmwareImages(), store.rollouts(), receivedOf),
    onProgress(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop: () => rollOut.stop(),
  };
}

function reportOf(
  image: FirmwareImage,
  rollouts: Rollout[],
  receivedOf: (row: Rollout) => number,
): FirmwareReport {
  const { claim: _claim, signature: _signature, ...shown } = image;
  const own = rollouts.filter(({ imageId }) => imageId === image.id);
  const cameras = own.map((row) => {
    const { camera, state, reason, changedAt, length } = row;
    const percent = state === 'receiving' ? Math.floor((receivedOf(row) / length) * 100) : null;
    return { camera, state, reason, changedAt, percent };
  });
  return { ...shown, halted: own.some(({ halts }) => halts), cameras };
}

function requireFirmware(store: Store, id: number): FirmwareImage {
  const image = store.firmwareImage(id);
  if (image) return image;
  throw new Refusal('firmware-unknown', 'There is no such firmware image.');
}

function badKey(): Fault {
  return new Fault(
    'firmware-key',
    'PETCAM_FIRMWARE_KEY is no public key.',
    'It is what `petcam-hub firmware key` printed: x and y of a point of P-256.',
  );
}
