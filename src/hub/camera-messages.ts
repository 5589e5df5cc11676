import type { BurstCollector } from '../cameras/burst/collector.js';
import type { LiveView } from '../cameras/live/live-view.js';
import type { Intake } from '../cameras/mqtt/intake.js';
import type { CameraId } from '../cameras/protocol/types.js';
import type { Clock } from '../core/clock.js';
import { messageOf } from '../core/errors.js';
import type { Logger } from '../core/log.js';
import { turnJpeg } from '../core/upright.js';
import type { Cameras } from '../store/contract.js';
import type { FirmwareService } from './firmware.js';

/** Collaborators of the handlers of camera messages. */
export interface CameraMessagesParts {
  store: Pick<Cameras, 'camera' | 'touchCamera'>;
  collector: BurstCollector;
  live: Pick<LiveView, 'show' | 'gone'>;
  updates: Pick<FirmwareService, 'wanted' | 'ended' | 'heard'>;
  /** Called with what a camera, or the broker for it, says of its connection. */
  heard: (camera: CameraId, online: boolean) => void;
  clock: Clock;
  log: Logger;
}

/** Where each kind of message from a camera goes: bursts to the collector, what it says of itself to the store. */
export function createCameraMessages(parts: CameraMessagesParts): Intake {
  const { store, collector, live, updates, heard, clock, log } = parts;
  function touch(camera: CameraId, seen: Omit<Parameters<Cameras['touchCamera']>[1], 'at'>): void {
    store.touchCamera(camera, { at: clock.now(), ...seen }).catch((error: unknown) => {
      log.warn({ camera, reason: messageOf(error) }, 'mqtt: storing the report of a camera failed');
    });
  }
  return {
    knows: (camera) => store.camera(camera) !== null,
    frame: (frame) => collector.frame(frame),
    manifest: (camera, manifest) => collector.manifest(camera, manifest),
    rejected: (camera, burst, index, reason) => collector.reject(camera, burst, index, reason),
    state(camera, state) {
      touch(camera, { state });
      updates.heard(camera, state);
    },
    availability: (camera, online) => {
      if (!online) live.gone(camera);
      heard(camera, online);
      touch(camera, { online });
    },
    preview: (camera, picture) => live.show(camera, turnJpeg(picture, store.camera(camera)?.turn ?? 0)),
    updateWanted: (camera, want) => updates.wanted(camera, want),
    updateEnded: (camera, result) => updates.ended(camera, result),
  };
}
