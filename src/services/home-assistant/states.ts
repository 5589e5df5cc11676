/** States of the hub and its cameras as Home Assistant reads them. Pure. */
import type { CameraRow } from '../../store/cameras.js';
import type { PhotoRow, StorageUse } from '../../store/types.js';
import { settingValues } from './camera-settings.js';
import type { Presence } from './presence.js';

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

const SWITCH = { home: 'ON', away: 'OFF' } as const;

/** State of the hub as its sensors read it; sizes in bytes. */
export function hubState(use: StorageUse, petsToday: number, presence: Presence) {
  return {
    somebody_home: presence && SWITCH[presence],
    photos: use.photos,
    pets_today: petsToday,
    storage_used: use.usedBytes,
    storage_free: use.freeBytes,
  };
}

/** Firmware that the hub has for a camera. */
export interface Offered {
  version: string;
  /** The camera is taking it, or trying it out. */
  isUnderWay: boolean;
  /** 0 to 100 while it is being received; null else. */
  percent: number | null;
}

/** `newest` is the newest photo of this camera; `offered` the firmware that the hub has for it, if it has one. */
export function cameraState(
  camera: CameraRow,
  about: { newest: PhotoRow | null; petsToday: number; live: boolean; offered: Offered | null },
) {
  const installed = camera.state?.firmware ?? null;
  return {
    best_at: iso(about.newest?.takenAt ?? null),
    last_seen: iso(camera.lastSeenAt),
    signal: camera.state?.rssi ?? null,
    pets_today: about.petsToday,
    live: about.live ? 'ON' : 'OFF',
    paused: camera.pause ? 'ON' : 'OFF',
    settings: settingValues(camera.state),
    update: {
      installed_version: installed,
      latest_version: about.offered?.version ?? installed,
      title: 'PetCam camera',
      in_progress: about.offered?.isUnderWay ?? false,
      update_percentage: about.offered?.percent ?? null,
    },
  };
}

/** State of a pet as its sensor reads it; `newest` is the newest photo of it, `camera` the name of the camera that took it. */
export function petState(newest: PhotoRow | null, camera: string | null) {
  return { seen_at: iso(newest?.takenAt ?? null), photo: newest?.id ?? null, camera };
}

/** Beside the picture: a retained one is dated anew by Home Assistant whenever it starts. */
export function bestCutInfo(photo: PhotoRow) {
  return {
    photo: photo.id,
    taken_at: iso(photo.takenAt),
    pet: photo.pet,
    score: Number(photo.score.toFixed(3)),
    reason: photo.summary.text,
    favourite: photo.favourite,
  };
}
