import type { AnnouncedPets } from './discovery.js';
import type { HomeAssistantParts } from './parts.js';
import type { Pictures } from './pictures.js';
import { petState } from './states.js';
import type { Topics } from './topics.js';

/** Collaborators of the states of pets; `publish` retains what it is given. */
export interface PetStatesParts {
  store: Pick<HomeAssistantParts['store'], 'pets' | 'photos' | 'camera'>;
  topics: Topics;
  pictures: Pictures;
  publish: (topic: string, payload: Uint8Array) => Promise<void>;
}

/** The pets of the home as Home Assistant sees them: when and where each was seen last, and the photo. */
export class PetStates {
  readonly #parts: PetStatesParts;
  /** Photo that each pet is shown by, in its version. */
  readonly #shown = new Map<number, string>();

  constructor(parts: PetStatesParts) {
    this.#parts = parts;
  }

  /** Has every picture sent again: the broker may have lost them. */
  forget(): void {
    this.#shown.clear();
  }

  /** Pets as they are announced; `known` are numbers of those that were announced once. */
  announced(known: readonly number[]): AnnouncedPets & { retained: string[] } {
    const { store, topics, pictures } = this.#parts;
    const pets = store.pets();
    const gone = known.filter((id) => !pets.some((pet) => pet.id === id));
    return { pets, gone, contentType: pictures.contentType, retained: this.retained(topics) };
  }

  /** Retained topics of the pets; they are announced with the hub. */
  retained(topics: Topics): string[] {
    return this.#parts.store
      .pets()
      .flatMap(({ id }) => [topics.ofPet(id, 'state'), topics.ofPet(id, 'photo')]);
  }

  /** Publishes the state of each; a picture only when it is another one. */
  async publish(): Promise<void> {
    const { store, topics, pictures, publish } = this.#parts;
    for (const { id } of store.pets()) {
      const [newest = null] = store.photos({ who: id, movement: 'without', limit: 1 });
      const camera = newest && (store.camera(newest.camera)?.name ?? newest.camera);
      await publish(topics.ofPet(id, 'state'), Buffer.from(JSON.stringify(petState(newest, camera))));
      const shown = newest ? `${newest.id} ${newest.version}` : '';
      if (this.#shown.get(id) === shown) continue;
      await publish(topics.ofPet(id, 'photo'), newest ? pictures.of(newest.id) : Buffer.alloc(0));
      this.#shown.set(id, shown);
    }
  }
}

/** How many photos of pets there are of today, of one camera or of all. */
export function petsToday(
  { store, clock, startOfDay }: Pick<HomeAssistantParts, 'store' | 'clock' | 'startOfDay'>,
  camera?: string,
): number {
  const from = startOfDay(clock.now());
  const cameras = camera === undefined ? {} : { cameras: [camera] };
  return store.photoMonths({ from, pet: 'any', ...cameras }).reduce((sum, { count }) => sum + count, 0);
}
