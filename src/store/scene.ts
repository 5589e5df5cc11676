import type { Turn } from '../core/upright.js';
import type { SceneRegion } from '../imaging/select/scene.js';
import type { Subject } from '../imaging/vision/types.js';

/** A place of a camera's picture that is no pet, as people see it. */
export interface KnownPlace extends Pick<SceneRegion, 'madeBy' | 'anything' | 'place'> {
  id: number;
  /** Turn of the pictures that it is of. */
  turn: Turn;
  /** When it was first seen. */
  since: number;
}

/** Scene of a photo as it is known, in pictures that are turned as it is. */
export interface PhotoScene {
  regions: SceneRegion[];
  /** Where the frame that it shows has pets, as the hub sees it; the likeliest first. */
  pets: Subject[];
}

/** Consequence of an answer to who is on a photo for its scene. */
export interface SceneAnswer {
  /** Places that are no pet, new ones and those that are known by now. */
  keep: SceneRegion[];
  /** Ids of places at which a pet may be after all. */
  forget: number[];
}

/** Lesson of a cut about the scene of its camera. */
export interface SceneChange {
  /** Ids of the regions that it began with. */
  known: number[];
  regions: SceneRegion[];
}

/** Reads and writes of the scenes of fixed cameras. */
export interface Scenes {
  /** Places of a camera at which no pet is, the latest first; those that are only watched are left out. */
  knownPlaces(camera: string): KnownPlace[];
  /** Null when there is no such photo. */
  sceneOf(photoId: number): PhotoScene | null;
  /** Has the hub see pets there again. Refusal `place-unknown`. */
  forgetPlace(camera: string, id: number): Promise<void>;
}
