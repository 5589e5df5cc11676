/** A day or a week in the local time of the hub. */
export interface Period {
  kind: PeriodKind;
  /** Its first day, `2026-11-23`; a week begins on Monday (ISO 8601). */
  day: string;
  /** Inclusive start and exclusive end, ms since 1970 UTC. */
  from: number;
  until: number;
}

/** Kinds of periods that have a highlight. */
export type PeriodKind = 'day' | 'week';

/** The clock on the wall; `month` is 1..12. The instants of a local time are one, or two when clocks are put back. */
export interface Wall {
  localOf(instant: number): { year: number; month: number; day: number };
  instantsOf(local: { year: number; month: number; day: number; hour: number; minute: number }): number[];
}

const DAY_MS = 86_400_000;
const DAYS = { day: 1, week: 7 } as const;

/** The period of a kind that holds a moment. */
export function periodAt(kind: PeriodKind, instant: number, wall: Wall): Period {
  const { year, month, day } = wall.localOf(instant);
  const date = Date.UTC(year, month - 1, day);
  return periodFrom(kind, kind === 'week' ? date - mondayOffset(date) : date, wall);
}

/** The period of a kind that holds a day, `2026-11-23`; null when there is no such day. */
export function periodOf(kind: PeriodKind, day: string, wall: Wall): Period | null {
  const date = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(date) || nameOf(date) !== day) return null;
  return periodFrom(kind, kind === 'week' ? date - mondayOffset(date) : date, wall);
}

/**
 * Days and weeks whose highlight may have to be made, the newest first: the last `days` days with today, and the
 * weeks that ended in them; the present one on its last day.
 */
export function recentPeriods(now: number, days: number, wall: Wall): Period[] {
  const { year, month, day } = wall.localOf(now);
  const today = Date.UTC(year, month - 1, day);
  const periods: Period[] = [];
  for (let ago = 0; ago < days; ago += 1) {
    const date = today - ago * DAY_MS;
    periods.push(periodFrom('day', date, wall));
    if (mondayOffset(date) === 6 * DAY_MS) periods.push(periodFrom('week', date - 6 * DAY_MS, wall));
  }
  return periods;
}

/** `date` is the midnight in UTC of the day that is meant. */
function periodFrom(kind: PeriodKind, date: number, wall: Wall): Period {
  const end = date + DAYS[kind] * DAY_MS;
  return { kind, day: nameOf(date), from: midnight(date, wall), until: midnight(end, wall) };
}

/** Moment at which a day begins on the wall; `date` is its midnight in UTC. */
export function midnight(date: number, wall: Wall): number {
  const of = new Date(date);
  const local = { year: of.getUTCFullYear(), month: of.getUTCMonth() + 1, day: of.getUTCDate() };
  return wall.instantsOf({ ...local, hour: 0, minute: 0 })[0] as number;
}

function mondayOffset(date: number): number {
  return ((new Date(date).getUTCDay() + 6) % 7) * DAY_MS;
}

const nameOf = (date: number) => new Date(date).toISOString().slice(0, 10);
