import type { Connection } from '../database.js';
import type { SecurityEventRow, SecurityEvents } from '../security-events.js';

/** Reads of the security log, newest event first. */
export function securityReads(db: Connection): Pick<SecurityEvents, 'securityEvents'> {
  const page = db.prepare<[number, number], SecurityEventRow>(
    'SELECT id, at, name, person, address, camera, count FROM security_event WHERE id < ? ORDER BY id DESC LIMIT ?',
  );
  return { securityEvents: (limit, before = Number.MAX_SAFE_INTEGER) => page.all(before, limit) };
}
