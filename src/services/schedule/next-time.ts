import type { Zone } from '../../core/local-time.js';
import type { CronTimes } from './cron.js';

const DAY_MS = 86_400_000;

/** A 29 February can be eight years away: 2096 to 2104. */
const FARTHEST_DAYS = 366 * 9;

const ALL_HOURS = 24;
const ALL_DAYS = 31;
const ALL_WEEKDAYS = 7;

/**
 * The first of the times after `after` (ms since 1970 UTC), by the wall clock of `zone`; null when there is none. When
 * clocks change, what was to happen in the hour left out happens once, as long after the change; what happens in the
 * repeated hour happens the first time only, unless it happens every hour anyway. So does cron(8) of Debian.
 */
export function nextTime(all: readonly CronTimes[], after: number, zone: Zone): number | null {
  const found = all.map((times) => next(times, after, zone)).filter((time) => time !== null);
  return found.length === 0 ? null : Math.min(...found);
}

function next(times: CronTimes, after: number, zone: Zone): number | null {
  const { year, month, day } = zone.localOf(after);
  // A change of clocks can carry the last minutes of the day before past midnight.
  const first = Date.UTC(year, month - 1, day) - DAY_MS;
  for (let offset = 0; offset < FARTHEST_DAYS; offset += 1) {
    const date = new Date(first + offset * DAY_MS);
    if (!isDayOf(times, date)) continue;
    const later = instantsOn(times, date, zone).filter((instant) => instant > after);
    if (later.length > 0) return Math.min(...later);
  }
  return null;
}

function isDayOf({ days, months, weekdays }: CronTimes, date: Date): boolean {
  if (!months.includes(date.getUTCMonth() + 1)) return false;
  const byDay = days.includes(date.getUTCDate());
  const byWeekday = weekdays.includes(date.getUTCDay());
  const either = days.length < ALL_DAYS && weekdays.length < ALL_WEEKDAYS;
  return either ? byDay || byWeekday : byDay && byWeekday;
}

function instantsOn({ hours, minutes }: CronTimes, date: Date, zone: Zone): number[] {
  const day = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
  const both = hours.length === ALL_HOURS;
  return hours.flatMap((hour) =>
    minutes.flatMap((minute) => zone.instantsOf({ ...day, hour, minute }).slice(0, both ? 2 : 1)),
  );
}
