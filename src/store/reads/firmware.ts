import type { Connection } from '../database.js';
import type { Firmware, FirmwareImage, Rollout } from '../firmware.js';

type RawRollout = Omit<Rollout, 'halts'> & { halts: number };

const IMAGE =
  'SELECT id, board, version, length, sha256, claim, signature, added_at AS addedAt FROM firmware_image';

const ROLLOUT = `SELECT r.id, r.image_id AS imageId, c.id AS camera, i.board, i.version, i.length, i.claim, i.signature,
  r.state, r.received, r.reason, r.halts, r.asked_at AS askedAt, r.changed_at AS changedAt
  FROM firmware_rollout r JOIN firmware_image i ON i.id = r.image_id JOIN camera c ON c.number = r.camera_number
  WHERE c.removed_at IS NULL`;

type Reads = Pick<Firmware, 'firmwareImages' | 'firmwareImage' | 'firmwareChunk' | 'rollouts'>;

/** Reads of firmware images, their chunks and rollouts. */
export function firmwareReads(db: Connection): Reads & { rollout(id: number): Rollout | null } {
  const images = db.prepare<[], FirmwareImage>(`${IMAGE} ORDER BY id`);
  const image = db.prepare<[number], FirmwareImage>(`${IMAGE} WHERE id = ?`);
  const chunk = db
    .prepare<[number, number], Buffer>('SELECT bytes FROM firmware_chunk WHERE image_id = ? AND position = ?')
    .pluck();
  const rollouts = db.prepare<[], RawRollout>(`${ROLLOUT} ORDER BY r.asked_at, r.id`);
  const rollout = db.prepare<[number], RawRollout>(`${ROLLOUT} AND r.id = ?`);

  return {
    firmwareImages: () => images.all(),
    firmwareImage: (id) => image.get(id) ?? null,
    firmwareChunk: (imageId, offset) => (chunk.get(imageId, offset) as Buffer | undefined) ?? null,
    rollouts: () => rollouts.all().map(toRollout),
    rollout(id) {
      const raw = rollout.get(id);
      return raw ? toRollout(raw) : null;
    },
  };
}

function toRollout(raw: RawRollout): Rollout {
  return { ...raw, halts: raw.halts === 1 };
}
