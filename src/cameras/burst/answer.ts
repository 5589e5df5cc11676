/** Acknowledgements, and what a message of a burst is that is closed already. Pure. */
import { MAX_ACK_REJECTED } from '../protocol/ack.js';
import { sameContents } from '../protocol/manifest.js';
import type { Ack, BurstKey } from '../protocol/types.js';
import type { ClosedBurst } from './ledger.js';
import { type BurstEvent, type BurstState, mismatch, missingOf, type Verdict } from './reducer.js';

/** The answer for a burst that is not closed; `time` is the hub's wall time in ms. */
export function ackOf(state: BurstState, time: number): Ack {
  return {
    burst: state.burst,
    state: state.manifest === null ? 'open' : 'waiting',
    durable: state.frames.map(({ index }) => index),
    missing: missingOf(state),
    rejected: [...state.rejected],
    time,
  };
}

/** The answer for a closed burst. */
export function closedAck(burst: BurstKey, closed: ClosedBurst, time: number): Ack {
  return {
    burst,
    state: 'closed',
    durable: closed.durable.map(({ index }) => index),
    missing: closed.missing,
    rejected: closed.rejected.filter(({ reason }) => reason !== 'duplicate').slice(-MAX_ACK_REJECTED),
    time,
  };
}

type SentEvent = Extract<BurstEvent, { kind: 'frame' | 'manifest' | 'refused' }>;

/** What a message is that comes after its burst was closed: it never changes the burst, it is only named. */
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
