import type { Turn } from '../../core/upright.js';
import type { SceneRegion } from '../../imaging/select/scene.js';
import type { FrameAnalysis, Subject } from '../../imaging/vision/types.js';
import type { Connection } from '../database.js';
import type { KnownPlace, Scenes } from '../scene.js';
import { readAnalysis, readSceneViews } from './columns.js';

type RawRegion = Omit<SceneRegion, 'place' | 'views' | 'inForce' | 'anything'> & {
  id: number;
  inForce: number;
  anything: number;
  views: string;
  x: number;
  y: number;
  width: number;
  height: number;
};

const COLUMNS = `id, made_by AS madeBy, in_force AS inForce, anything, x, y, width, height, views,
  first_seen_at AS firstSeenAt, last_seen_at AS lastSeenAt, days, sightings, changes, misses`;

/** Regions of the pictures of one camera (its row number) that are turned alike, watched ones included. */
export function regionReads(db: Connection): (cameraNumber: number, turn: Turn) => SceneRegion[] {
  const regions = db.prepare<[number, number], RawRegion>(
    `SELECT ${COLUMNS} FROM camera_region WHERE camera_number = ? AND turn = ? ORDER BY id`,
  );
  return (cameraNumber, turn) => regions.all(cameraNumber, turn).map(toRegion);
}

function toRegion({ x, y, width, height, views, inForce, anything, ...row }: RawRegion): SceneRegion {
  return {
    ...row,
    place: { x, y, width, height },
    views: readSceneViews(views),
    inForce: inForce === 1,
    anything: anything === 1,
  };
}

type RawPlace = Omit<KnownPlace, 'place' | 'anything'> & {
  anything: number;
  x: number;
  y: number;
  width: number;
  height: number;
};

/** Reads of the places that people are shown. */
export function sceneReads(db: Connection): Pick<Scenes, 'knownPlaces' | 'sceneOf'> {
  const regionsOf = regionReads(db);
  // A photo shows a frame that was looked at closely.
  const shown = db.prepare<[number], { number: number; turn: Turn; analysis: string }>(
    `SELECT b.camera_number AS number, b.turn, f.analysis FROM photo p JOIN burst b ON b.id = p.burst_id
     JOIN frame f ON f.id = p.frame_id WHERE p.id = ? AND p.deleted_at IS NULL`,
  );
  const known = db.prepare<[string], RawPlace>(
    `SELECT r.id, r.turn, r.made_by AS madeBy, r.anything, r.x, r.y, r.width, r.height, r.first_seen_at AS since
     FROM camera_region r JOIN camera c ON c.number = r.camera_number
     WHERE c.id = ? AND c.removed_at IS NULL AND r.in_force = 1 ORDER BY r.id DESC`,
  );
  return {
    knownPlaces: (camera) =>
      known.all(camera).map(({ x, y, width, height, anything, ...row }) => ({
        ...row,
        anything: anything === 1,
        place: { x, y, width, height },
      })),
    sceneOf(photoId) {
      const found = shown.get(photoId);
      if (!found) return null;
      return {
        regions: regionsOf(found.number, found.turn),
        pets: petPlaces(readAnalysis(found.analysis)),
      };
    },
  };
}

function petPlaces({ pets, width, height }: FrameAnalysis): Subject[] {
  return pets.map((box) => ({
    x: box.x / width,
    y: box.y / height,
    width: box.width / width,
    height: box.height / height,
  }));
}
