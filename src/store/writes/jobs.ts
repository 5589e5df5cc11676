import { Refusal } from '../../core/errors.js';
import type { JobRow } from '../jobs.js';
import type { WriteContext } from './context.js';

/** Writes of jobs with their outcome, and of timetables. */
export function jobWrites({ db }: WriteContext) {
  const put = db.prepare(
    `INSERT INTO job (name, next_at, last_at, outcome, note) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET next_at = excluded.next_at, last_at = excluded.last_at,
     outcome = excluded.outcome, note = excluded.note`,
  );
  const forget = db.prepare('DELETE FROM job WHERE name = ?');
  const setTimes = db.prepare(
    `INSERT INTO timetable (camera_number, spec)
     SELECT number, ? FROM camera WHERE id = ? AND removed_at IS NULL
     ON CONFLICT (camera_number) DO UPDATE SET spec = excluded.spec`,
  );
  const dropTimes = db.prepare(
    `DELETE FROM timetable
     WHERE camera_number = (SELECT number FROM camera WHERE id = ? AND removed_at IS NULL)`,
  );

  return {
    noteJob({ name, nextAt, lastAt, outcome, note }: JobRow): void {
      put.run(name, nextAt, lastAt, outcome, note);
    },

    forgetJob: (name: string): void => void forget.run(name),

    setTimetable(camera: string, spec: string | null): void {
      if (spec === null) dropTimes.run(camera);
      else if (setTimes.run(spec, camera).changes === 0)
        throw new Refusal('camera-unknown', `there is no camera "${camera}"`);
    },
  };
}
