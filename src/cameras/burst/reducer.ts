/**
 * What one message, or the passing of time, does to one burst. Pure: no bytes, no clock, no disk. The state is
 * what the disk holds of the burst (`OpenBurst`), so it can be rebuilt after a restart.
 * docs/PROTOCOL.md, section "A burst, step by step".
 */
import { MAX_ACK_REJECTED } from '../protocol/ack.js';
import { MAX_BURST_FRAMES } from '../protocol/limits.js';
import { sameContents } from '../protocol/manifest.js';
import type { BurstKey, CameraId, Manifest, ManifestFrame, RejectReason } from '../protocol/types.js';
import type { FrameRecord } from './ledger.js';

/** One refused frame of a burst, with the reason. */
export interface Rejected {
  index: number;
  reason: RejectReason;
}

/** Why the hub takes nothing of a burst at the moment. */
export type Withheld = Extract<RejectReason, 'hub-busy' | 'storage-full'>;

/** State of one burst: what the disk holds of it, and the newest refusals. */
export interface BurstState {
  camera: CameraId;
  burst: BurstKey;
  manifest: Manifest | null;
  /** Durable frames, by rising index. */
  frames: readonly FrameRecord[];
  /** The newest refusals, at most 20; duplicates are counted elsewhere and left out. */
  rejected: readonly Rejected[];
}

/** Input of the reducer: one message, or the passing of time. */
export type BurstEvent =
  | { kind: 'frame'; record: FrameRecord }
  | { kind: 'manifest'; manifest: Manifest }
  /** Something of this burst was refused before it came here. */
  | { kind: 'refused'; index: number | null; reason: RejectReason }
  /**
   * Time, counted only while the hub could take what is sent: `idleMs` since the last message of this burst,
   * `stuckMs` since something of it was stored last. `interrupted` once the hub could not for a while.
   */
  | { kind: 'tick'; idleMs: number; stuckMs: number; interrupted: boolean };

/** Decision about one event: what to store, or why it is refused. */
export type Verdict =
  | { kind: 'store' }
  /** The first manifest: keep it, and move the frames out of the way that differ from it. */
  | { kind: 'adopt'; dropped: Rejected[] }
  /** Known already, or nothing to do. */
  | { kind: 'none' }
  | { kind: 'reject'; index: number | null; reason: RejectReason };

/** `manifest`: every frame is there. `quiet`: nothing came. `limit`: what came never brought the burst further. */
export type Closing = 'manifest' | 'quiet' | 'limit';

/** Result of one event: the next state, the verdict, and whether the burst is over. */
export interface Step {
  state: BurstState;
  verdict: Verdict;
  /** Why the burst is over after this event; null while it is not. */
  closing: Closing | null;
}

/** How long a burst is waited for, in ms of time in which the hub could take what is sent. */
export interface BurstTimeouts {
  /** Silence that ends a burst without a manifest: its camera may be gone. */
  quietMs: number;
  /** Silence that ends a burst whose camera may be pausing: its manifest is known, or the hub was not there. */
  pausedMs: number;
  /** A burst with a manifest ends for good when nothing of it was stored for so long, whatever else arrives. */
  stuckMs: number;
}

/** A burst of which nothing is durable yet. */
export function unopened(camera: CameraId, burst: BurstKey): BurstState {
  return { camera, burst, manifest: null, frames: [], rejected: [] };
}

/** True once anything of the burst is on the disk. */
export function isOpen({ manifest, frames }: BurstState): boolean {
  return manifest !== null || frames.length > 0;
}

/** Indices that the manifest names and the disk does not hold, rising; none without a manifest. */
export function missingOf({ manifest, frames }: Pick<BurstState, 'manifest' | 'frames'>): number[] {
  const durable = new Set(frames.map(({ index }) => index));
  return (manifest?.frames ?? []).map(({ index }) => index).filter((index) => !durable.has(index));
}

/** Reasons that pass by themselves; such an entry is told once, and again only while it still holds. */
export function isPassing(reason: RejectReason): reason is Withheld {
  return reason === 'hub-busy' || reason === 'storage-full';
}

