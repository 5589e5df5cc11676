import type { Cameras } from '../contract.js';
import type { Connection } from '../database.js';
import type { CameraRow, FrameAccount } from '../types.js';

type RawCamera = Omit<CameraRow, 'online' | 'state'> & { online: number; state: string | null };

const CAMERA = `SELECT c.id, c.name, c.created_at AS createdAt, c.online, c.last_seen_at AS lastSeenAt, c.state,
  (SELECT count(*) FROM photo p WHERE p.camera = c.id AND p.deleted_at IS NULL) AS photos
  FROM camera c WHERE c.removed_at IS NULL`;

export interface CameraReads extends Pick<Cameras, 'cameras' | 'camera' | 'frameAccounts' | 'rejections'> {
  sealedKey(id: string): Buffer | null;
}

/** Cameras that are there, and the accounts of all that ever were. */
export function cameraReads(db: Connection): CameraReads {
  const all = db.prepare<[], RawCamera>(`${CAMERA} ORDER BY c.number`);
  const one = db.prepare<[string], RawCamera>(`${CAMERA} AND c.id = ?`);
  const key = db
    .prepare<[string], Buffer>('SELECT key_sealed FROM camera WHERE id = ? AND removed_at IS NULL')
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
    frameAccounts: () => accounts.all(),
    rejections: () => rejections.all(),
  };
}

function toCamera(raw: RawCamera): CameraRow {
  return { ...raw, online: raw.online === 1, state: raw.state === null ? null : JSON.parse(raw.state) };
}
