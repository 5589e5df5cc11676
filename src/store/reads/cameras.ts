import type { CameraRow, RefusedFrames } from '../cameras.js';
import type { Cameras } from '../contract.js';
import type { Connection } from '../database.js';
import type { FrameAccount } from '../types.js';
import { readDeferred, readRefusals, readState, readStream, readUnusable } from './columns.js';

type Derived = 'online' | 'state' | 'stream' | 'pause' | 'deferredSettings' | 'refused' | 'unusable';

interface RawCamera extends Omit<CameraRow, Derived> {
  online: number;
  stream: string | null;
  state: string | null;
  pausedAt: number | null;
  pausedUntil: number | null;
  deferred: string | null;
  refusals: string;
  unusableBursts: number;
  unusableSince: number | null;
  unusableReasons: string;
}

/** Refusals that say nothing against a frame: it was there already, or was sent again later. */
const HARMLESS = "'duplicate', 'late', 'hub-busy', 'storage-full'";

const CAMERA = `SELECT c.id, c.name, c.created_at AS createdAt, c.online, c.last_seen_at AS lastSeenAt, c.state, c.turn,
  c.paused_at AS pausedAt, c.paused_until AS pausedUntil, c.deferred_settings AS deferred,
  (SELECT count(*) FROM photo p WHERE p.camera = c.id AND p.deleted_at IS NULL) AS photos,
  (SELECT json_object('kind', s.kind, 'width', s.width, 'height', s.height, 'settings', json(s.settings))
    FROM camera_stream s WHERE s.camera_number = c.number) AS stream,
  c.unusable_bursts AS unusableBursts, c.unusable_since AS unusableSince, c.unusable_reasons AS unusableReasons,
  (SELECT json_group_array(json_object('reason', t.reason, 'count', t.count, 'lastAt', t.last_at))
    FROM rejection_tally t WHERE t.camera = c.id AND t.last_at >= c.created_at AND t.reason NOT IN (${HARMLESS}))
    AS refusals
  FROM camera c WHERE c.removed_at IS NULL`;

/** Reads of cameras, and of a key or source as it is stored: encrypted, null for a camera without one. */
export interface CameraReads extends Pick<Cameras, 'cameras' | 'camera' | 'frameAccounts' | 'rejections'> {
  sealedKey(id: string): Buffer | null;
  sealedSource(id: string): Buffer | null;
}

/** Cameras that are there, and the accounts of all that ever were. */
export function cameraReads(db: Connection): CameraReads {
  const all = db.prepare<[], RawCamera>(`${CAMERA} ORDER BY c.number`);
  const one = db.prepare<[string], RawCamera>(`${CAMERA} AND c.id = ?`);
  const key = db
    .prepare<[string], Buffer>('SELECT key_sealed FROM camera WHERE id = ? AND removed_at IS NULL')
    .pluck();
  const source = db
    .prepare<[string], Buffer>(
      `SELECT s.source_sealed FROM camera_stream s JOIN camera c ON c.number = s.camera_number
       WHERE c.id = ? AND c.removed_at IS NULL`,
    )
    .pluck();
  const accounts = db.prepare<[], FrameAccount>(
    'SELECT camera, waiting, kept, chosen, aside, rejected FROM frame_tally ORDER BY camera',
  );
  const rejections = db.prepare<[], ReturnType<Cameras['rejections']>[number]>(
    'SELECT camera, reason, count FROM rejection_tally ORDER BY camera, reason',
  );

  return {
    cameras: () => all.all().map(toCamera),
    camera(id) {
      const raw = one.get(id);
      return raw ? toCamera(raw) : null;
    },
    sealedKey: (id) => (key.get(id) as Buffer | undefined) ?? null,
    sealedSource: (id) => (source.get(id) as Buffer | undefined) ?? null,
    frameAccounts: () => accounts.all(),
    rejections: () => rejections.all(),
  };
}

function toCamera(raw: RawCamera): CameraRow {
  const { refusals, unusableBursts: bursts, unusableSince: since, unusableReasons, ...more } = raw;
  const { pausedAt, pausedUntil, deferred, ...row } = more;
  return {
    ...row,
    online: raw.online === 1,
    state: raw.state === null ? null : readState(raw.state),
    stream: raw.stream === null ? null : readStream(raw.stream),
    pause: pausedAt === null ? null : { since: pausedAt, until: pausedUntil },
    deferredSettings: deferred === null ? null : readDeferred(deferred),
    refused: toRefused(readRefusals(refusals)),
    unusable:
      bursts === 0 || since === null ? null : { bursts, since, reasons: readUnusable(unusableReasons) },
  };
}

function toRefused(rows: { reason: string; count: number; lastAt: number }[]): RefusedFrames | null {
  if (rows.length === 0) return null;
  const frequent = rows.toSorted((a, b) => b.count - a.count);
  return {
    frames: rows.reduce((sum, { count }) => sum + count, 0),
    reasons: frequent.map(({ reason, count }) => ({ reason, count })),
    lastAt: Math.max(...rows.map(({ lastAt }) => lastAt)),
  };
}
