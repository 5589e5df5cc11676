import type { Look, Pet, PetRow, PhotoFilter, PhotoPageQuery, PhotoRow } from '../types.js';
import { ASKED, RECOGNISED, SHOWS_PET } from './appearances.js';
import { readSummary } from './columns.js';
import { looksOf, looksShownAs, petsSeen, shownKind } from './household.js';
import { ONLY_MOVEMENT, SHOWN } from './movement.js';
import type { SubjectOf } from './subject.js';

/** A statement and what to bind to it. */
export interface Query {
  sql: string;
  values: (string | number)[];
}

/** A list from one of its rows on; the whole list without `after`. */
export type PhotoRange = PhotoFilter & Pick<PhotoPageQuery, 'after' | 'oldestFirst'>;

/** SQL for the look at the pet of a photo (`Look`), which counts where nobody has said who it is. */
export const LOOK = `iif(kind_unsure = 1 AND pet IS NOT NULL, 'unsure', pet)`;

/** Columns of `photo` that `RawPhoto` has. */
export const PHOTO_COLUMNS = `id, camera, burst_id AS burstId, frame_id AS frameId, taken_at AS takenAt, pet,
  ${LOOK} AS look, favourite, score,
  summary, width, height, upscale, version, (SELECT b.turn FROM burst b WHERE b.id = photo.burst_id) AS turn,
  (SELECT a.pet FROM photo_also a WHERE a.photo_id = photo.id AND a.frame_id = photo.frame_id) AS also,
  (SELECT group_concat(l.pet_id) FROM photo_label l WHERE l.photo_id = photo.id) AS labels,
  EXISTS (SELECT 1 FROM photo_correction c WHERE c.photo_id = photo.id) AS corrected,
  ${RECOGNISED} AS recognised, ${ASKED} AS maybe,
  ${ONLY_MOVEMENT} AS folded`;

/** One photo that is not deleted, by id. */
export const PHOTO_BY_ID = `SELECT ${PHOTO_COLUMNS} FROM photo WHERE id = ? AND deleted_at IS NULL`;

/** A row of `photo` as SQLite gives it. */
export type RawPhoto = Omit<
  PhotoRow,
  'favourite' | 'summary' | 'pet' | 'pets' | 'corrected' | 'folded' | 'subject'
> & {
  pet: Pet | null;
  look: Look | null;
  favourite: number;
  summary: string;
  /** Second kind in the frame. */
  also: Pet | null;
  /** Ids of the pets that a person named, with commas between. */
  labels: string | null;
  /** Ids of the pets that the hub recognised, with commas between. */
  recognised: string | null;
  corrected: number;
  folded: number;
};

/** Photo of a row, its summary parsed; `household` are the pets of the home, `subjectOf` says where the pet is. */
export function toPhoto(raw: RawPhoto, household: readonly PetRow[], subjectOf: SubjectOf): PhotoRow {
  const { also, labels, look, recognised, ...row } = raw;
  const who = raw.corrected === 1 ? named(labels, raw.pet, household) : seen(raw, household);
  const flags = { favourite: raw.favourite === 1, corrected: raw.corrected === 1, folded: raw.folded === 1 };
  const subject = who.pet === null ? null : subjectOf(raw.frameId);
  return { ...row, ...flags, ...who, subject, summary: readSummary(raw.summary) };
}

type Who = Pick<PhotoRow, 'pet' | 'pets' | 'maybe'>;

function seen({ look, also, recognised, maybe }: RawPhoto, household: readonly PetRow[]): Who {
  if (look === null) return { pet: look, pets: [], maybe: null };
  const isAlone = look === 'unsure' || also === null || also === look;
  const looks = isAlone ? [look] : [look, also];
  const known = [...petsSeen(looks, household), ...idsIn(recognised)];
  const pets = household.filter(({ id }) => known.includes(id)).map(({ id }) => id);
  return { pet: shownKind(look, household), pets, maybe: pets.length > 0 ? null : maybe };
}

/** Ids of a column with commas between; none of null. */
export const idsIn = (list: string | null): number[] => (list === null ? [] : list.split(',').map(Number));

/** A pet that a person named none of is somebody else's. */
function named(labels: string | null, pet: Pet | null, household: readonly PetRow[]): Who {
  const ids = idsIn(labels);
  const pets = household.filter(({ id }) => ids.includes(id));
  const kind = pets[0]?.kind ?? (pet === null ? null : 'other');
  return { pet: kind, pets: pets.map(({ id }) => id), maybe: null };
}

/**
 * A page by keyset: it costs the same wherever it begins, because the index that fits the filter is walked from the
 * row after `after` on. The index is named, so that no statistics can talk the planner out of it. Rows that are passed
 * over cost a step in that index each: `jump` in photo-days.ts makes them few.
 */
