import { Refusal } from '../../core/errors.js';
import type { PetValues, PhotoAnswer } from '../pets.js';
import { petReads } from '../reads/pets.js';
import { PHOTO_BY_ID, type RawPhoto, toPhoto } from '../reads/photo-page.js';
import { subjectReads } from '../reads/subject.js';
import type { SceneAnswer } from '../scene.js';
import type { Pet, PetRow, PhotoRow } from '../types.js';
import { lessons } from './appearances.js';
import type { WriteContext } from './context.js';
import { sceneChanges } from './scene.js';
import { seenWrites } from './seen.js';

/** More than any home has; the page shows a button for each. */
const MOST_PETS = 20;

/** Writes of the pets of the home, and of what people say of who is on a photo. */
export function petWrites(context: WriteContext) {
  const { db, at } = context;
  const { pets } = petReads(db);
  const answer = answering(context, pets);
  const taken = db.prepare('SELECT 1 FROM pet WHERE name = ? AND id <> ?');
  const shown = db.prepare('SELECT 1 FROM photo WHERE id = ? AND deleted_at IS NULL');
  const insert = db.prepare('INSERT INTO pet (name, kind, photo_id, created_at) VALUES (?, ?, ?, ?)');
  const update = db.prepare('UPDATE pet SET name = ?, kind = ?, photo_id = ? WHERE id = ?');
  const remove = db.prepare('DELETE FROM pet WHERE id = ?');
  const { learn } = lessons(db);

  function pet(id: number): PetRow {
    const found = pets().find((one) => one.id === id);
    if (!found) throw new Refusal('pet-unknown', `there is no pet ${id}`);
    return found;
  }

  function expectFree({ name, photo }: PetValues, id: number): void {
    if (taken.get(name, id)) throw new Refusal('pet-name-taken', `there is a pet of the name ${name}`);
    if (photo !== null && !shown.get(photo)) throw new Refusal('photo-unknown', `there is no photo ${photo}`);
  }

  return {
    addPet(values: PetValues): PetRow {
      if (pets().length >= MOST_PETS) throw new Refusal('pets-full', `a home has at most ${MOST_PETS} pets`);
      expectFree(values, 0);
      const { lastInsertRowid } = insert.run(values.name, values.kind, values.photo, at());
      learn();
      context.announce('pets.updated', {});
      return pet(Number(lastInsertRowid));
    },

    changePet(id: number, change: Partial<PetValues>): PetRow {
      const { name, kind, picture } = pet(id);
      const values = { name, kind, photo: picture?.photo ?? null, ...change };
      expectFree(values, id);
      update.run(values.name, values.kind, values.photo, id);
      learn();
      context.announce('pets.updated', {});
      return pet(id);
    },

    removePet(id: number): void {
      remove.run(pet(id).id);
      learn();
      context.announce('pets.updated', {});
    },

    answerPhoto: answer,
  };
}

function answering(context: WriteContext, pets: () => PetRow[]) {
  const { db, at, announce } = context;
  const { follow } = seenWrites(db);
  const { learn } = lessons(db);
  const { answer: answerScene } = sceneChanges(context);
  const byId = db.prepare<[number], RawPhoto>(PHOTO_BY_ID);
  const subjectOf = subjectReads(db);
  const saw = db
    .prepare<[number], Pet | null>(
      `SELECT iif(c.photo_id IS NULL, p.pet, c.seen) FROM photo p
       LEFT JOIN photo_correction c ON c.photo_id = p.id WHERE p.id = ?`,
    )
    .pluck();
  const correct = db.prepare(
    `INSERT INTO photo_correction (photo_id, pet, seen, at) SELECT id, ?, pet, ? FROM photo WHERE id = ?
     ON CONFLICT (photo_id) DO UPDATE SET pet = excluded.pet, at = excluded.at`,
  );
  const takeBack = db.prepare(
    'UPDATE photo SET pet = (SELECT c.seen FROM photo_correction c WHERE c.photo_id = photo.id) WHERE id = ?',
  );
  const forget = db.prepare('DELETE FROM photo_correction WHERE photo_id = ?');
  const forgetDenials = db.prepare('DELETE FROM photo_denial WHERE photo_id = ?');
  const unlabel = db.prepare('DELETE FROM photo_label WHERE photo_id = ?');
  const label = db.prepare('INSERT OR IGNORE INTO photo_label (pet_id, photo_id) VALUES (?, ?)');

  function photo(id: number): PhotoRow {
    const raw = byId.get(id);
    if (!raw) throw new Refusal('photo-unknown', `there is no photo ${id}`);
    return toPhoto(raw, pets(), subjectOf);
  }

  /** Kind that older programs and the indexes see; an animal that is neither is kept as what it was taken for. */
  function kindFor(ids: number[], photoId: number): Pet {
    const known = pets();
    const named = ids.map((id) => known.find((pet) => pet.id === id));
    if (named.includes(undefined)) throw new Refusal('pet-unknown', 'one of these pets is not of this home');
    const kind = named.map((pet) => pet?.kind).find((one) => one === 'cat' || one === 'dog');
    return kind ?? (saw.get(photoId) as Pet | null) ?? 'cat';
  }

  return (photoId: number, answer: PhotoAnswer, scene: SceneAnswer = { keep: [], forget: [] }): PhotoRow => {
    const { version, favourite } = photo(photoId);
    const ids = typeof answer === 'object' ? answer.pets : [];
    const kind = typeof answer === 'object' ? kindFor(ids, photoId) : null;
    unlabel.run(photoId);
    answerScene(photoId, answer === 'nobody', scene);
    if (answer === 'hub') {
      if (byId.get(photoId)?.corrected) takeBack.run(photoId);
      forget.run(photoId);
    } else {
      correct.run(kind, at(), photoId);
      for (const id of ids) label.run(id, photoId);
      follow(photoId);
    }
    forgetDenials.run(photoId);
    learn();
    announce('photo.updated', { photoId, version, favourite });
    return photo(photoId);
  };
}
