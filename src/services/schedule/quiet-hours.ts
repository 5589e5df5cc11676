import type { Zone } from '../../core/local-time.js';
import { minuteOfDay } from './timetable.js';

/** When the house wants its peace, every day: `22:00` to `07:00` goes past midnight. The end is not part of it. */
export interface QuietHours {
  from: string;
  until: string;
}

/** True when `now` lies within; a span that ends where it begins lasts the whole day. */
export function isQuiet(quiet: QuietHours | null, now: number, zone: Zone): boolean {
  if (quiet === null) return false;
  const { hour, minute } = zone.localOf(now);
  const at = hour * 60 + minute;
  const from = minuteOfDay(quiet.from);
  const until = minuteOfDay(quiet.until);
  return from < until ? at >= from && at < until : at >= from || at < until;
}
