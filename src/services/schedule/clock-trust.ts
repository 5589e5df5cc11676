/** Evidence for and against the clock of the machine. */
export interface ClockEvidence {
  /** Wall time in ms. */
  now: number;
  /** The latest wall time at which the clock was trusted; null on a new hub. */
  trustedAt: number | null;
  /** How long the clock has gone on without a jump, in ms of a clock that never jumps. */
  steadyMs: number;
}

/** `behind` shows a time that was over already, `ahead` one that nobody expected so soon. */
export type ClockTrust = 'trusted' | 'behind' | 'ahead';

const HOUR_MS = 3_600_000;

/** A hub that was off for longer cannot tell a holiday from a wrong clock. */
const LONGEST_GAP_MS = 7 * 24 * HOUR_MS;

/** This program did not exist before, so no clock that shows less is right. */
const EARLIEST = Date.UTC(2025, 0, 1);

/** Whatever a clock shows is believed after this time without a jump: networks set clocks sooner. */
export const BELIEVED_AFTER_MS = 24 * HOUR_MS;

/**
 * Trust in the clock, which decides whether photos may be deleted for their age. A machine without a battery starts
 * in the past, and an answer of a wrong time server takes it years ahead.
 */
export function trustClock({ now, trustedAt, steadyMs }: ClockEvidence): ClockTrust {
  if (now < EARLIEST) return 'behind';
  if (trustedAt === null || steadyMs >= BELIEVED_AFTER_MS) return 'trusted';
  if (now < trustedAt - HOUR_MS) return 'behind';
  return now > trustedAt + LONGEST_GAP_MS ? 'ahead' : 'trusted';
}

/** Text of the health issue; null when the clock is trusted. */
export function clockIssue(trust: ClockTrust, { now, trustedAt }: ClockEvidence): string | null {
  if (trust === 'trusted') return null;
  const day = (time: number) => new Date(time).toISOString().slice(0, 16).replace('T', ' ');
  const advice = 'check the network or set the clock; photos are dated right once it is set';
  if (trustedAt === null) return `the clock shows ${day(now)} UTC, which is over: ${advice}`;
  return trust === 'behind'
    ? `the clock shows ${day(now)} UTC, but it was ${day(trustedAt)} already: ${advice}`
    : `the clock shows ${day(now)} UTC, long after ${day(trustedAt)} when it was last known to be right: nothing is deleted for its age until it has run on for a day`;
}
