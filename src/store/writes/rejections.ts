import type { BurstLedger } from '../../cameras/burst/ledger.js';
import type { WriteContext } from './context.js';
import { tallies } from './tallies.js';

/** Rows kept of each camera: a camera gone wild must not fill the disk with its mistakes. */
const KEPT_REJECTIONS = 1_000;

/** Stands for senders that the hub does not know; no camera can have this id. */
const STRANGER = '-';

/** Refusals: counted for good by camera and reason, and kept with their burst while it lives. */
export function rejectionWrites({ db }: Pick<WriteContext, 'db'>) {
  const tally = tallies(db);
  const number = db
    .prepare<[string], number>('SELECT number FROM camera WHERE id = ? AND removed_at IS NULL')
    .pluck();
  const again = db.prepare(
    `UPDATE rejection SET count = count + 1, last_at = ?
     WHERE camera_number = ? AND burst_key = ? AND position = ? AND reason = ?`,
  );
  const insert = db.prepare(
    `INSERT INTO rejection (last_at, camera_number, burst_key, position, reason, count) VALUES (?, ?, ?, ?, ?, 1)`,
  );
  const trim = db.prepare(
    `DELETE FROM rejection WHERE camera_number = @known AND sequence IN (
       SELECT sequence FROM rejection WHERE camera_number = @known ORDER BY sequence DESC LIMIT -1 OFFSET @kept)`,
  );

  return {
    countRejection({ camera, burst, index, reason, at }: Parameters<BurstLedger['countRejection']>[0]): void {
      const known = number.get(camera) as number | undefined;
      const name = known === undefined ? STRANGER : camera;
      tally.rejection(name, reason, at);
      if (index !== null) tally.frames(name, { rejected: 1 });
      if (known === undefined || burst === null) return;
      const row = [at, known, burst, index ?? -1, reason];
      if (again.run(...row).changes > 0) return;
      insert.run(...row);
      trim.run({ known, kept: KEPT_REJECTIONS });
    },
  };
}
