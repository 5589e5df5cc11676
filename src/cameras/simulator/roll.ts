import { backoffMs } from '../../core/backoff.js';
import { crcOf } from '../protocol/checksum.js';
import type { Ack, Manifest, Trigger } from '../protocol/types.js';

/** A frame with the time of its exposure, on the camera's own clock. */
export interface Exposure {
  bytes: Uint8Array;
  at: number;
}

/** A burst that the hub has not closed yet. */
export interface PendingBurst {
  key: string;
  trigger: Trigger;
  frames: Exposure[];
  /** True when the last frame is taken: only then is there a manifest. */
  complete: boolean;
  /** How often the manifest was sent without an answer; decides the wait before the next time. */
  tries: number;
  cancelRetry: () => void;
}

/** Bursts a camera holds at once; the whole oldest one goes when another comes. */
export const MAX_PENDING = 8;

const WAITS = { firstMs: 5000, maxMs: 60_000, jitter: 0.25 };

/** The manifest as of `now`: ages are counted at each sending anew. */
export function manifestOf({ key, trigger, frames }: PendingBurst, now: number): Manifest {
  return {
    burst: key,
    trigger,
    frames: frames.map(({ bytes, at }, index) => ({
      index,
      length: bytes.length,
      crc32: crcOf(bytes),
      ageMs: Math.max(0, Math.round(now - at)),
    })),
  };
}

/** Milliseconds before the manifest is sent again: 5, 10, 20, 40, 60 s, and up to a quarter more. */
export function retryWait(tries: number, random: () => number): number {
  return backoffMs(tries + 1, { ...WAITS, random });
}

/** The frames that an acknowledgement asks for again. */
export function wantedAgain(
  { frames }: PendingBurst,
  { missing }: Ack,
): { index: number; bytes: Uint8Array }[] {
  return missing.flatMap((index) => {
    const frame = frames[index];
    return frame ? [{ index, bytes: frame.bytes }] : [];
  });
}
