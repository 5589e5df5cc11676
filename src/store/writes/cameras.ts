import type { CameraState } from '../../cameras/protocol/types.js';
import { Refusal } from '../../core/errors.js';
import type { Turn } from '../../core/upright.js';
import type { CameraRow } from '../cameras.js';
import type { WriteContext } from './context.js';
import { knownCamera } from './known-camera.js';

/** Cameras and what is known of them. Keys arrive sealed. */
export function cameraWrites({ db, at, announce }: WriteContext) {
  const { known, updated } = knownCamera({ db, announce });
  const insert = db.prepare(
    `INSERT INTO camera (id, name, key_sealed, created_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) WHERE removed_at IS NULL DO NOTHING`,
  );
  const endStream = db.prepare('DELETE FROM camera_stream WHERE camera_number = ?');
  const rename = db.prepare('UPDATE camera SET name = ? WHERE id = ? AND removed_at IS NULL');
  const mount = db.prepare('UPDATE camera SET turn = ? WHERE id = ? AND removed_at IS NULL');
  const rekey = db.prepare('UPDATE camera SET key_sealed = ? WHERE id = ? AND removed_at IS NULL');
  const remove = db.prepare<[number, string], { number: number }>(
    `UPDATE camera SET removed_at = ?, key_sealed = NULL, online = 0 WHERE id = ? AND removed_at IS NULL
     RETURNING number`,
  );
  const closeBursts = db.prepare(
    `UPDATE burst SET state = iif(EXISTS (SELECT 1 FROM frame f WHERE f.burst_id = burst.id), 'closed', 'empty'),
     closed_at = ?, closed_by = 'quiet' WHERE camera_number = ? AND state = 'open'`,
  );
  const endUpdates = db.prepare(
    `UPDATE firmware_rollout SET state = 'cancelled', reason = 'camera-removed', halts = 0, changed_at = ?
     WHERE camera_number = ? AND state NOT IN ('done', 'cancelled')`,
  );
  const allOffline = db.prepare('UPDATE camera SET online = 0 WHERE online = 1');
  const touch = db.prepare(
    `UPDATE camera SET last_seen_at = max(?, ifnull(last_seen_at, 0)), online = ifnull(?, online),
     state = ifnull(?, state) WHERE id = ? AND removed_at IS NULL`,
  );

  return {
    allOffline: (): void => void allOffline.run(),

    addCamera(id: string, name: string, sealedKey: Uint8Array): CameraRow {
      if (insert.run(id, name, sealedKey, at()).changes === 0)
        throw new Refusal('camera-exists', `there is a camera "${id}" already`);
      return updated(id);
    },

    renameCamera(id: string, name: string): CameraRow {
      rename.run(name, id);
      return updated(id);
    },

    turnCamera(id: string, turn: Turn): CameraRow {
      mount.run(turn, id);
      return updated(id);
    },

    rotateCameraKey(id: string, sealedKey: Uint8Array): void {
      if (known(id).stream !== null)
        throw new Refusal('camera-refused', `"${id}" is a camera by address: it has no key`);
      rekey.run(sealedKey, id);
      announce('camera.updated', { camera: id, online: false, rekeyed: true });
    },

    removeCamera(id: string): void {
      const { number } = remove.get(at(), known(id).id) as { number: number };
      endStream.run(number);
      closeBursts.run(at(), number);
      endUpdates.run(at(), number);
      announce('camera.updated', { camera: id, online: false, removed: true });
    },

    touchCamera(id: string, seen: { at: number; online?: boolean; state?: CameraState }): void {
      const before = known(id);
      const state = seen.state === undefined ? null : JSON.stringify(seen.state);
      const online = seen.online === undefined ? null : Number(seen.online);
      touch.run(seen.at, online, state, id);
      if (before.online !== (seen.online ?? before.online) || changed(before.state, seen.state)) updated(id);
    },
  };
}

/** Only what an owner sees changing is worth an event; uptime and signal come by every minute. */
function changed(before: CameraState | null, now: CameraState | undefined): boolean {
  if (now === undefined) return false;
  const seen = ({ firmware, settings, update, sensor, capabilities }: CameraState) =>
    JSON.stringify([firmware, settings, update, sensor, capabilities]);
  return before === null || seen(before) !== seen(now);
}
