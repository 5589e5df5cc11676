import type { Photo } from '../api/types.js';

/** Photos of one camera that were taken close together: one entry of the Today page. */
export interface Moment {
  /** The best of them, shown large. */
  cover: Photo;
  /** The others, newest first. */
  others: Photo[];
  /** Times of the first and the last photo, ms since 1970. */
  from: number;
  until: number;
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

const sameMomentMs = 15 * 60_000;
const enoughForBest = 3;

/**
 * Groups photos by day and moment. Photos follow each other into a moment while they are of one camera, one day, and less
 * than 15 minutes apart.
 * @param photos newest first
 * @param startOfDay midnight before a time
 */
export function groupByDay(photos: readonly Photo[], startOfDay: (ms: number) => number): Day[] {
  const days = new Map<number, Photo[]>();
  for (const photo of photos) {
    const start = startOfDay(photo.takenAt);
    days.set(start, [...(days.get(start) ?? []), photo]);
  }
  return [...days].map(([start, ofDay]) => makeDay(start, ofDay));
}

function makeDay(start: number, photos: Photo[]): Day {
  const groups: Photo[][] = [];
  const latest = new Map<string, Photo[]>();
  for (const photo of photos) {
    const group = latest.get(photo.camera);
    const previous = group?.at(-1);
    if (group && previous && previous.takenAt - photo.takenAt <= sameMomentMs) group.push(photo);
    else {
      const begun = [photo];
      latest.set(photo.camera, begun);
      groups.push(begun);
    }
  }
  const moments = groups.map(makeMoment);
  const best =
    moments.length < enoughForBest ? null : moments.reduce((a, b) => (better(b.cover, a.cover) ? b : a));
  return { start, photos: photos.length, moments, best: best?.cover.pet ? best : null };
}

function makeMoment(photos: Photo[]): Moment {
  const cover = photos.reduce((a, b) => (better(b, a) ? b : a));
  return {
    cover,
    others: photos.filter((photo) => photo !== cover),
    from: Math.min(...photos.map(({ takenAt }) => takenAt)),
    until: Math.max(...photos.map(({ takenAt }) => takenAt)),
  };
}

/** The owner's favourite before one with a pet before the hub's score. */
function better(a: Photo, b: Photo): boolean {
  if (a.favourite !== b.favourite) return a.favourite;
  if ((a.pet === null) !== (b.pet === null)) return a.pet !== null;
  return a.score > b.score;
}
