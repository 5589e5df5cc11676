import { Refusal } from '../../core/errors.js';
import type { CameraRow } from '../cameras.js';
import { cameraReads } from '../reads/cameras.js';
import type { WriteContext } from './context.js';

/** Camera that a write is about, before it and after it. */
export interface KnownCamera {
  /** Row of a camera. Refusal `camera-unknown` when there is none. */
  known(id: string): CameraRow;
  /** Row of a camera that was changed, which is announced. Refusal `camera-unknown`. */
  updated(id: string): CameraRow;
}

/** Rows of cameras for the writes that change them. */
export function knownCamera({ db, announce }: Pick<WriteContext, 'db' | 'announce'>): KnownCamera {
  const read = cameraReads(db);

  function known(id: string): CameraRow {
    const row = read.camera(id);
    if (!row) throw new Refusal('camera-unknown', `there is no camera "${id}"`);
    return row;
  }

  function updated(id: string): CameraRow {
    const row = known(id);
    announce('camera.updated', { camera: id, online: row.online });
    return row;
  }

  return { known, updated };
}
