import { type Candidate, type Choice, chooseBest, type Rules } from './choose.js';
import { midnight, type Wall } from './period.js';

/** A time to look back on. */
export interface MemoryPeriod {
  /** The same day of an earlier year, the last seven days, a month, or the first week of a pet or of the home. */
  kind: MemoryKind;
  /** How many years ago; 0 for the other kinds. */
  years: number;
  /** Inclusive start and exclusive end, ms since 1970 UTC. */
  from: number;
  until: number;
}

/** Kinds of times to look back on. */
export type MemoryKind = 'years-ago' | 'week' | 'month' | 'first-days';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Years that are looked back: older photos are in the gallery. */
const MOST_YEARS = 10;
/** From this day on a month is told while it is still going on. */
const MONTH_FROM_DAY = 15;
const FIRST_DAYS = 7;
/** The first days are a memory once they are so long ago. */
const LONG_AGO_MS = 30 * DAY_MS;

const rules: Record<MemoryKind, Rules> = {
  'years-ago': { least: 1, most: 6, momentMs: HOUR_MS / 2, spreadMs: 2 * HOUR_MS },
  week: { least: 3, most: 9, momentMs: HOUR_MS, spreadMs: DAY_MS },
  month: { least: 4, most: 12, momentMs: 6 * HOUR_MS, spreadMs: 3 * DAY_MS },
  'first-days': { least: 2, most: 9, momentMs: HOUR_MS, spreadMs: DAY_MS },
};

/**
 * Times to look back on at the moment `now`: the same day of each year since the first photo (the 29th of February has
 * its day in leap years alone), the last seven days, the month (the one before in its first half), and the first days.
 * @param firstAt moment of the first photo; null without any, which gives nothing
 */
export function memoryPeriods(now: number, firstAt: number | null, wall: Wall): MemoryPeriod[] {
  if (firstAt === null) return [];
  const { year, month, day } = wall.localOf(now);
  const midnightOf = (...date: [number, number, number]) => midnight(Date.UTC(...date), wall);
  const periods: MemoryPeriod[] = [];
  for (let years = 1; years <= MOST_YEARS; years += 1) {
    if (new Date(Date.UTC(year - years, month - 1, day)).getUTCDate() !== day) continue;
    const from = midnightOf(year - years, month - 1, day);
    const until = midnightOf(year - years, month - 1, day + 1);
    if (until > firstAt) periods.push({ kind: 'years-ago', years, from, until });
  }
  const tomorrow = midnightOf(year, month - 1, day + 1);
  periods.push({ kind: 'week', years: 0, from: midnightOf(year, month - 1, day - 6), until: tomorrow });
  const back = day >= MONTH_FROM_DAY ? 0 : 1;
  const [from, until] = [midnightOf(year, month - 1 - back, 1), midnightOf(year, month - back, 1)];
  periods.push({ kind: 'month', years: 0, from, until });
  const first = wall.localOf(firstAt);
  const firstUntil = midnightOf(first.year, first.month - 1, first.day + FIRST_DAYS);
  if (now - firstUntil >= LONG_AGO_MS)
    periods.push({
      ...{ kind: 'first-days', years: 0 },
      from: midnightOf(first.year, first.month - 1, first.day),
      until: firstUntil,
    });
  return periods.filter((period) => period.until > firstAt);
}

/** Photos of a memory, as `chooseHighlight` chooses; null where there are too few. */
export function chooseMemory(kind: MemoryKind, candidates: readonly Candidate[]): Choice | null {
  return chooseBest(rules[kind], candidates);
}