export function photoPage(query: PhotoPageQuery, household: readonly PetRow[]): Query {
  const way = query.oldestFirst ? 'ASC' : 'DESC';
  const range = query.oldestFirst ? oldestFirst(query) : newestFirst(query);
  const { sql, values } = united(asSeen(query, household), range, PHOTO_COLUMNS);
  return {
    sql: `${sql} ORDER BY taken_at ${way}, id ${way} LIMIT ? OFFSET ?`,
    values: [...values, query.limit, query.skip ?? 0],
  };
}

/** When the newest photo under the filter was taken. */
export function newestTime(filter: PhotoFilter, household: readonly PetRow[]): Query {
  const { sql, values } = united(asSeen(filter, household), newestFirst(filter), 'taken_at, id');
  return { sql: `${sql} ORDER BY taken_at DESC, id DESC LIMIT 1`, values };
}

/** Query of the number of photos that a filter finds, from a row on where one is named. */
export function photoCount(list: PhotoRange, household: readonly PetRow[]): Query {
  const range = list.oldestFirst ? oldestFirst(list) : newestFirst(list);
  const { sql, values } = united(asSeen(list, household), range, 'count(*) AS count');
  return { sql: `SELECT sum(count) FROM (${sql})`, values };
}

type Clause = [sql: string, ...values: (string | number)[]];

/**
 * Each camera has its own walk through an index, and SQLite merges them in their order: a camera with few photos among
 * many costs no more than the others.
 */
function united(filter: SeenFilter, range: Clause[], columns: string): Query {
  const sources = (filter.cameras ?? [null]).map((camera) => source(filter, camera, range));
  return {
    sql: sources.map(({ from }) => `SELECT ${columns} ${from}`).join(' UNION ALL '),
    values: sources.flatMap(({ values }) => values),
  };
}

function source(filter: SeenFilter, camera: string | null, range: Clause[]) {
  const clauses: Clause[] = [['deleted_at IS NULL']];
  if (filter.nothing) clauses.push(['id < 0']);
  if (camera !== null) clauses.push(['camera = ?', camera]);
  if (filter.who !== undefined) clauses.push(whoClause(filter.who));
  if (filter.movement !== undefined) clauses.push([filter.movement === 'only' ? ONLY_MOVEMENT : SHOWN]);
  if (filter.pet !== undefined) clauses.push(petClause(filter.pet));
  if (filter.favourite !== undefined) clauses.push([`favourite = ${filter.favourite ? 1 : 0}`]);
  clauses.push(...range);
  return {
    from: `FROM photo INDEXED BY ${indexFor(filter)} WHERE ${clauses.map(([sql]) => sql).join(' AND ')}`,
    values: clauses.flatMap(([, ...values]) => values),
  };
}

/** A filter by the kinds that are stored. */
type SeenFilter = Omit<PhotoFilter, 'pet' | 'who'> & {
  pet?: Pet | 'any' | 'none';
  who?: { id: number; looks: Look[] };
  nothing?: true;
};

/** A kind that is shown stands for one look or both; one that nothing is shown as finds nothing. */
function asSeen({ pet, who: id, ...rest }: PhotoFilter, household: readonly PetRow[]): SeenFilter {
  const filter: SeenFilter =
    id === undefined ? rest : { ...rest, pet: 'any', who: { id, looks: looksOf(id, household) } };
  if (pet === undefined) return filter;
  if (pet === 'any' || pet === 'none') return { ...filter, pet };
  const [first, second] = looksShownAs(pet, household);
  if (first === undefined) return { ...filter, nothing: true };
  return { ...filter, pet: second === undefined ? first : 'any' };
}

function petClause(pet: NonNullable<SeenFilter['pet']>): [string, ...string[]] {
  if (pet === 'any') return ['pet IS NOT NULL'];
  return pet === 'none' ? ['pet IS NULL'] : ['pet = ?', pet];
}

/** What a person said wins over what the hub sees. */
function whoClause({ id, looks }: NonNullable<SeenFilter['who']>): Clause {
  const marks = looks.map(() => '?').join(', ');
  const also = `kind_unsure = 0 AND EXISTS (SELECT 1 FROM photo_also a WHERE a.photo_id = photo.id AND a.frame_id = photo.frame_id
    AND a.pet IN (${marks}))`;
  return [
    `CASE WHEN id IN (SELECT c.photo_id FROM photo_correction c)
     THEN id IN (SELECT l.photo_id FROM photo_label l WHERE l.pet_id = ?)
     ELSE ${LOOK} IN (${marks}) OR ${also} OR ${SHOWS_PET} END`,
    ...[id, ...looks, ...looks, id],
  ];
}

type Range = Pick<PhotoRange, 'from' | 'until' | 'after'>;

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
function indexFor({ cameras, pet, favourite, movement }: SeenFilter): string {
  if (movement === 'only') return 'photo_movement';
  if (favourite) return 'photo_favourite';
  if (pet !== undefined && pet !== 'any') return 'photo_pet';
  const shown = movement === 'without' ? '_shown' : '';
  if (cameras !== undefined) return `photo_camera${shown}`;
  if (pet === 'any') return 'photo_any_pet';
  return shown === '' ? 'photo_newest' : 'photo_shown';
}
