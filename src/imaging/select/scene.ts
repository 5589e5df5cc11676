import type { Subject } from '../vision/types.js';

/**
 * What a fixed camera knows of its scene: places that look like a pet and are none. A picture on the wall, a statue or a
 * toy is known by its content, which stays the same over days while the room around it changes; a real pet that sleeps
 * there moves or goes away before that.
 */

/** How a place looked once, and the whole picture with it: 256 levels of luma each (`contentsOf`). */
export interface SceneView {
  content: number[];
  room: number[];
}

/** A place of the picture and what is known of it. */
export interface SceneRegion {
  /** Null while it has no row. */
  id: number | null;
  /** `person` when somebody said that no pet is there, `hub` when the hub watches it, or has learned it. */
  madeBy: 'person' | 'hub';
  /** True when what is there is no pet; false while the hub only watches it. */
  inForce: boolean;
  /** True when nothing that is there is a pet, whatever it looks like: a television. */
  anything: boolean;
  place: Subject;
  /** How it looks; several where somebody has said so of several. */
  views: SceneView[];
  firstSeenAt: number;
  lastSeenAt: number;
  /** Days on which it was seen to look the same. */
  days: number;
  sightings: number;
  /** Sightings at which the room around looked different than at first. */
  changes: number;
  /** Times in a row that something else was there. */
  misses: number;
}

/** A look at a scene: of one frame of a burst. */
export interface SceneLook {
  at: number;
  /** Pets that the detector saw in this frame, the known ones included, with what is in their boxes. */
  pets: { place: Subject; content: number[] }[];
  /** Boxes of pets in the other frames of the burst. */
  elsewhere: Subject[];
  /** Boxes of people in this frame. */
  people: Subject[];
  /** What is at the places of the regions, in their order. */
  contents: number[][];
  room: number[];
}

/** Boxes that overlap by so much of both are at one place. */
const ONE_PLACE = 0.6;
/** Boxes of one burst that overlap by less, and still do, are of something that moves. */
const SOME_OVERLAP = 0.2;
/** Correlation from which on two looks at a place show the same. */
const SAME = 0.95;
/** Correlation from which on the room is lit as it was. */
const SAME_LIGHT = 0.95;
/** Correlation under which something in the room has changed. */
const SAME_ROOM = 0.985;
/** A place with less contrast than this, in levels, shows nothing that could be compared. */
const LEAST_CONTRAST = 4;

const DAY_MS = 86_400_000;
const LEARN = { days: 3, spanMs: 2 * DAY_MS, sightings: 6, changes: 2 };
/** Looks of one place that somebody has said something of. */
const MOST_VIEWS = 3;
/** What is watched and not seen for so long is forgotten. */
const WATCHED_MS = 14 * DAY_MS;
/** So often in a row has something else to be at a place that was learned. */
const MOST_MISSES = 5;
/** Places that are watched or known of one camera; the longest unseen of the watched go first. */
const MOST_REGIONS = 24;

/** True when two boxes are at one place. */
export function isOnePlace(a: Subject, b: Subject): boolean {
  return overlap(a, b) >= ONE_PLACE;
}

/**
 * True when what is in a box is known to be no pet. Without its content, which costs a look, only for a place where
 * nothing is one.
 */
export function isKnown(regions: readonly SceneRegion[], place: Subject, content: number[] | null): boolean {
  return regions
    .filter((region) => region.inForce && isOnePlace(region.place, place))
    .some(({ anything, views }) => anything || (content !== null && looksAs(views, content)));
}

/** Regions that are known of the scene after a look. Those that are left out are to be forgotten. */
export function observe(regions: readonly SceneRegion[], look: SceneLook): SceneRegion[] {
  const kept = regions.flatMap((region, at) => {
    const next = seenAgain(region, look.contents[at] as number[], look);
    return next ? [next] : [];
  });
  const fresh = look.pets
    .filter(({ place, content }) => !regions.some((region) => isWatchedAs(region, place, content, look.room)))
    .filter(({ content }) => contrastOf(content) >= LEAST_CONTRAST)
    .map(({ place, content }) => watched(place, { content, room: look.room }, look.at));
  return bounded([...kept, ...fresh]);
}

/** The region that a person's word about a place is about; undefined for a new one. */
export function regionAt(
  regions: readonly SceneRegion[],
  place: Subject,
  content: readonly number[],
): SceneRegion | undefined {
  const there = regions.filter((region) => isOnePlace(region.place, place));
  return (
    there.find(({ madeBy }) => madeBy === 'person') ?? there.find(({ views }) => looksAs(views, content))
  );
}

/** A region after somebody has said that what is there is no pet; a second time, of something else, means the place. */
export function saidNoPet(region: SceneRegion, view: SceneView, at: number): SceneRegion {
  const isOther = region.madeBy === 'person' && !looksAs(region.views, view.content);
  const views = looksAs(region.views, view.content) ? region.views : [...region.views, view];
  return {
    ...region,
    madeBy: 'person',
    inForce: true,
    anything: region.anything || isOther,
    views: views.slice(-MOST_VIEWS),
    lastSeenAt: at,
    misses: 0,
  };
}

