import { stamper } from '../core/stamp.js';

/** Instant as the clock on the wall shows it, with the distance to UTC: `2026-11-30 03:15:22 +01:00`. `zone` empty: the system's. */
export function localText(instant: number, zone: string): string {
  const { date, time, offset } = stamper(zone)(instant);
  return `${date} ${time} ${offset}`;
}
