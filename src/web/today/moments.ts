import type { HubMoment } from '../api/moment-calls.js';
import type { Photo } from '../api/types.js';

/** Photos of one camera that belong together: one entry of the Today page. */
export interface Moment {
  /** The best of them, shown large. */
  cover: Photo;
  /** The others, newest first. */
  others: Photo[];
  /** Times of the first and the last photo, ms since 1970. */
  from: number;
  until: number;
  /** How long the pet has been where it is, ms; null when that is not long. */
  stillMs: number | null;
}

/** One day of the Today page with its moments. */
export interface Day {
  /** Midnight at its beginning, ms since 1970. */
  start: number;
  photos: number;
  /** Newest first. */
  moments: Moment[];
  /** The day's best moment, when there are enough to choose from. */
  best: Moment | null;
}

const enoughForBest = 3;

/**
 * Photos by day and moment. Which belong together is the hub's decision; one that it has not said yet is alone. A moment
 * that lasted over midnight is of the day on which it ended.
 * @param photos newest first
 * @param startOfDay midnight before a time
 */
export function groupByDay(
  photos: readonly Photo[],
  hubMoments: readonly HubMoment[],
  startOfDay: (ms: number) => number,
): Day[] {
  const known = new Map(hubMoments.flatMap((moment) => moment.photos.map((id) => [id, moment] as const)));
  const groups = new Map<HubMoment | Photo, Photo[]>();
  for (const photo of photos) {
    const key = known.get(photo.id) ?? photo;
    groups.set(key, [...(groups.get(key) ?? []), photo]);
  }
  const days = new Map<number, Moment[]>();
  for (const [key, ofMoment] of groups) {
    const moment = makeMoment(ofMoment, 'stillSince' in key ? key : null);
    const start = startOfDay(moment.until);
    days.set(start, [...(days.get(start) ?? []), moment]);
  }
  return [...days].map(([start, moments]) => makeDay(start, moments));
}

function makeDay(start: number, moments: Moment[]): Day {
  const best =
    moments.length < enoughForBest ? null : moments.reduce((a, b) => (better(b.cover, a.cover) ? b : a));
  const photos = moments.reduce((sum, { others }) => sum + 1 + others.length, 0);
  return { start, photos, moments, best: best?.cover.pet ? best : null };
}

function makeMoment(photos: Photo[], moment: HubMoment | null): Moment {
  const cover = photos.reduce((a, b) => (better(b, a) ? b : a));
  const times = photos.map(({ takenAt }) => takenAt);
  const until = Math.max(...times);
  return {
    cover,
    others: photos.filter((photo) => photo !== cover),
    from: Math.min(...times),
    until,
    stillMs: moment === null || moment.stillSince === null ? null : until - moment.stillSince,
  };
}

/** The owner's favourite before one with a pet before the hub's score. */
function better(a: Photo, b: Photo): boolean {
  if (a.favourite !== b.favourite) return a.favourite;
  if ((a.pet === null) !== (b.pet === null)) return a.pet !== null;
  return a.score > b.score;
}
