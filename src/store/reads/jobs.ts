import type { Connection } from '../database.js';
import type { JobRow, Jobs } from '../jobs.js';

/** Reads of jobs and timetables. */
export function jobReads(db: Connection): Pick<Jobs, 'jobs' | 'timetables'> {
  const jobs = db.prepare<[], JobRow>(
    'SELECT name, next_at AS nextAt, last_at AS lastAt, outcome, note FROM job ORDER BY name',
  );
  const timetables = db.prepare<[], { camera: string; spec: string }>(
    `SELECT c.id AS camera, t.spec FROM timetable t JOIN camera c ON c.number = t.camera_number
     WHERE c.removed_at IS NULL ORDER BY c.id`,
  );

  return {
    jobs: () => jobs.all(),
    timetables: () => timetables.all(),
  };
}
