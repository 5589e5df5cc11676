import type { SceneAnswer } from './scene.js';
import type { PetRow, PhotoRow } from './types.js';

/** Values of a pet that a person gives. `photo` is the id of the photo that it is shown by. */
export interface PetValues {
  name: string;
  kind: PetRow['kind'];
  photo: number | null;
}

/** Answer of a person to who is on a photo. */
export type PhotoAnswer =
  /** These pets of the home; with none of them a pet of somebody else. */
  | { pets: number[] }
  /** No pet at all. */
  | 'nobody'
  /** As the hub sees it. */
  | 'hub';

/** The pets of the home, and what people said of who is on photos. */
export interface Pets {
  /** In the order in which they were added. */
  pets(): PetRow[];
  /** Refusals `pet-name-taken` (without case), `pets-full`, `photo-unknown`. */
  addPet(values: PetValues): Promise<PetRow>;
  /** Refusals `pet-unknown`, `pet-name-taken`, `photo-unknown`. */
  changePet(id: number, values: Partial<PetValues>): Promise<PetRow>;
  /** Forgets the pet and where it was named; its photos stay. Refusal `pet-unknown`. */
  removePet(id: number): Promise<void>;
  /**
   * Keeps what a person said of a photo: it wins over what the hub sees. `scene` is what that says of other photos of its
   * camera, until something else is said. Refusals `photo-unknown`, `pet-unknown`.
   */
  answerPhoto(photoId: number, answer: PhotoAnswer, scene?: SceneAnswer): Promise<PhotoRow>;
}
