import { Refusal } from '../../core/errors.js';
import { type CronTimes, parseCron } from './cron.js';

/** Days of the week as timetables spell them, Sunday first. */
export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
/** One day of the week as timetables spell it. */
export type Weekday = (typeof WEEKDAYS)[number];

/** When something is to happen: lines of cron, at given times of day, or every so often within the day. */
export type Timetable =
  | { cron: string[] }
  | { at: string[]; days?: Weekday[] }
  | { every: string; between?: [string, string]; days?: Weekday[] };

/** More lines, or times a day, are a mistake. */
const MAX_LINES = 48;

const DAY_MINUTES = 1_440;

/** The shortest pause between bursts that a timetable may ask for: a camera needs it to send one. */
const SHORTEST_MINUTES = 5;

/**
 * The cron lines that say the same. `every` counts from the start of `between`, whose end is included: every 2 h
 * between 08:00 and 20:00 is 08:00, 10:00, ... 20:00. Without `between` it counts from midnight.
 * @throws {Refusal} `timetable-invalid`, with what is wrong.
 */
export function cronLinesOf(timetable: Timetable): string[] {
  if ('cron' in timetable) return limited(timetable.cron);
  const days = daysField(timetable.days);
  const minutes = 'at' in timetable ? timetable.at.map(minuteOfDay) : steps(timetable);
  return limited(linesAt(minutes, days));
}

/** The times of every line. @throws {Refusal} `timetable-invalid`. */
export function timesOf(timetable: Timetable): CronTimes[] {
  return cronLinesOf(timetable).map(parseCron);
}

function limited(lines: string[]): string[] {
  if (lines.length === 0) throw invalid('it names no time');
  if (lines.length > MAX_LINES) throw invalid(`it has more than ${MAX_LINES} lines`);
  return lines;
}

function steps({ every, between = ['00:00', '23:59'] }: { every: string; between?: [string, string] }) {
  const pause = minutesOf(every);
  const [from, until] = between.map(minuteOfDay) as [number, number];
  // A span past midnight goes on the next day.
  const length = until >= from ? until - from : until - from + DAY_MINUTES;
  return Array.from(
    { length: Math.floor(length / pause) + 1 },
    (_, step) => (from + step * pause) % DAY_MINUTES,
  );
}

/** One line for all hours that have the same minutes. */
function linesAt(minutes: number[], days: string): string[] {
  const byHour = new Map<number, Set<number>>();
  for (const minute of minutes) {
    const hour = Math.floor(minute / 60);
    byHour.set(hour, (byHour.get(hour) ?? new Set()).add(minute % 60));
  }
  const byMinutes = new Map<string, number[]>();
  for (const [hour, set] of byHour) {
    const list = [...set].sort((a, b) => a - b).join(',');
    byMinutes.set(list, [...(byMinutes.get(list) ?? []), hour]);
  }
  return [...byMinutes].map(
    ([list, hours]) => `${list} ${hours.sort((a, b) => a - b).join(',')} * * ${days}`,
  );
}

function daysField(days: readonly Weekday[] | undefined): string {
  if (days === undefined) return '*';
  if (days.length === 0) throw invalid('it names no day');
  return [...new Set(days.map((day) => WEEKDAYS.indexOf(day)))].sort((a, b) => a - b).join(',');
}

/** `90m` or `2h`, in minutes. */
function minutesOf(text: string): number {
  const [, count, unit] = /^(\d{1,4})([mh])$/.exec(text) ?? [];
  const minutes = Number(count) * (unit === 'h' ? 60 : 1);
  if (!(minutes >= SHORTEST_MINUTES && minutes <= DAY_MINUTES))
    throw invalid(`"${text}" is not a pause from ${SHORTEST_MINUTES}m to 24h`);
  return minutes;
}

/** `08:30` as minutes since midnight. */
export function minuteOfDay(text: string): number {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  if (hour === undefined) throw invalid(`"${text}" is not a time of day like 08:30`);
  return Number(hour) * 60 + Number(minute);
}

function invalid(why: string): Refusal {
  return new Refusal('timetable-invalid', `The timetable does not fit: ${why}.`);
}
