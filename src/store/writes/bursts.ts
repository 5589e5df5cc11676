import type { BurstLedger } from '../../cameras/burst/ledger.js';
import type { Frame, RejectReason } from '../../cameras/protocol/types.js';
import { Refusal } from '../../core/errors.js';
import type { Connection } from '../database.js';
import { readManifest } from '../reads/columns.js';
import type { BurstState, FrameState } from '../types.js';
import type { WriteContext } from './context.js';
import { rejectionWrites } from './rejections.js';
import { takenTimes } from './taken-times.js';
import { tallies } from './tallies.js';

type Entry<K extends 'saveManifest' | 'closeBurst' | 'reopenBurst'> = Parameters<BurstLedger[K]>[0];

interface BurstHead {
  id: number;
  camera: string;
  number: number;
  state: BurstState;
  manifest: string | null;
  manifestAt: number | null;
  told: number;
}

interface Counts {
  frames: number;
  durable: number;
  photo: number;
}

const COUNTED_AS = { durable: 'waiting', kept: 'kept', chosen: 'chosen', aside: 'aside' } as const;

/** Statements of burst collecting, prepared once. */
function burstStatements(db: Connection) {
  const head = db.prepare<[string, string], BurstHead>(
    `SELECT b.id, c.id AS camera, c.number, b.state, b.manifest, b.manifest_at AS manifestAt, b.told
     FROM burst b JOIN camera c ON c.number = b.camera_number
     WHERE c.id = ? AND c.removed_at IS NULL AND b.key = ?`,
  );
  const open = db.prepare(
    `INSERT INTO burst (camera_number, key, opened_at, turn)
     SELECT number, ?, ?, turn FROM camera WHERE id = ? AND removed_at IS NULL`,
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
  const moveShown = db.prepare(
    `UPDATE frame SET position = -1 - position WHERE burst_id = ? AND position = ?
     AND EXISTS (SELECT 1 FROM photo p WHERE p.frame_id = frame.id)`,
  );
  const frameState = db
    .prepare<[number, number], FrameState>('SELECT state FROM frame WHERE burst_id = ? AND position = ?')
    .pluck();
  const setManifest = db.prepare('UPDATE burst SET manifest = ?, manifest_at = ? WHERE id = ?');
  const setTaken = db.prepare(
    'UPDATE frame SET taken_at = min(?, received_at) WHERE burst_id = ? AND position = ?',
  );
  const counts = db.prepare<[number], Counts>(
    `SELECT count(f.id) AS frames, ifnull(sum(f.state = 'durable'), 0) AS durable,
     EXISTS (SELECT 1 FROM photo p WHERE p.burst_id = b.id) AS photo
     FROM burst b LEFT JOIN frame f ON f.burst_id = b.id AND f.position >= 0 WHERE b.id = ?`,
  );
  const close = db.prepare(
    `UPDATE burst SET state = ?, closed_at = max(?, ifnull(closed_at + 1, 0)), closed_by = ?, missing = ?,
     final = ?, told = max(told, manifest IS NOT NULL) WHERE id = ?`,
  );
  const reopen = db.prepare("UPDATE burst SET state = 'open' WHERE id = ?");
  const discard = db.prepare('DELETE FROM burst WHERE id = ?');
  return {
    head,
    open,
    known,
    insertFrame,
    insertBytes,
    dropFrame,
    moveShown,
    frameState,
    setManifest,
    setTaken,
    counts,
    close,
    reopen,
    discard,
  };
}

type BurstStatements = ReturnType<typeof burstStatements>;

/** The durable side of burst collecting; `BurstLedger` says what each one promises. */
export function burstWrites(context: WriteContext) {
  const { db } = context;
  const tally = tallies(db);
  const reject = rejectionWrites(context);
  const times = takenTimes(context);
  const sql = burstStatements(db);

  return {
    saveFrame(frame: Frame): void {
      const burst = openBurst(sql, frame.camera, frame.burst, frame.receivedAt);
      const same = sql.known.get(burst.id, frame.index);
      if (same?.sha256 === frame.sha256) return;
      if (same) throw new Refusal('conflict', `frame ${frame.index} is stored with other bytes`);
      const { lastInsertRowid } = sql.insertFrame.run(
        burst.id,
        frame.index,
        frame.bytes.length,
        frame.crc32,
        frame.sha256,
        frame.receivedAt,
        takenAt(burst, frame),
      );
      sql.insertBytes.run(lastInsertRowid, frame.bytes);
      tally.frames(frame.camera, { waiting: 1 });
    },

    saveManifest({ camera, manifest, receivedAt, dropped }: Entry<'saveManifest'>): void {
      const burst = openBurst(sql, camera, manifest.burst, receivedAt);
      if (burst.manifest !== null) return;
      sql.setManifest.run(JSON.stringify(manifest), receivedAt, burst.id);
      for (const frame of manifest.frames) sql.setTaken.run(receivedAt - frame.ageMs, burst.id, frame.index);
      for (const { index, reason } of dropped) drop(burst, manifest.burst, index, reason, receivedAt);
    },

    closeBurst({ camera, burst: key, by, final = false, missing, at }: Entry<'closeBurst'>): void {
      const burst = sql.head.get(camera, key);
      if (burst?.state !== 'open') return;
      const { frames, durable, photo } = sql.counts.get(burst.id) as Counts;
      if (frames === 0 && photo === 0) {
        sql.discard.run(burst.id);
        return;
      }
      const state: 'closed' | 'cut' = photo === 1 && durable === 0 ? 'cut' : 'closed';
      sql.close.run(state, at, by, JSON.stringify(missing), final ? 1 : 0, burst.id);
      const again = burst.told === 1 ? { again: true as const } : {};
      const data = { burstId: burst.id, camera, burst: key, state, frames, missing, ...again };
      if (state === 'cut') times.settle(burst.id);
      context.announce('burst.closed', data);
    },

    reopenBurst({ camera, burst: key }: Entry<'reopenBurst'>): void {
      const burst = sql.head.get(camera, key);
      if (burst) sql.reopen.run(burst.id);
    },

    countRejection: reject.countRejection,
  };

  function drop(burst: BurstHead, key: string, index: number, reason: RejectReason, at: number): void {
    // The frame that a photo shows stays aside until the photo shows another one.
    if (sql.moveShown.run(burst.id, index).changes === 0) {
      const state = sql.frameState.get(burst.id, index) as FrameState | undefined;
      sql.dropFrame.run(burst.id, index);
      if (state !== undefined) tally.frames(burst.camera, { [COUNTED_AS[state]]: -1 });
    }
    reject.countRejection({ camera: burst.camera, burst: key, index, reason, at });
  }
}

/** The burst, opened when this is the first that is heard of it. */
function burstOf(sql: BurstStatements, camera: string, key: string, at: number): BurstHead {
  const found = sql.head.get(camera, key);
  if (found) return found;
  if (sql.open.run(key, at, camera).changes === 0)
    throw new Refusal('camera-unknown', `no camera "${camera}"`);
  return sql.head.get(camera, key) as BurstHead;
}

function openBurst(sql: BurstStatements, camera: string, key: string, at: number): BurstHead {
  const burst = burstOf(sql, camera, key, at);
  if (burst.state !== 'open') throw new Refusal('late', `burst "${key}" is closed`);
  return burst;
}

/** Counted back from the first manifest; without one the time of arrival is the best guess there is. */
function takenAt(burst: BurstHead, frame: Frame): number {
  if (burst.manifest === null || burst.manifestAt === null) return frame.receivedAt;
  const named = readManifest(burst.manifest).frames.find(({ index }) => index === frame.index);
  return named ? Math.min(burst.manifestAt - named.ageMs, frame.receivedAt) : frame.receivedAt;
}
