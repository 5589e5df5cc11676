import type { Detection } from '../imaging/vision/types.js';
import type { Pet, PhotoRow } from './types.js';

/** A photo whose pets are to be looked at. */
export interface AppearanceJob {
  photoId: number;
  frameId: number;
  takenAt: number;
  /** A person has said who is on it. */
  said: boolean;
  /** Pets in its frame, in pixels of the upright picture. */
  pets: Detection[];
}

/** One pet in a frame: its kind by the detector, and what it looks like. */
export interface PetAppearance {
  kind: Pet;
  appearance: number[];
}

/** Pets in a frame as a model saw them, or why it could not. */
export type PetAppearances = { appearances: PetAppearance[] } | { reason: string };

/** How far the hub has come with recognising pets on the photos that are there. */
export interface RecognitionBacklog {
  /** Photos with a pet. */
  photos: number;
  /** Those of them that have not been looked at yet. */
  waiting: number;
}

/** Recognition of the pets of the home, as a queue in the database: photos with pets that a model has not looked at. */
export interface Recognition {
  /** True where pets have to be told apart by more than their kind: two of one live here. */
  tellsPetsApart(): boolean;
  /**
   * The next photo that `model` has not looked at: those that a person said something of first, then the newest before
   * `before`.
   */
  nextAppearances(model: string, before?: { takenAt: number; id: number }): AppearanceJob | null;
  /** One photo, if `model` has not looked at it; null otherwise. */
  appearancesDue(model: string, photoId: number): AppearanceJob | null;
  recognitionBacklog(model: string): RecognitionBacklog;
  /** True while photos are named by less than people have said by now. */
  hasOldNames(model: string): boolean;
  /** Keeps what a model saw and names the pets. Does nothing when the photo went, or shows another frame by now. */
  saveAppearances(photoId: number, frameId: number, model: string, seen: PetAppearances): Promise<void>;
  /** Names at most `limit` photos by what people have said by now; gives how many it looked at. */
  nameAgain(model: string, limit: number): Promise<number>;
  /** Keeps that a pet is not on a photo: it is neither named there nor asked about. Refusals `photo-unknown`, `pet-unknown`. */
  denyPet(photoId: number, petId: number): Promise<PhotoRow>;
}
