import { Refusal } from '../../core/errors.js';
import type { Connection } from '../database.js';
import { LESSON } from '../reads/appearances.js';
import { candidatesFor } from '../reads/household.js';
import { petReads } from '../reads/pets.js';
import { PHOTO_BY_ID, type RawPhoto, toPhoto } from '../reads/photo-page.js';
import { type KnownLook, type Recognised, recognise } from '../reads/recognition.js';
import { subjectReads } from '../reads/subject.js';
import type { PetAppearances } from '../recognition.js';
import type { Pet, PhotoRow } from '../types.js';
import type { WriteContext } from './context.js';

/** So many looks of each pet that people have named are compared with, the latest ones: a pet changes. */
const MOST_LOOKS = 40;

interface RawAppearance {
  number: number;
  kind: Pet;
  appearance: Buffer;
  pet: number | null;
  maybe: number | null;
}

/** So many of the latest answers are looked through for them. */
const MOST_ANSWERS = 1_000;

/** Looks that people have named; a photo teaches when it shows one pet, and one or none of the home is said to be it. */
function knownLooks(db: Connection): (model: string) => KnownLook[] {
  const taught = db.prepare<{ model: string }, { pet: number | null; appearance: Buffer }>(
    `SELECT pet, appearance FROM (
       SELECT l.pet_id AS pet, s.appearance, row_number() OVER (PARTITION BY l.pet_id ORDER BY c.at DESC, p.id DESC) AS age
       FROM (SELECT photo_id, pet, at FROM photo_correction ORDER BY at DESC LIMIT ${MOST_ANSWERS}) c
       JOIN photo p ON p.id = c.photo_id
       JOIN photo_recognition r ON r.photo_id = p.id AND r.frame_id = p.frame_id AND r.model = @model
       JOIN photo_sighting s ON s.photo_id = p.id
       LEFT JOIN photo_label l ON l.photo_id = p.id
       WHERE c.pet IS NOT NULL
       AND (SELECT count(*) FROM photo_sighting o WHERE o.photo_id = p.id) = 1
       AND (SELECT count(*) FROM photo_label o WHERE o.photo_id = p.id) <= 1)
     WHERE age <= ${MOST_LOOKS}`,
  );
  return (model) =>
    taught.all({ model }).map(({ pet, appearance }) => ({ pet, appearance: floatsIn(appearance) }));
}

/** Number of what people have said of who is on photos. */
export function lessons(db: Connection) {
  const read = db
    .prepare<[], number>(`SELECT CAST(value AS INTEGER) FROM setting WHERE key = '${LESSON}'`)
    .pluck();
  const raise = db.prepare(
    `INSERT INTO setting (key, value) VALUES ('${LESSON}', '1')
     ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)`,
  );
  return {
    current: (): number => (read.get() as number | undefined) ?? 0,
    /** Has every photo named again: people have said something. */
    learn: (): void => void raise.run(),
  };
}

/** Names pets on photos by what they look like. */
export function naming(db: Connection) {
  const { pets } = petReads(db);
  const looks = knownLooks(db);
  const lesson = lessons(db);
  const appearances = db.prepare<[number], RawAppearance>(
    `SELECT number, kind, appearance, pet_id AS pet, maybe_id AS maybe FROM photo_sighting WHERE photo_id = ?
     ORDER BY number`,
  );
  const denials = db.prepare<[number], number>('SELECT pet_id FROM photo_denial WHERE photo_id = ?').pluck();
  const name = db.prepare(
    'UPDATE photo_sighting SET pet_id = ?, maybe_id = ? WHERE photo_id = ? AND number = ?',
  );
  const note = db.prepare('UPDATE photo_recognition SET lesson = ? WHERE photo_id = ?');

  /** A function that names the pets of one photo by what is known now; true when that changes something. */
  return (model: string): ((photoId: number) => boolean) => {
    const [household, known, current] = [pets(), looks(model), lesson.current()];
    return (photoId) => {
      const denied = denials.all(photoId) as number[];
      const taken = new Set<number>();
      let changed = false;
      for (const { number, kind, appearance, pet, maybe } of appearances.all(photoId)) {
        const candidates = candidatesFor(kind, household).filter((id) => !taken.has(id));
        const found: Recognised = recognise(floatsIn(appearance), known, { candidates, denied });
        if (found.pet !== null) taken.add(found.pet);
        changed ||= found.pet !== pet || found.maybe !== maybe;
        name.run(found.pet, found.maybe, photoId, number);
      }
      note.run(current, photoId);
      return changed;
    };
  };
}

