/** Moments: a view over the photos of one camera that belong together. Nothing of it is stored. */
import type { Gallery } from '../contract.js';
import type { Connection } from '../database.js';
import type { Look, MomentRow, Pet, PetKind, PetRow } from '../types.js';
import { RECOGNISED } from './appearances.js';
import { petsSeen, shownKind } from './household.js';
import { SHOWN } from './movement.js';
import { petReads } from './pets.js';
import { idsIn, LOOK } from './photo-page.js';

/** A photo, as far as moments go. */
export interface MomentPhoto {
  id: number;
  camera: string;
  takenAt: number;
  /** Kind that is shown; `unsure` where that says nothing, null without a pet. */
  pet: PetKind | 'unsure' | null;
  /** Pets of the home that are on it. */
  pets: number[];
  /** Where the pet is, as parts of the picture's size; null without one. */
  place: { x: number; y: number; width: number; height: number } | null;
  favourite: boolean;
  score: number;
}

const MINUTE_MS = 60_000;

/** A pet that is about is one moment as long as this, and while its photos follow each other within it. */
const LONGEST_MS = 30 * MINUTE_MS;

/** A pet that stays where it is moves little, and so do photos of it: an hourly timetable still joins. */
const STILL_GAP_MS = 75 * MINUTE_MS;

/** Share of two boxes together that both have, from which on a pet is said to be where it was. */
const SAME_PLACE = 0.5;

/** Time in one place from which on it is told. */
const TELL_STILL_MS = 45 * MINUTE_MS;

/**
 * The moments of photos, oldest first. Photos of one camera belong together while the same pets are on them: as long as
 * the pet stays where it is, else for half an hour at most.
 * @param photos oldest first
 */
export function momentsOf(photos: readonly MomentPhoto[]): MomentRow[] {
  const open = new Map<string, MomentPhoto[]>();
  const groups: MomentPhoto[][] = [];
  for (const photo of photos) {
    const group = open.get(photo.camera);
    if (group && joins(group, photo)) group.push(photo);
    else {
      const begun = [photo];
      open.set(photo.camera, begun);
      groups.push(begun);
    }
  }
  return groups.map(toMoment);
}

function joins(group: readonly MomentPhoto[], photo: MomentPhoto): boolean {
  const [first, last] = [group[0], group.at(-1)];
  if (!first || !last || !isSameScene(last, photo)) return false;
  const gap = photo.takenAt - last.takenAt;
  if (isSamePlace(last, photo)) return gap <= STILL_GAP_MS;
  return gap <= LONGEST_MS && photo.takenAt - first.takenAt <= LONGEST_MS;
}

/** Two photos that name different pets, or show different kinds for sure, are two scenes. */
function isSameScene(a: MomentPhoto, b: MomentPhoto): boolean {
  if (a.pets.length > 0 && b.pets.length > 0) return a.pets.some((id) => b.pets.includes(id));
  return a.pet === b.pet || [a.pet, b.pet].some((pet) => pet === null || pet === 'unsure');
}

function isSamePlace({ place: a }: MomentPhoto, { place: b }: MomentPhoto): boolean {
  if (!a || !b) return false;
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const both = Math.max(0, width) * Math.max(0, height);
  return both >= SAME_PLACE * (a.width * a.height + b.width * b.height - both);
}

function toMoment(group: MomentPhoto[]): MomentRow {
  const [first, last] = [group[0] as MomentPhoto, group.at(-1) as MomentPhoto];
  const moved = group.findLastIndex(
    (photo, at) => at > 0 && !isSamePlace(group[at - 1] as MomentPhoto, photo),
  );
  const stillSince = (group[Math.max(0, moved)] as MomentPhoto).takenAt;
  return {
    id: first.id,
    camera: first.camera,
    from: first.takenAt,
    until: last.takenAt,
    stillSince: last.takenAt - stillSince >= TELL_STILL_MS ? stillSince : null,
    cover: group.reduce((best, photo) => (isBetter(photo, best) ? photo : best)).id,
    photos: group.map(({ id }) => id).reverse(),
  };
}

/** The owner's favourite before one with a pet before the hub's score; of equals the newer. */
function isBetter(a: MomentPhoto, b: MomentPhoto): boolean {
  if (a.favourite !== b.favourite) return a.favourite;
  if ((a.pet === null) !== (b.pet === null)) return a.pet !== null;
  return a.score >= b.score;
}

/** The most photos that one look goes through. */
const MOST = 2_000;

/** A moment that began before a period is found when it began at most this much before. */
const LOOK_BACK_MS = 24 * 60 * MINUTE_MS;

interface RawMomentPhoto {
  id: number;
  camera: string;
  takenAt: number;
  pet: Pet | null;
  look: Look | null;
  labels: string | null;
  corrected: number;
  recognised: string | null;
  favourite: number;
  score: number;
  box: string | null;
  width: number;
  height: number;
}

/** Reads of moments, made of the photos each time. */
export function momentReads(db: Connection): Pick<Gallery, 'moments'> {
  const { pets } = petReads(db);
  const rows = db.prepare<[number, number], RawMomentPhoto>(
    `SELECT id, camera, taken_at AS takenAt, pet, ${LOOK} AS look, favourite, score, width, height,
       (SELECT json_extract(f.analysis, '$.pets[0]') FROM frame f WHERE f.id = photo.frame_id) AS box,
       (SELECT group_concat(l.pet_id) FROM photo_label l WHERE l.photo_id = photo.id) AS labels,
       EXISTS (SELECT 1 FROM photo_correction c WHERE c.photo_id = photo.id) AS corrected,
       ${RECOGNISED} AS recognised
     FROM photo INDEXED BY photo_shown WHERE deleted_at IS NULL AND ${SHOWN} AND taken_at >= ? AND taken_at < ?
     ORDER BY taken_at DESC, id DESC LIMIT ${MOST}`,
  );
  return {
    moments(from, until, sees) {
      const household = pets();
      const found = rows.all(from - LOOK_BACK_MS, until + LOOK_BACK_MS).filter(({ camera }) => sees(camera));
      const moments = momentsOf(found.map((raw) => toMomentPhoto(raw, household)).reverse());
      return moments
        .filter((one) => one.until >= from && one.until < until)
        .sort((a, b) => b.until - a.until);
    },
  };
}

function toMomentPhoto(raw: RawMomentPhoto, household: readonly PetRow[]): MomentPhoto {
  const { pet, look, labels, corrected, recognised, favourite, box, width, height, ...rest } = raw;
  const seen = look === null ? [] : [...petsSeen([look], household), ...idsIn(recognised)];
  return {
    ...rest,
    favourite: favourite === 1,
    pet: corrected === 1 ? pet && shownKind(pet, household) : kindOf(look, household),
    pets: corrected === 1 ? idsIn(labels) : seen,
    place: box === null ? null : placeOf(JSON.parse(box), width, height),
  };
}

function kindOf(look: Look | null, household: readonly PetRow[]): MomentPhoto['pet'] {
  const kind = look && shownKind(look, household);
  return look === 'unsure' && kind === 'other' ? look : kind;
}

function placeOf(
  box: { x: number; y: number; width: number; height: number },
  width: number,
  height: number,
): MomentPhoto['place'] {
  return { x: box.x / width, y: box.y / height, width: box.width / width, height: box.height / height };
}