/** The state without the refusals that pass by themselves. */
export function withoutPassing(state: BurstState): BurstState {
  return { ...state, rejected: state.rejected.filter(({ reason }) => !isPassing(reason)) };
}

/** The state after `event`, what is to be done with the message, and whether the burst is over. */
export function reduce(state: BurstState, event: BurstEvent, timeouts: BurstTimeouts): Step {
  switch (event.kind) {
    case 'frame':
      return onFrame(state, event.record);
    case 'manifest':
      return onManifest(state, event.manifest);
    case 'refused':
      return refuse(state, event.index, event.reason);
    case 'tick':
      return { state, verdict: { kind: 'none' }, closing: closingByTime(state, event, timeouts) };
  }
}

function onFrame(state: BurstState, record: FrameRecord): Step {
  const reason = refusalOf(state, record);
  if (reason !== null) return refuse(state, record.index, reason);
  const frames = [...state.frames, record].sort((a, b) => a.index - b.index);
  return settle({ ...state, frames }, { kind: 'store' });
}

function refusalOf({ manifest, frames }: BurstState, record: FrameRecord): RejectReason | null {
  if (record.index >= MAX_BURST_FRAMES) return 'index-out-of-range';
  const durable = frames.find(({ index }) => index === record.index);
  if (durable !== undefined) return durable.sha256 === record.sha256 ? 'duplicate' : 'conflict';
  return manifest === null ? null : mismatch(manifest, record);
}

/** How a frame differs from what the manifest says of its index; null when it does not. */
export function mismatch(manifest: Manifest, record: FrameRecord): RejectReason | null {
  const named: ManifestFrame | undefined = manifest.frames[record.index];
  if (named === undefined) return 'index-out-of-range';
  if (named.length !== record.length) return 'length-mismatch';
  return named.crc32 === record.crc32 ? null : 'crc-mismatch';
}

function onManifest(state: BurstState, manifest: Manifest): Step {
  if (state.manifest !== null) {
    if (sameContents(state.manifest, manifest)) return settle(state, { kind: 'none' });
    return refuse(state, null, 'manifest-conflict');
  }
  const dropped = state.frames.flatMap((record) => {
    const reason = mismatch(manifest, record);
    return reason === null ? [] : [{ index: record.index, reason }];
  });
  const frames = state.frames.filter((record) => mismatch(manifest, record) === null);
  const rejected = [...state.rejected, ...dropped].slice(-MAX_ACK_REJECTED);
  return settle({ ...state, manifest, frames, rejected }, { kind: 'adopt', dropped });
}

function refuse(state: BurstState, index: number | null, reason: RejectReason): Step {
  const shown = index !== null && reason !== 'duplicate';
  const rejected = shown ? [...state.rejected, { index, reason }].slice(-MAX_ACK_REJECTED) : state.rejected;
  return settle({ ...state, rejected }, { kind: 'reject', index, reason });
}

function settle(state: BurstState, verdict: Verdict): Step {
  return { state, verdict, closing: closingOf(state) };
}

function closingOf(state: BurstState): Closing | null {
  return isComplete(state) ? 'manifest' : null;
}

/** True when every frame that the manifest names is on the disk. */
export function isComplete(state: BurstState): boolean {
  return state.manifest !== null && missingOf(state).length === 0;
}

function closingByTime(
  state: BurstState,
  tick: { idleMs: number; stuckMs: number; interrupted: boolean },
  { quietMs, pausedMs, stuckMs }: BurstTimeouts,
): Closing | null {
  const complete = closingOf(state);
  if (complete !== null) return complete;
  if (tick.idleMs >= quietTimeOf(state, tick.interrupted, { quietMs, pausedMs })) return 'quiet';
  return state.manifest !== null && tick.stuckMs >= stuckMs ? 'limit' : null;
}

/** The silence that ends this burst, in ms. */
export function quietTimeOf(
  { manifest }: BurstState,
  interrupted: boolean,
  { quietMs, pausedMs }: Pick<BurstTimeouts, 'quietMs' | 'pausedMs'>,
): number {
  return manifest !== null || interrupted ? pausedMs : quietMs;
}
