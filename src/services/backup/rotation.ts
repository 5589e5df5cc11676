/** How many backups are kept: the newest of each of the last days, weeks and months that have one, and of those by hand. */
export interface RotationRules {
  daily: number;
  weekly: number;
  monthly: number;
  byHand: number;
}

/** A backup as the rotation sees it. */
export interface DatedBackup {
  /** Wall time in ms. */
  takenAt: number;
  /** A person asked for it: no other backup of the same day takes its place. */
  byHand?: boolean;
}

/** Rules in force: 7 days, 4 weeks and 6 months, and 5 made by hand. */
export const rotationRules: RotationRules = { daily: 7, weekly: 4, monthly: 6, byHand: 5 };

const DAY_MS = 86_400_000;

/** 1970-01-01 was a Thursday: weeks begin three days before it. */
const MONDAY_DAYS = 3;

const dayOf = (time: number) => Math.floor(time / DAY_MS);
const weekOf = (time: number) => Math.floor((dayOf(time) + MONDAY_DAYS) / 7);
const monthOf = (time: number) => new Date(time).getUTCFullYear() * 12 + new Date(time).getUTCMonth();

/** The backups that may go, the oldest first. The newest never may. */
export function expendable<B extends DatedBackup>(
  backups: readonly B[],
  rules: RotationRules = rotationRules,
): B[] {
  const newestFirst = [...backups].sort((a, b) => b.takenAt - a.takenAt);
  const kept = new Set([
    ...newestFirst.slice(0, 1),
    ...newestFirst.filter(({ byHand }) => byHand === true).slice(0, rules.byHand),
    ...newestOfEach(newestFirst, dayOf, rules.daily),
    ...newestOfEach(newestFirst, weekOf, rules.weekly),
    ...newestOfEach(newestFirst, monthOf, rules.monthly),
  ]);
  return newestFirst.filter((backup) => !kept.has(backup)).reverse();
}

function newestOfEach<B extends DatedBackup>(
  newestFirst: B[],
  periodOf: (time: number) => number,
  count: number,
): B[] {
  const seen = new Map<number, B>();
  for (const backup of newestFirst) {
    const period = periodOf(backup.takenAt);
    if (!seen.has(period)) seen.set(period, backup);
  }
  return [...seen.values()].slice(0, count);
}
