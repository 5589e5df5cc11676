import type { Zone } from '../../core/local-time.js';
import { minuteOfDay } from './timetable.js';

const DAY_MS = 86_400_000;

/** Hours without notifications and scheduled photos, every day: `22:00` to `07:00` goes past midnight. The end is not part of it. */
export interface QuietHours {
  from: string;
  until: string;
}

/**
 * True when `now` lies within; a span that ends where it begins lasts the whole day. In the hour that a change of clocks
 * repeats it begins the first time that the clock shows its beginning, and ends the last time that it shows its end.
 */
export function isQuiet(quiet: QuietHours | null, now: number, zone: Zone): boolean {
  if (quiet === null) return false;
  const from = minuteOfDay(quiet.from);
  const until = minuteOfDay(quiet.until);
  if (from === until) return true;
  const shown = (dayOffset: number, minute: number) => {
    const { year, month, day } = zone.localOf(now + dayOffset * DAY_MS);
    return zone.instantsOf({ year, month, day, hour: Math.floor(minute / 60), minute: minute % 60 });
  };
  // Yesterday's span may go on until today; a day that has 25 hours is one day all the same.
  return [-1, 0].some((offset) => {
    const [begin] = shown(offset, from) as [number];
    const end = shown(from < until ? offset : offset + 1, until).at(-1) as number;
    return begin <= now && now < end;
  });
}
