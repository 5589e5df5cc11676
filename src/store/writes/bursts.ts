import type { BurstLedger } from '../../cameras/burst/ledger.js';
import type { Frame, Manifest, RejectReason } from '../../cameras/protocol/types.js';
import { Refusal } from '../../core/errors.js';
import type { BurstState } from '../types.js';
import type { WriteContext } from './context.js';
import { rejectionWrites } from './rejections.js';
import { tallies } from './tallies.js';

type Entry<K extends 'saveManifest' | 'closeBurst'> = Parameters<BurstLedger[K]>[0];

interface BurstHead {
  id: number;
  camera: string;
  number: number;
  state: BurstState;
  manifest: string | null;
  manifestAt: number | null;
}

/** The durable side of burst collecting; `BurstLedger` says what each one promises. */
export function burstWrites(context: WriteContext) {
  const { db } = context;
  const tally = tallies(db);
  const reject = rejectionWrites(context);
  const head = db.prepare<[string, string], BurstHead>(
    `SELECT b.id, c.id AS camera, c.number, b.state, b.manifest, b.manifest_at AS manifestAt
     FROM burst b JOIN camera c ON c.number = b.camera_number
     WHERE c.id = ? AND c.removed_at IS NULL AND b.key = ?`,
  );
  const open = db.prepare(
    `INSERT INTO burst (camera_number, key, opened_at)
     SELECT number, ?, ? FROM camera WHERE id = ? AND removed_at IS NULL`,
  );
  const known = db.prepare<[number, number], { sha256: string }>(
    'SELECT sha256 FROM frame WHERE burst_id = ? AND position = ?',
  );
  const insertFrame = db.prepare(
    `INSERT INTO frame (burst_id, position, length, crc32, sha256, received_at, taken_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertBytes = db.prepare('INSERT INTO frame_bytes (frame_id, bytes) VALUES (?, ?)');
  const dropFrame = db.prepare('DELETE FROM frame WHERE burst_id = ? AND position = ?');
  const setManifest = db.prepare('UPDATE burst SET manifest = ?, manifest_at = ? WHERE id = ?');
  const setTaken = db.prepare(
    'UPDATE frame SET taken_at = min(?, received_at) WHERE burst_id = ? AND position = ?',
  );
  const durable = db.prepare<[number], number>('SELECT count(*) FROM frame WHERE burst_id = ?').pluck();
  const close = db.prepare(
    'UPDATE burst SET state = ?, closed_at = ?, closed_by = ?, missing = ? WHERE id = ?',
  );

  /** The burst, opened when this is the first that is heard of it. */
  function burstOf(camera: string, key: string, at: number): BurstHead {
    const found = head.get(camera, key);
    if (found) return found;
    if (open.run(key, at, camera).changes === 0) throw new Refusal('camera-unknown', `no camera "${camera}"`);
    return head.get(camera, key) as BurstHead;
  }

  function openBurst(camera: string, key: string, at: number): BurstHead {
    const burst = burstOf(camera, key, at);
    if (burst.state !== 'open') throw new Refusal('late', `burst "${key}" is closed`);
    return burst;
  }

  return {
    saveFrame(frame: Frame): void {
      const burst = openBurst(frame.camera, frame.burst, frame.receivedAt);
      const same = known.get(burst.id, frame.index);
      if (same?.sha256 === frame.sha256) return;
      if (same) throw new Refusal('conflict', `frame ${frame.index} is stored with other bytes`);
      const { lastInsertRowid } = insertFrame.run(
        burst.id,
        frame.index,
        frame.bytes.length,
        frame.crc32,
        frame.sha256,
        frame.receivedAt,
        takenAt(burst, frame),
      );
      insertBytes.run(lastInsertRowid, frame.bytes);
      tally.frames(frame.camera, { waiting: 1 });
    },

    saveManifest({ camera, manifest, receivedAt, dropped }: Entry<'saveManifest'>): void {
      const burst = openBurst(camera, manifest.burst, receivedAt);
      if (burst.manifest !== null) return;
      setManifest.run(JSON.stringify(manifest), receivedAt, burst.id);
      for (const frame of manifest.frames) setTaken.run(receivedAt - frame.ageMs, burst.id, frame.index);
      for (const { index, reason } of dropped) drop(burst, manifest.burst, index, reason, receivedAt);
    },

    closeBurst({ camera, burst: key, by, missing, at }: Entry<'closeBurst'>): void {
      const burst = burstOf(camera, key, at);
      if (burst.state !== 'open') return;
      const frames = durable.get(burst.id) as number;
      const state: BurstState = frames > 0 ? 'closed' : 'empty';
      close.run(state, at, by, JSON.stringify(missing), burst.id);
      context.announce('burst.closed', { burstId: burst.id, camera, burst: key, state, frames, missing });
    },

    countRejection: reject.countRejection,
  };

  function drop(burst: BurstHead, key: string, index: number, reason: RejectReason, at: number): void {
    const gone = dropFrame.run(burst.id, index).changes;
    tally.frames(burst.camera, { waiting: -gone });
    reject.countRejection({ camera: burst.camera, burst: key, index, reason, at });
  }
}

/** Counted back from the first manifest; without one the time of arrival is the best guess there is. */
function takenAt(burst: BurstHead, frame: Frame): number {
  if (burst.manifest === null || burst.manifestAt === null) return frame.receivedAt;
  const named = (JSON.parse(burst.manifest) as Manifest).frames.find(({ index }) => index === frame.index);
  return named ? Math.min(burst.manifestAt - named.ageMs, frame.receivedAt) : frame.receivedAt;
}
