import type { Clock } from '../../../core/clock.js';
import { Refusal } from '../../../core/errors.js';
import type { Logger } from '../../../core/log.js';
import { isOnePlace, regionAt, type SceneRegion, saidNoPet, watched } from '../../../imaging/select/scene.js';
import { LARGEST_FRAME_LIMITS } from '../../../imaging/vision/frame-limits.js';
import type { Subject, Vision } from '../../../imaging/vision/types.js';
import type { Cameras, Gallery } from '../../../store/contract.js';
import type { PhotoAnswer } from '../../../store/pets.js';
import type { SceneAnswer, Scenes } from '../../../store/scene.js';
import type { PhotoRow } from '../../../store/types.js';
import { ApiRefusal } from '../http/problems.js';
import { Nothing, type Routes } from '../http/routes.js';
import { KnownPlaces, PlacePath } from '../schemas/places.js';
import { CameraPath } from '../schemas/terms.js';

const tags = ['cameras'];

/** Collaborators of the routes for places that are no pet. */
export interface PlaceParts {
  store: Scenes & Pick<Cameras, 'camera'>;
}

/** Routes for the places of a camera's picture at which nobody is seen, because what is there is no pet. */
export function placeRoutes(app: Routes, { store }: PlaceParts): void {
  app.get(
    '/cameras/:id/places',
    {
      schema: {
        tags,
        summary: 'Places of the picture that look like a pet and are none',
        params: CameraPath,
        response: { 200: KnownPlaces },
      },
    },
    async ({ params }) => {
      if (!store.camera(params.id)) throw new ApiRefusal('camera-unknown', 'There is no such camera.');
      return { places: store.knownPlaces(params.id) };
    },
  );

  app.delete(
    '/cameras/:id/places/:place',
    {
      schema: {
        tags,
        summary: 'Have the hub see pets at this place again',
        params: PlacePath,
        response: { 204: Nothing },
      },
    },
    async ({ params }, reply) => {
      await store.forgetPlace(params.id, params.place);
      return reply.code(204).send(null);
    },
  );
}

const WHOLE = { x: 0, y: 0, width: 1, height: 1 };

/** Collaborators of a look at what the hub took for a pet. */
export interface SceneParts {
  store: Pick<Scenes, 'sceneOf'> & Pick<Gallery, 'frameImage'>;
  vision: Pick<Vision, 'run'>;
  clock: Pick<Clock, 'now'>;
  log: Pick<Logger, 'warn'>;
}

/**
 * Consequence of an answer to who is on a photo for its camera's scene: what the hub took for a pet there is none, or what
 * it was about to learn is one. Where the frame can be looked at no more it says nothing; the answer is kept all the same.
 */
export async function sceneAnswer(
  parts: SceneParts,
  photo: Pick<PhotoRow, 'id' | 'frameId'>,
  answer: PhotoAnswer,
): Promise<SceneAnswer> {
  const { regions, pets } = parts.store.sceneOf(photo.id) ?? { regions: [], pets: [] };
  if (answer === 'nobody') return { keep: await noPets(parts, photo, regions, pets), forget: [] };
  const learned = regions.filter(
    ({ madeBy, place }) => madeBy === 'hub' && pets.some((pet) => isOnePlace(pet, place)),
  );
  const isPet = typeof answer === 'object';
  return { keep: [], forget: isPet ? learned.flatMap(({ id }) => (id === null ? [] : [id])) : [] };
}

async function noPets(
  { store, vision, clock, log }: SceneParts,
  photo: Pick<PhotoRow, 'id' | 'frameId'>,
  regions: readonly SceneRegion[],
  pets: Subject[],
): Promise<SceneRegion[]> {
  const frame = pets.length === 0 ? null : store.frameImage(photo.frameId);
  if (!frame) return [];
  try {
    const request = { bytes: frame.bytes, boxes: [WHOLE, ...pets], limits: LARGEST_FRAME_LIMITS };
    const [room = [], ...contents] = (await vision.run('contents', request)).contents;
    return pets.map((place, at) => {
      const view = { content: contents[at] as number[], room };
      const known = regionAt(regions, place, view.content) ?? watched(place, view, clock.now());
      return saidNoPet(known, view, clock.now());
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    log.warn({ photo: photo.id, reason: error.message }, 'photos: looking at a place failed');
    return [];
  }
}