/** A place that the hub watches from now on. */
export function watched(place: Subject, view: SceneView, at: number): SceneRegion {
  return {
    ...{ id: null, madeBy: 'hub', inForce: false, anything: false, place, views: [view] },
    ...{ firstSeenAt: at, lastSeenAt: at, days: 1, sightings: 1, changes: 0, misses: 0 },
  };
}

function seenAgain(region: SceneRegion, content: number[], look: SceneLook): SceneRegion | null {
  if (looksAs(region.views, content)) return isMoving(region, look) ? gone(region) : sighted(region, look);
  if (isCovered(region, look)) return region;
  if (isLitAs(region, look.room)) return gone(region);
  return look.at - region.lastSeenAt > WATCHED_MS && !region.inForce ? null : region;
}

function sighted(region: SceneRegion, look: SceneLook): SceneRegion {
  const [first] = region.views as [SceneView];
  const isNewDay = Math.floor(look.at / DAY_MS) !== Math.floor(region.lastSeenAt / DAY_MS);
  const hasChanged = correlation(first.room, look.room) < SAME_ROOM;
  const next = {
    ...region,
    lastSeenAt: Math.max(look.at, region.lastSeenAt),
    days: region.days + (isNewDay ? 1 : 0),
    sightings: region.sightings + 1,
    changes: region.changes + (hasChanged ? 1 : 0),
    misses: 0,
  };
  return { ...next, inForce: region.inForce || isLearned(next) };
}

const isLearned = ({ days, sightings, changes, firstSeenAt, lastSeenAt }: SceneRegion): boolean =>
  days >= LEARN.days &&
  sightings >= LEARN.sightings &&
  changes >= LEARN.changes &&
  lastSeenAt - firstSeenAt >= LEARN.spanMs;

/** Something else is there, or it has moved: what was only watched is no thing; what was learned may have been taken away. */
function gone(region: SceneRegion): SceneRegion | null {
  if (region.madeBy === 'person') return region;
  const misses = region.misses + 1;
  return !region.inForce || misses >= MOST_MISSES ? null : { ...region, misses };
}

/** In other light a thing looks otherwise: that look is watched for itself, also of a thing that is known by day. */
function isWatchedAs(region: SceneRegion, place: Subject, content: number[], room: number[]): boolean {
  if (!isOnePlace(region.place, place)) return false;
  return looksAs(region.views, content) || (!region.inForce && isLitAs(region, room));
}

const isLitAs = ({ views }: SceneRegion, room: readonly number[]): boolean =>
  views.some((view) => correlation(view.room, room) >= SAME_LIGHT);

/** A box of the same burst that lies over the place, and not on it, is of something that has moved in it. */
function isMoving({ place }: SceneRegion, { elsewhere }: SceneLook): boolean {
  return elsewhere.some((box) => overlap(box, place) > SOME_OVERLAP && !isOnePlace(box, place));
}

/** Somebody stands before it. */
function isCovered({ place }: SceneRegion, { people, pets }: SceneLook): boolean {
  const others = pets.map((pet) => pet.place).filter((box) => !isOnePlace(box, place));
  return [...people, ...others].some((box) => sharedOf(box, place) > 0.1 * place.width * place.height);
}

function bounded(regions: SceneRegion[]): SceneRegion[] {
  const byAge = regions.toSorted(
    (a, b) => Number(b.inForce) - Number(a.inForce) || b.lastSeenAt - a.lastSeenAt,
  );
  return byAge.slice(0, MOST_REGIONS);
}

const looksAs = (views: readonly SceneView[], content: readonly number[]): boolean =>
  views.some((view) => correlation(view.content, content) >= SAME);

/** Correlation of two looks, -1..1: brighter or darker light changes nothing. 0 where one of them shows nothing. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let [both, squaresA, squaresB] = [0, 0, 0];
  for (const [at, level] of a.entries()) {
    const [da, db] = [level - meanA, (b[at] ?? meanB) - meanB];
    both += da * db;
    squaresA += da * da;
    squaresB += db * db;
  }
  const least = LEAST_CONTRAST ** 2 * a.length;
  return squaresA < least || squaresB < least ? 0 : both / Math.sqrt(squaresA * squaresB);
}

function contrastOf(levels: readonly number[]): number {
  const mean = meanOf(levels);
  return Math.sqrt(meanOf(levels.map((level) => (level - mean) ** 2)));
}

const meanOf = (levels: readonly number[]): number =>
  levels.reduce((sum, level) => sum + level, 0) / Math.max(1, levels.length);

/** Shared area of two boxes over the area that they cover together, 0..1. */
function overlap(a: Subject, b: Subject): number {
  const shared = sharedOf(a, b);
  return shared === 0 ? 0 : shared / (a.width * a.height + b.width * b.height - shared);
}

function sharedOf(a: Subject, b: Subject): number {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, across) * Math.max(0, down);
}