/** Writes of what pets on photos look like, and of who they are by that. */
export function appearanceWrites(context: WriteContext) {
  const { db, announce } = context;
  const keep = appearanceKeeping(db);
  const names = naming(db);
  const lesson = lessons(db);
  const subjectOf = subjectReads(db);
  const { pets } = petReads(db);
  const byId = db.prepare<[number], RawPhoto>(PHOTO_BY_ID);
  const old = db.prepare<[number, string, number], { photoId: number }>(
    'SELECT photo_id AS photoId FROM photo_recognition WHERE lesson < ? AND model = ? ORDER BY photo_id DESC LIMIT ?',
  );
  const modelOf = db
    .prepare<[number], string>('SELECT model FROM photo_recognition WHERE photo_id = ?')
    .pluck();
  const deny = db.prepare('INSERT OR IGNORE INTO photo_denial (photo_id, pet_id) VALUES (?, ?)');

  function photo(id: number): PhotoRow {
    const raw = byId.get(id);
    if (!raw) throw new Refusal('photo-unknown', `there is no photo ${id}`);
    return toPhoto(raw, pets(), subjectOf);
  }

  function tell(photoId: number): PhotoRow {
    const now = photo(photoId);
    announce('photo.updated', { photoId, version: now.version, favourite: now.favourite });
    return now;
  }

  return {
    saveAppearances(photoId: number, frameId: number, model: string, seen: PetAppearances): void {
      const raw = byId.get(photoId);
      if (raw?.frameId !== frameId) return;
      keep(photoId, frameId, model, seen);
      // What a person has named teaches as soon as it was looked at.
      if (raw.corrected === 1) lesson.learn();
      if (names(model)(photoId)) tell(photoId);
    },

    nameAgain(model: string, limit: number): number {
      const due = old.all(lesson.current(), model, limit);
      const nameOne = names(model);
      const changed = due.filter(({ photoId }) => nameOne(photoId));
      if (changed.length > 0) announce('pets.updated', {});
      return due.length;
    },

    denyPet(photoId: number, petId: number): PhotoRow {
      photo(photoId);
      if (!pets().some(({ id }) => id === petId))
        throw new Refusal('pet-unknown', `there is no pet ${petId}`);
      deny.run(photoId, petId);
      const model = modelOf.get(photoId) as string | undefined;
      if (model !== undefined) names(model)(photoId);
      return tell(photoId);
    },
  };
}

/** Keeps what was seen of a photo in place of what was seen before. */
export function appearanceKeeping(db: Connection) {
  const drop = db.prepare('DELETE FROM photo_recognition WHERE photo_id = ?');
  const insert = db.prepare(
    'INSERT INTO photo_recognition (photo_id, frame_id, model, lesson, reason) VALUES (?, ?, ?, -1, ?)',
  );
  const add = db.prepare(
    'INSERT INTO photo_sighting (photo_id, number, kind, appearance) VALUES (?, ?, ?, ?)',
  );
  return (photoId: number, frameId: number, model: string, seen: PetAppearances): void => {
    drop.run(photoId);
    insert.run(photoId, frameId, model, 'reason' in seen ? seen.reason : null);
    const appearances = 'reason' in seen ? [] : seen.appearances;
    for (const [number, { kind, appearance }] of appearances.entries())
      add.run(photoId, number, kind, Buffer.from(Float32Array.from(appearance).buffer));
  };
}

function floatsIn(bytes: Buffer): Float32Array {
  return new Float32Array(Uint8Array.from(bytes).buffer);
}
