import type { ClosedBurst, FrameRecord, OpenBurst } from '../../cameras/burst/ledger.js';
import type { Manifest, RejectReason } from '../../cameras/protocol/types.js';
import type { Turn } from '../../core/upright.js';
import type { Connection } from '../database.js';
import type { BurstDetail, BurstState, FrameDetail } from '../types.js';
import { GIVEN_UP_FRAME, RETRYABLE_FRAME } from './aside.js';
import { readAside, readGates, readManifest, readMissing, readReason, readScores } from './columns.js';

interface BurstRecord {
  id: number;
  camera: string;
  cameraNumber: number;
  burst: string;
  state: BurstState;
  manifest: string | null;
  openedAt: number;
  closedAt: number | null;
  closedBy: BurstDetail['closedBy'];
  missing: string;
  turn: Turn;
  final: number;
}

interface Rejection {
  index: number;
  reason: RejectReason;
  count: number;
}

type RawFrame = Omit<FrameDetail, 'reason' | 'scores' | 'gates' | 'hasBytes'> &
  Record<'scores' | 'gates', string> & { reason: string | null; hasBytes: number };

const BURST = `SELECT b.id, c.id AS camera, c.number AS cameraNumber, b.key AS burst, b.state, b.manifest,
  b.opened_at AS openedAt, b.closed_at AS closedAt, b.closed_by AS closedBy, b.missing, b.turn,
  b.final OR EXISTS (SELECT 1 FROM photo d WHERE d.burst_id = b.id AND d.deleted_at IS NOT NULL) AS final
  FROM burst b JOIN camera c ON c.number = b.camera_number`;

const ASIDE = `(SELECT json_object('reason', a.reason, 'detail', a.detail, 'at', a.at)
  FROM burst_aside a WHERE a.burst_id = b.id) AS aside`;

const RETRYABLE = `(p.upscale = 'failed'
  OR EXISTS (SELECT 1 FROM frame WHERE burst_id = b.id AND ${RETRYABLE_FRAME})
  OR b.state = 'empty' AND EXISTS (SELECT 1 FROM frame WHERE burst_id = b.id AND ${GIVEN_UP_FRAME})) AS retryable`;

type VisibleBurst = BurstRecord & { photoId: number | null; aside: string | null; retryable: number | null };

/** Bursts: as the collector takes them up after a restart, and as the owner looks into one. */
export function burstReads(db: Connection) {
  const open = db.prepare<[], BurstRecord>(
    `${BURST} WHERE b.state = 'open' AND c.removed_at IS NULL ORDER BY b.id`,
  );
  const closed = db.prepare<[string, string], BurstRecord>(
    `${BURST} WHERE c.id = ? AND c.removed_at IS NULL AND b.key = ? AND b.state <> 'open'`,
  );
  const visible = db.prepare<[number], VisibleBurst>(
    `${BURST.replace('\n  FROM', `, p.id AS photoId, ${ASIDE}, ${RETRYABLE}\n  FROM`)} LEFT JOIN photo p ON p.burst_id = b.id
     WHERE b.id = ? AND p.deleted_at IS NULL`,
  );
  const records = db.prepare<[number], FrameRecord>(
    `SELECT position AS "index", length, crc32, sha256, received_at AS receivedAt
     FROM frame WHERE burst_id = ? AND position >= 0 ORDER BY position`,
  );
  const frames = db.prepare<[number], RawFrame>(
    `SELECT id, position AS "index", state, length, received_at AS receivedAt, taken_at AS takenAt, place, gates,
     scores, reason, has_bytes AS hasBytes FROM frame WHERE burst_id = ? AND position >= 0 ORDER BY position`,
  );
  const rejections = db.prepare<[number, string], Rejection>(
    `SELECT position AS "index", reason, count FROM rejection
     WHERE camera_number = ? AND burst_key = ? ORDER BY last_at, sequence`,
  );
  const rejected = (row: BurstRecord) => rejections.all(row.cameraNumber, row.burst);

  return {
    openBursts: (): OpenBurst[] =>
      open.all().map((row) => ({
        camera: row.camera,
        burst: row.burst,
        openedAt: row.openedAt,
        manifest: manifestOf(row),
        frames: records.all(row.id),
        rejected: rejected(row).filter(ofFrame).map(withoutCount),
      })),

    closedBurst(camera: string, burst: string): ClosedBurst | null {
      const row = closed.get(camera, burst);
      if (!row) return null;
      return {
        durable: records.all(row.id),
        missing: readMissing(row.missing),
        rejected: rejected(row).filter(ofFrame).map(withoutCount),
        manifest: manifestOf(row),
        closedAt: row.closedAt as number,
        final: row.final === 1,
      };
    },

    burst(id: number): BurstDetail | null {
      const row = visible.get(id);
      if (!row) return null;
      const { cameraNumber: _, final: __, manifest, missing, ...rest } = row;
      const aside = row.aside === null ? null : readAside(row.aside);
      return {
        ...rest,
        state: aside ? 'aside' : row.state,
        aside,
        retryable: aside !== null || row.retryable === 1,
        trigger: manifest === null ? null : readManifest(manifest).trigger,
        missing: readMissing(missing),
        rejected: rejected(row).map((entry) => ({ ...entry, index: ofFrame(entry) ? entry.index : null })),
        frames: frames.all(id).map(toFrame),
      };
    },
  };
}

const manifestOf = (row: BurstRecord): Manifest | null =>
  row.manifest === null ? null : readManifest(row.manifest);
/** Refusals of a burst as a whole are stored with position -1. */
const ofFrame = ({ index }: Rejection) => index >= 0;
const withoutCount = ({ index, reason }: Rejection) => ({ index, reason });

function toFrame(raw: RawFrame): FrameDetail {
  return {
    ...raw,
    gates: readGates(raw.gates),
    scores: readScores(raw.scores),
    reason: raw.reason === null ? null : readReason(raw.reason),
    hasBytes: raw.hasBytes === 1,
  };
}
