import { Refusal } from '../../core/errors.js';
import type { Turn } from '../../core/upright.js';
import type { SceneRegion } from '../../imaging/select/scene.js';
import type { Connection } from '../database.js';
import { regionReads } from '../reads/scene.js';
import type { SceneAnswer, SceneChange } from '../scene.js';
import type { WriteContext } from './context.js';

/** Writes on places of which people have said something. */
export function sceneWrites({ db }: WriteContext) {
  const remove = db.prepare(
    `DELETE FROM camera_region WHERE id = ? AND in_force = 1
     AND camera_number = (SELECT number FROM camera WHERE id = ? AND removed_at IS NULL)`,
  );
  return {
    forgetPlace(camera: string, id: number): void {
      if (remove.run(id, camera).changes === 0)
        throw new Refusal('place-unknown', `camera ${camera} knows no place ${id}`);
    },
  };
}

/** Writes of other subjects that change what is known of a scene, in their commit. */
export function sceneChanges({ db }: WriteContext) {
  const regionsOf = regionReads(db);
  const { insert, update, remove, ofBurst, ofPhoto, takeBack } = statementsOf(db);

  function put(cameraNumber: number, turn: Turn, region: SceneRegion, photoId: number | null): void {
    const { place, views, inForce, anything, ...row } = region;
    const values = {
      ...{ ...row, ...place, views: JSON.stringify(views) },
      ...{ inForce: Number(inForce), anything: Number(anything) },
    };
    if (region.id === null) insert.run({ ...values, cameraNumber, turn, photoId });
    else update.run({ ...values, photoId });
  }

  return {
    /** Keeps what a cut of a burst that is there has learned. What people said meanwhile stays. */
    learn(burstId: number, { known, regions }: SceneChange): void {
      const camera = ofBurst.get(burstId) as BurstCamera;
      const kept = new Set(regions.map(({ id }) => id));
      const now = new Map(regionsOf(camera.number, camera.turn).map((region) => [region.id, region]));
      for (const id of known) if (!kept.has(id) && now.get(id)?.madeBy === 'hub') remove.run(id);
      for (const region of regions) {
        const stored = now.get(region.id);
        if (region.id === null || stored?.madeBy === region.madeBy)
          put(camera.number, camera.turn, region, null);
      }
    },

    /** Keeps what an answer to who is on a photo that is there says of its scene, and nothing of what was said before. */
    answer(photoId: number, isNoPet: boolean, { keep, forget }: SceneAnswer): void {
      const camera = ofPhoto.get(photoId) as BurstCamera;
      if (!isNoPet) takeBack.run(photoId);
      for (const id of forget) remove.run(id);
      for (const region of keep) put(camera.number, camera.turn, region, photoId);
    },
  };
}

interface BurstCamera {
  number: number;
  turn: Turn;
}

function statementsOf(db: Connection) {
  return {
    insert: db.prepare(
      `INSERT INTO camera_region (camera_number, turn, made_by, in_force, anything, x, y, width, height, views,
         first_seen_at, last_seen_at, days, sightings, changes, misses, photo_id)
       VALUES (@cameraNumber, @turn, @madeBy, @inForce, @anything, @x, @y, @width, @height, @views,
         @firstSeenAt, @lastSeenAt, @days, @sightings, @changes, @misses, @photoId)`,
    ),
    update: db.prepare(
      `UPDATE camera_region SET made_by = @madeBy, in_force = @inForce, anything = @anything, views = @views,
         last_seen_at = @lastSeenAt, days = @days, sightings = @sightings, changes = @changes, misses = @misses,
         photo_id = ifnull(photo_id, @photoId)
       WHERE id = @id`,
    ),
    remove: db.prepare('DELETE FROM camera_region WHERE id = ?'),
    ofBurst: db.prepare<[number], BurstCamera>(
      'SELECT camera_number AS number, turn FROM burst WHERE id = ?',
    ),
    ofPhoto: db.prepare<[number], BurstCamera>(
      `SELECT b.camera_number AS number, b.turn FROM photo p JOIN burst b ON b.id = p.burst_id WHERE p.id = ?`,
    ),
    takeBack: db.prepare('DELETE FROM camera_region WHERE photo_id = ?'),
  };
}
