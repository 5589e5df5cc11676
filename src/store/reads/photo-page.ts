import type { PhotoFilter, PhotoPageQuery, PhotoRow } from '../types.js';
import { readSummary } from './columns.js';

/** A statement and what to bind to it. */
export interface Query {
  sql: string;
  values: (string | number)[];
}

const COLUMNS = `id, camera, burst_id AS burstId, frame_id AS frameId, taken_at AS takenAt, pet, favourite, score,
  summary, width, height, upscale, version, (SELECT b.turn FROM burst b WHERE b.id = photo.burst_id) AS turn`;

/** One photo that is not deleted, by id. */
export const PHOTO_BY_ID = `SELECT ${COLUMNS} FROM photo WHERE id = ? AND deleted_at IS NULL`;

/** A row of `photo` as SQLite gives it. */
export type RawPhoto = Omit<PhotoRow, 'favourite' | 'summary'> & { favourite: number; summary: string };

/** Photo of a row, its summary parsed. */
export function toPhoto(raw: RawPhoto): PhotoRow {
  return { ...raw, favourite: raw.favourite === 1, summary: readSummary(raw.summary) };
}

/**
 * A page by keyset: it costs the same wherever it begins, because the index that fits the filter is walked from the
 * row after `after` on. The index is named, so that no statistics can talk the planner out of it. Rows that are passed
 * over cost a step in that index each.
 */
export function photoPage(query: PhotoPageQuery): Query {
  const way = query.oldestFirst ? 'ASC' : 'DESC';
  const { sql, values } = united(query, query.oldestFirst ? oldestFirst(query) : newestFirst(query), COLUMNS);
  return {
    sql: `${sql} ORDER BY taken_at ${way}, id ${way} LIMIT ? OFFSET ?`,
    values: [...values, query.limit, query.skip ?? 0],
  };
}

/** When the newest photo under the filter was taken. */
export function newestTime(filter: PhotoFilter): Query {
  const { sql, values } = united(filter, newestFirst(filter), 'taken_at, id');
  return { sql: `${sql} ORDER BY taken_at DESC, id DESC LIMIT 1`, values };
}

/** Query of the number of photos that a filter finds. */
export function photoCount(filter: PhotoFilter): Query {
  const { sql, values } = united(filter, newestFirst(filter), 'count(*) AS count');
  return { sql: `SELECT sum(count) FROM (${sql})`, values };
}

type Clause = [sql: string, ...values: (string | number)[]];

/**
 * Each camera has its own walk through an index, and SQLite merges them in their order: a camera with few photos among
 * many costs no more than the others.
 */
function united(filter: PhotoFilter, range: Clause[], columns: string): Query {
  const sources = (filter.cameras ?? [null]).map((camera) => source(filter, camera, range));
  return {
    sql: sources.map(({ from }) => `SELECT ${columns} ${from}`).join(' UNION ALL '),
    values: sources.flatMap(({ values }) => values),
  };
}

function source(filter: PhotoFilter, camera: string | null, range: Clause[]) {
  const clauses: Clause[] = [['deleted_at IS NULL']];
  if (camera !== null) clauses.push(['camera = ?', camera]);
  if (filter.pet !== undefined) clauses.push(petClause(filter.pet));
  if (filter.favourite !== undefined) clauses.push([`favourite = ${filter.favourite ? 1 : 0}`]);
  clauses.push(...range);
  return {
    from: `FROM photo INDEXED BY ${indexFor(filter)} WHERE ${clauses.map(([sql]) => sql).join(' AND ')}`,
    values: clauses.flatMap(([, ...values]) => values),
  };
}

function petClause(pet: NonNullable<PhotoFilter['pet']>): [string, ...string[]] {
  if (pet === 'any') return ['pet IS NOT NULL'];
  return pet === 'none' ? ['pet IS NULL'] : ['pet = ?', pet];
}

type Range = Pick<PhotoPageQuery, 'from' | 'until' | 'after'>;

/** Only one bound can be sought in an index where the walk begins, so the nearer of the two is taken. Ids begin at 1. */
function newestFirst({ from, until, after }: Range): Clause[] {
  const start = nearer(until, after, (after?.takenAt ?? 0) < (until ?? 0));
  return [
    ...(start ? [['(taken_at, id) < (?, ?)', start.takenAt, start.id] as Clause] : []),
    ...(from === undefined ? [] : [['taken_at >= ?', from] as Clause]),
  ];
}

function oldestFirst({ from, until, after }: Range): Clause[] {
  const start = nearer(from, after, (after?.takenAt ?? 0) >= (from ?? 0));
  return [
    ...(start ? [['(taken_at, id) > (?, ?)', start.takenAt, start.id] as Clause] : []),
    ...(until === undefined ? [] : [['taken_at < ?', until] as Clause]),
  ];
}

function nearer(time: number | undefined, after: Range['after'], afterIsNearer: boolean) {
  if (time === undefined || (after && afterIsNearer)) return after;
  return { takenAt: time, id: 0 };
}

/** The index that leaves the fewest rows to look at and skip. */
function indexFor({ cameras, pet, favourite }: PhotoFilter): string {
  if (favourite) return 'photo_favourite';
  if (pet !== undefined && pet !== 'any') return 'photo_pet';
  if (cameras !== undefined) return 'photo_camera';
  return pet === 'any' ? 'photo_any_pet' : 'photo_newest';
}
