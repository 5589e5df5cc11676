import type { PetRow, PhotoFilter, PhotoMonth, PhotoPageQuery } from '../types.js';
import { looksShownAs } from './household.js';
import type { Month } from './month.js';
import type { PhotoRange, Query } from './photo-page.js';

/** How many photos under a filter were taken on a day; `day` counts those of UTC since 1970. */
export interface DayCount {
  day: number;
  count: number;
}

const DAY_MS = 86_400_000;

/**
 * Query of the kept counts under a filter, newest day first, or oldest first; days that a bound cuts are there whole. Null
 * for a filter whose photos are not counted, and have to be looked at.
 */
export function dayCounts(
  filter: PhotoFilter,
  household: readonly PetRow[],
  oldestFirst = false,
): Query | null {
  const column = columnOf(filter, household);
  if (column === null) return null;
  const { cameras, from, until } = filter;
  const clauses: [string, ...(string | number)[]][] = [
    ...(from === undefined ? [] : [['day >= ?', dayOf(from)] as [string, number]]),
    ...(until === undefined ? [] : [['day <= ?', dayOf(until)] as [string, number]]),
    ...(cameras === undefined
      ? []
      : [[`camera IN (${cameras.map(() => '?').join(', ')})`, ...cameras] as [string, ...string[]]]),
  ];
  const where = clauses.length === 0 ? '' : `WHERE ${clauses.map(([sql]) => sql).join(' AND ')}`;
  return {
    sql: `SELECT day, sum(${column}) AS count FROM photo_day ${where}
      GROUP BY day HAVING count > 0 ORDER BY day ${oldestFirst ? 'ASC' : 'DESC'}`,
    values: clauses.flatMap(([, ...values]) => values),
  };
}

/** The count, or difference of counts, that a filter asks for; null when none is kept. */
function columnOf({ who, pet, favourite, movement }: PhotoFilter, household: readonly PetRow[]) {
  if (who !== undefined || favourite === false) return null;
  const isNarrowed = pet !== undefined || favourite === true;
  if (movement === 'only') return isNarrowed ? null : 'folded';
  if (favourite === true) return pet === undefined ? 'favourites' : null;
  const all = movement === 'without' ? 'photos - folded' : 'photos';
  if (pet === undefined) return all;
  if (pet === 'none') return `${all} - pets`;
  if (pet === 'any') return 'pets';
  const [first, second] = looksShownAs(pet, household);
  if (first === undefined) return null;
  return second === undefined ? `${first}s` : 'pets';
}

/**
 * Months with photos, newest first, of the counts of days, newest first. A day that a bound or the border of a month cuts is
 * left to `scan`, which gives the months of its part.
 */
export function monthsOfDays(
  days: Iterable<DayCount>,
  filter: PhotoFilter,
  monthOf: (ms: number) => Month,
  scan: (filter: PhotoFilter) => Iterable<PhotoMonth>,
): PhotoMonth[] {
  const months = new Map<string, PhotoMonth>();
  const add = (month: Month, count: number) => {
    const known = months.get(month.month);
    if (known) known.count += count;
    else months.set(month.month, { ...month, count });
  };
  let month: Month | undefined;
  for (const { day, count } of days) {
    const whole = { from: day * DAY_MS, until: (day + 1) * DAY_MS };
    const part = partOf(whole, filter);
    if (month === undefined || whole.from < month.from) month = monthOf(whole.from);
    if (isSame(part, whole) && whole.until <= month.until) add(month, count);
    else for (const found of scan({ ...filter, ...part })) add(found, found.count);
  }
  return [...months.values()];
}

/**
 * Page of a query, reached by fewer steps: from the border of the day that its first photo is of.
 * Null when there are not as many photos.
 * @param days counts under the filter of the query, in its order
 * @param scan counts photos by looking at them
 */
export function jump(
  days: Iterable<DayCount>,
  query: PhotoPageQuery,
  scan: (range: PhotoRange) => number,
): PhotoPageQuery | null {
  const { limit: _, skip = 0, ...list } = query;
  let rest = skip;
  for (const { day, count } of days) {
    const whole = { from: day * DAY_MS, until: (day + 1) * DAY_MS };
    if (isPassed(whole, query)) continue;
    const part = partOf(whole, query);
    const there = isSame(part, whole) && !holdsStart(whole, query) ? count : scan({ ...list, ...part });
    const near = query.oldestFirst === true ? { from: part.from } : { until: part.until };
    if (rest < there) return { ...query, ...near, skip: rest };
    rest -= there;
  }
  return null;
}

type Bounds = Required<Pick<PhotoFilter, 'from' | 'until'>>;

/** What the bounds of a filter leave of a day. */
const partOf = (whole: Bounds, { from, until }: PhotoFilter): Bounds => ({
  from: Math.max(whole.from, from ?? whole.from),
  until: Math.min(whole.until, until ?? whole.until),
});

const isSame = (one: Bounds, other: Bounds): boolean => one.from === other.from && one.until === other.until;

/** Whether a day is over where the list begins. */
function isPassed({ from, until }: Bounds, { after, oldestFirst }: PhotoRange): boolean {
  if (after === undefined) return false;
  return oldestFirst === true ? until <= after.takenAt : from > after.takenAt;
}

const holdsStart = ({ from, until }: Bounds, { after }: PhotoRange): boolean =>
  after !== undefined && after.takenAt >= from && after.takenAt < until;

const dayOf = (ms: number): number => Math.floor(ms / DAY_MS);
