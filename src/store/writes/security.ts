import type { NewSecurityEvent } from '../security-events.js';
import type { WriteContext } from './context.js';

/** Enough for years of a quiet hub, and a bounded table when somebody tries to sign in all day. */
const KEPT = 2_000;

/** Writes of the security log, which keeps its newest events. */
export function securityWrites({ db, at }: WriteContext) {
  const insert = db.prepare(
    `INSERT INTO security_event (at, name, person, address, camera, count)
     VALUES (@at, @name, @person, @address, @camera, @count)`,
  );
  const trim = db.prepare('DELETE FROM security_event WHERE id <= ?');

  return {
    addSecurityEvent({ name, person = null, address = null, camera = null, count }: NewSecurityEvent): void {
      const { lastInsertRowid } = insert.run({ at: at(), name, person, address, camera, count });
      trim.run(Number(lastInsertRowid) - KEPT);
    },
  };
}
