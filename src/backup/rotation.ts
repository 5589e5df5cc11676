/** How many backups are kept: the newest of each of the last days, weeks and months that have one. */
export interface RotationRules {
  daily: number;
  weekly: number;
  monthly: number;
}

export const rotationRules: RotationRules = { daily: 7, weekly: 4, monthly: 6 };

const DAY_MS = 86_400_000;

/** 1970-01-01 was a Thursday: weeks begin three days before it. */
const MONDAY_DAYS = 3;

const dayOf = (time: number) => Math.floor(time / DAY_MS);
const weekOf = (time: number) => Math.floor((dayOf(time) + MONDAY_DAYS) / 7);
const monthOf = (time: number) => new Date(time).getUTCFullYear() * 12 + new Date(time).getUTCMonth();

/** Of backups made at `times` (ms since 1970 UTC), those that may go, the oldest first. The newest never may. */
export function expendable(times: readonly number[], rules: RotationRules = rotationRules): number[] {
  const newestFirst = [...times].sort((a, b) => b - a);
  const kept = new Set([
    ...newestFirst.slice(0, 1),
    ...newestOfEach(newestFirst, dayOf, rules.daily),
    ...newestOfEach(newestFirst, weekOf, rules.weekly),
    ...newestOfEach(newestFirst, monthOf, rules.monthly),
  ]);
  return newestFirst.filter((time) => !kept.has(time)).reverse();
}

function newestOfEach(newestFirst: number[], periodOf: (time: number) => number, count: number): number[] {
  const seen = new Map<number, number>();
  for (const time of newestFirst) if (!seen.has(periodOf(time))) seen.set(periodOf(time), time);
  return [...seen.values()].slice(0, count);
}
