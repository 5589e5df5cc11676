/** Acknowledgements, and what a message of a burst is that is closed already. Pure. */
import { MAX_ACK_REJECTED } from '../protocol/ack.js';
import { MAX_BURST_FRAMES } from '../protocol/limits.js';
import { sameContents } from '../protocol/manifest.js';
import type { Ack, BurstKey, CameraId, Manifest } from '../protocol/types.js';
import type { ClosedBurst } from './ledger.js';
import {
  type BurstEvent,
  type BurstState,
  isPassing,
  mismatch,
  missingOf,
  type Verdict,
  type Withheld,
} from './reducer.js';

/** How long after its close a burst is opened again for what its camera still has, in ms of wall time. */
export const REOPEN_MS = 24 * 60 * 60_000;

/**
 * The answer for a burst that is not closed; `time` is the hub's wall time in ms. While the hub takes nothing of the
 * burst every missing frame is named with the reason, so that the camera sends none of them at once.
 */
export function ackOf(state: BurstState, time: number, withheld: Withheld | null = null): Ack {
  const missing = missingOf(state);
  const waiting = withheld === null ? [] : missing.map((index) => ({ index, reason: withheld }));
  const named = new Set(waiting.map(({ index }) => index));
  const before = state.rejected.filter(({ index, reason }) => !(isPassing(reason) && named.has(index)));
  return {
    burst: state.burst,
    state: state.manifest === null ? 'open' : 'waiting',
    durable: state.frames.map(({ index }) => index),
    missing,
    rejected: [...before, ...waiting].slice(-MAX_ACK_REJECTED),
    time,
  };
}

/** The answer for a closed burst. `asked` is the manifest that its camera sent too late to be kept. */
export function closedAck(
  burst: BurstKey,
  closed: ClosedBurst,
  time: number,
  asked: Manifest | null = null,
): Ack {
  const shown = closed.rejected.filter(({ reason }) => reason !== 'duplicate' && !isPassing(reason));
  return {
    burst,
    state: 'closed',
    durable: closed.durable.map(({ index }) => index),
    missing:
      closed.manifest === null ? missingOf({ manifest: asked, frames: closed.durable }) : closed.missing,
    rejected: shown.slice(-MAX_ACK_REJECTED),
    time,
  };
}

/** A closed burst as it goes on when it is opened again. */
export function reopened(camera: CameraId, burst: BurstKey, closed: ClosedBurst): BurstState {
  const { manifest, durable: frames } = closed;
  const rejected = closed.rejected.filter(({ reason }) => reason !== 'duplicate' && !isPassing(reason));
  return { camera, burst, manifest, frames, rejected };
}

type SentEvent = Extract<BurstEvent, { kind: 'frame' | 'manifest' | 'refused' }>;

/** True when nothing more can come to a closed burst: its camera may forget it. `now` is wall time in ms. */
export function isOver(closed: ClosedBurst, now: number): boolean {
  const whole = closed.manifest !== null && closed.missing.length === 0;
  return whole || closed.final || now - closed.closedAt > REOPEN_MS;
}

/** True when the message brings, or promises, a frame that the closed burst lacks. `now` is wall time in ms. */
export function isWantedLate(closed: ClosedBurst, event: SentEvent, now: number): boolean {
  if (event.kind === 'refused' || isOver(closed, now)) return false;
  if (event.kind === 'manifest')
    return closed.manifest === null || sameContents(closed.manifest, event.manifest);
  const { record } = event;
  if (record.index >= MAX_BURST_FRAMES || closed.durable.some(({ index }) => index === record.index))
    return false;
  return closed.manifest === null || mismatch(closed.manifest, record) === null;
}

/** Verdict on a message that comes after its burst was closed and changes nothing any more: it is only named. */
export function judgeLate(closed: ClosedBurst, event: SentEvent): Verdict {
  if (event.kind === 'refused') return { kind: 'reject', index: event.index, reason: event.reason };
  if (event.kind === 'manifest') {
    const other = closed.manifest !== null && !sameContents(closed.manifest, event.manifest);
    return other ? { kind: 'reject', index: null, reason: 'manifest-conflict' } : { kind: 'none' };
  }
  const { record } = event;
  const durable = closed.durable.find(({ index }) => index === record.index);
  if (durable !== undefined) {
    return {
      kind: 'reject',
      index: record.index,
      reason: durable.sha256 === record.sha256 ? 'duplicate' : 'conflict',
    };
  }
  const differs = closed.manifest === null ? null : mismatch(closed.manifest, record);
  return { kind: 'reject', index: record.index, reason: differs ?? 'late' };
}

/** The closed burst with what was refused of it just now. */
export function withRefusals(closed: ClosedBurst, verdicts: Verdict[]): ClosedBurst {
  const refused = verdicts.flatMap((verdict) =>
    verdict.kind === 'reject' && verdict.index !== null
      ? [{ index: verdict.index, reason: verdict.reason }]
      : [],
  );
  return { ...closed, rejected: [...closed.rejected, ...refused] };
}
