import type { Connection } from '../database.js';
import type { AppearanceJob, Recognition, RecognitionBacklog } from '../recognition.js';
import { readAnalysis } from './columns.js';
import { candidatesFor, petsToRecognise } from './household.js';
import { petReads } from './pets.js';

type AppearanceReads = Pick<
  Recognition,
  'tellsPetsApart' | 'nextAppearances' | 'appearancesDue' | 'recognitionBacklog' | 'hasOldNames'
>;

/** True for a photo whose frame the model has looked at. */
const LOOKED = `EXISTS (SELECT 1 FROM photo_recognition r
  WHERE r.photo_id = photo.id AND r.frame_id = photo.frame_id AND r.model = @model)`;

/** Row of `setting` that rises with all that people say of who is on photos. */
export const LESSON = 'pets.lesson';

type RawJob = Omit<AppearanceJob, 'pets' | 'said'> & { analysis: string; said: number };

/** Ids of the pets that the shown frame of a row of `photo` was recognised to show, with commas between. */
export const RECOGNISED = `(SELECT group_concat(s.pet_id) FROM photo_recognition r JOIN photo_sighting s ON s.photo_id = r.photo_id
  WHERE r.photo_id = photo.id AND r.frame_id = photo.frame_id AND s.pet_id IS NOT NULL)`;

/** Id of the pet that a person is asked about on a row of `photo`; null where there is no question. */
export const ASKED = `(SELECT s.maybe_id FROM photo_recognition r JOIN photo_sighting s ON s.photo_id = r.photo_id
  WHERE r.photo_id = photo.id AND r.frame_id = photo.frame_id AND s.maybe_id IS NOT NULL ORDER BY s.number LIMIT 1)`;

/** Reads of what is left to recognise. */
export function appearanceReads(db: Connection): AppearanceReads {
  const columns = `photo.id AS photoId, photo.frame_id AS frameId, photo.taken_at AS takenAt, f.analysis,
    EXISTS (SELECT 1 FROM photo_correction o WHERE o.photo_id = photo.id) AS said`;
  const waiting = `photo.deleted_at IS NULL AND photo.pet IS NOT NULL AND f.analysis IS NOT NULL AND NOT ${LOOKED}`;
  const said = db.prepare<{ model: string }, RawJob>(
    `SELECT ${columns} FROM photo_correction c JOIN photo ON photo.id = c.photo_id
     JOIN frame f ON f.id = photo.frame_id WHERE ${waiting} ORDER BY c.at DESC LIMIT 1`,
  );
  const newest = db.prepare<{ model: string; takenAt: number; id: number }, RawJob>(
    `SELECT ${columns} FROM photo INDEXED BY photo_any_pet JOIN frame f ON f.id = photo.frame_id
     WHERE ${waiting} AND (photo.taken_at, photo.id) < (@takenAt, @id)
     ORDER BY photo.taken_at DESC, photo.id DESC LIMIT 1`,
  );
  const one = db.prepare<{ model: string; photoId: number }, RawJob>(
    `SELECT ${columns} FROM photo JOIN frame f ON f.id = photo.frame_id WHERE ${waiting} AND photo.id = @photoId`,
  );
  const backlog = db.prepare<{ model: string }, RecognitionBacklog>(
    `SELECT count(*) AS photos, ifnull(sum(NOT ${LOOKED}), 0) AS waiting FROM photo
     WHERE deleted_at IS NULL AND pet IS NOT NULL`,
  );
  const old = db.prepare<{ model: string }>(
    `SELECT 1 FROM photo_recognition WHERE lesson < (SELECT CAST(value AS INTEGER) FROM setting WHERE key = '${LESSON}')
     AND model = @model LIMIT 1`,
  );
  const { pets } = petReads(db);
  return {
    tellsPetsApart: () => {
      const household = pets();
      return (['cat', 'dog'] as const).some((kind) => candidatesFor(kind, household).length > 1);
    },
    nextAppearances(model, before = { takenAt: Number.MAX_SAFE_INTEGER, id: 0 }) {
      return toJob(said.get({ model }) ?? newest.get({ model, ...before }));
    },
    appearancesDue: (model, photoId) => toJob(one.get({ model, photoId })),
    recognitionBacklog: (model) => backlog.get({ model }) as RecognitionBacklog,
    hasOldNames: (model) => old.get({ model }) !== undefined,
  };
}

function toJob(found: RawJob | undefined): AppearanceJob | null {
  if (!found) return null;
  const { analysis, said, ...job } = found;
  return { ...job, said: said === 1, pets: petsToRecognise(readAnalysis(analysis)) };
}

/** Condition on a row of `photo`: a pet, whose id is bound, was recognised on the frame that it shows. */
export const SHOWS_PET = `EXISTS (SELECT 1 FROM photo_sighting s JOIN photo_recognition r ON r.photo_id = s.photo_id
  WHERE s.pet_id = ? AND s.photo_id = photo.id AND r.frame_id = photo.frame_id)`;
