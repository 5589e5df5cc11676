import type { DeferredSettings } from '../../cameras/protocol/pause.js';
import type { CameraRow } from '../cameras.js';
import type { WriteContext } from './context.js';
import { knownCamera } from './known-camera.js';

/** Pauses of cameras, and the settings that such a camera gets back. */
export function pauseWrites({ db, at, announce }: WriteContext) {
  const { known, updated } = knownCamera({ db, announce });
  const pause = db.prepare(
    'UPDATE camera SET paused_at = ?, paused_until = ? WHERE id = ? AND removed_at IS NULL',
  );
  const endOverdue = db
    .prepare<[number], string>(
      `UPDATE camera SET paused_at = NULL, paused_until = NULL
       WHERE paused_until <= ? AND removed_at IS NULL RETURNING id`,
    )
    .pluck();
  const defer = db.prepare('UPDATE camera SET deferred_settings = ? WHERE id = ? AND removed_at IS NULL');

  return {
    pauseCamera(id: string, until: number | null): CameraRow {
      pause.run(at(), until, id);
      return updated(id);
    },

    endPause(id: string): CameraRow {
      const row = known(id);
      if (row.pause === null) return row;
      pause.run(null, null, id);
      return updated(id);
    },

    endPausesUntil(now: number): string[] {
      const ended = endOverdue.all(now) as string[];
      for (const id of ended) updated(id);
      return ended;
    },

    deferSettings(id: string, settings: DeferredSettings | null): CameraRow {
      const before = shownOf(known(id));
      defer.run(settings && JSON.stringify(settings), id);
      const row = known(id);
      return shownOf(row) === before ? row : updated(id);
    },
  };
}

/** Settings of a camera as an owner sees them. */
const shownOf = ({ state, deferredSettings }: CameraRow) =>
  JSON.stringify(state && { ...state.settings, ...deferredSettings });
