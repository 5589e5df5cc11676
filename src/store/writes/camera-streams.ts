import { Refusal } from '../../core/errors.js';
import type { CameraRow, CameraStream } from '../cameras.js';
import { cameraReads } from '../reads/cameras.js';
import type { WriteContext } from './context.js';

/** Cameras by address, which have no key. Their sources arrive sealed. */
export function cameraStreamWrites({ db, at, announce }: WriteContext) {
  const read = cameraReads(db);
  const insertCamera = db.prepare(
    `INSERT INTO camera (id, name, created_at) VALUES (?, ?, ?)
     ON CONFLICT (id) WHERE removed_at IS NULL DO NOTHING`,
  );
  const insert = db.prepare(
    `INSERT INTO camera_stream (camera_number, source_sealed, kind, width, height, settings)
     SELECT number, @sealed, @kind, @width, @height, @settings FROM camera WHERE id = @id AND removed_at IS NULL`,
  );
  const change = db.prepare(
    `UPDATE camera_stream SET source_sealed = ifnull(@sealed, source_sealed), kind = @kind, width = @width,
     height = @height, settings = @settings
     WHERE camera_number = (SELECT number FROM camera WHERE id = @id AND removed_at IS NULL)`,
  );

  function updated(id: string): CameraRow {
    const row = read.camera(id) as CameraRow;
    announce('camera.updated', { camera: id, online: row.online });
    return row;
  }

  return {
    addStreamCamera(id: string, name: string, sealed: Uint8Array, stream: CameraStream): CameraRow {
      if (insertCamera.run(id, name, at()).changes === 0)
        throw new Refusal('camera-exists', `there is a camera "${id}" already`);
      insert.run(rowOf(id, sealed, stream));
      return updated(id);
    },

    changeStream(id: string, sealed: Uint8Array | null, stream: CameraStream): CameraRow {
      if (change.run(rowOf(id, sealed, stream)).changes === 0)
        throw new Refusal('camera-unknown', `there is no camera "${id}" by address`);
      return updated(id);
    },
  };
}

function rowOf(id: string, sealed: Uint8Array | null, { settings, ...stream }: CameraStream) {
  return { id, sealed, ...stream, settings: JSON.stringify(settings) };
}
