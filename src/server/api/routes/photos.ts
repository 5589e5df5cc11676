import { type Zone, zoneOf } from '../../../core/local-time.js';
import { withKind } from '../../../imaging/select/reasons.js';
import type { UserRow } from '../../../store/accounts.js';
import type { Gallery } from '../../../store/contract.js';
import type { Pets, PhotoAnswer } from '../../../store/pets.js';
import type { Recognition } from '../../../store/recognition.js';
import type { BurstDetail, PhotoFilter, PhotoRow } from '../../../store/types.js';
import { callerOf } from '../auth/access.js';
import { sees } from '../auth/sight.js';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { ApiRefusal } from '../http/problems.js';
import { prefixAt } from '../http/proxy.js';
import { Nothing, type Routes } from '../http/routes.js';
import {
  DaysAnswer,
  DaysQuery,
  MonthsAnswer,
  MonthsQuery,
  Photo,
  PhotoChange,
  PhotosPage,
  PhotosQuery,
} from '../schemas/photos.js';
import { NumberedPath } from '../schemas/terms.js';
import type { FrameThumbnails } from './frame-thumbnails.js';
import { type SceneParts, sceneAnswer } from './places.js';

const tags = ['photos'];
const guest = { access: 'guest' } as const;
const PAGE = 60;

/** Collaborators of the photo routes. */
export interface PhotoParts {
  store: Pick<
    Gallery,
    | 'photos'
    | 'photo'
    | 'photoMonths'
    | 'setFavourite'
    | 'swap'
    | 'turnPhoto'
    | 'deletePhoto'
    | 'restorePhoto'
    | 'burst'
  > &
    Pick<Pets, 'answerPhoto'> &
    Pick<Recognition, 'denyPet'> &
    SceneParts['store'];
  thumbnails: FrameThumbnails;
  vision: SceneParts['vision'];
  clock: SceneParts['clock'];
}

/** Routes for photos: pages, months, favourites, another choice, deletion and its undoing. */
export function photoRoutes(app: Routes, parts: PhotoParts): void {
  readingRoutes(app, parts);
  changingRoutes(app, parts);
}

function readingRoutes(app: Routes, { store }: PhotoParts): void {
  app.get(
    '/photos',
    {
      config: guest,
      schema: {
        tags,
        summary: 'Best cuts in pages, newest first or oldest first',
        querystring: PhotosQuery,
        response: { 200: PhotosPage },
      },
    },
    async (request) => {
      const { limit = PAGE, cursor, skip = 0, order, ...filter } = request.query;
      const after = cursor === undefined ? {} : { after: decodeCursor(cursor) };
      const range = { ...after, skip, oldestFirst: order === 'asc', limit: limit + 1 };
      const { user } = callerOf(request);
      const rows = store.photos({ ...filterOf(filter, user), ...range });
      return pageOf(rows, limit, prefixAt(request));
    },
  );

  app.get(
    '/photos/months',
    {
      config: guest,
      schema: {
        tags,
        summary: 'How many photos each month has',
        querystring: MonthsQuery,
        response: { 200: MonthsAnswer },
      },
    },
    async (request) => {
      const { query } = request;
      const months = store.photoMonths(filterOf(query, callerOf(request).user), knownZone(query.tz));
      return {
        months: months.map(({ month, from, until, count }) => ({ month, from, until, photos: count })),
      };
    },
  );

  app.get(
    '/photos/days',
    {
      config: guest,
      schema: {
        tags,
        summary: 'Which days of a month have photos',
        querystring: DaysQuery,
        response: { 200: DaysAnswer },
      },
    },
    async (request) => {
      const { month, tz, ...filter } = request.query;
      const wanted = filterOf(filter, callerOf(request).user);
      const days = daysOf(month, zoneOf(knownZone(tz) ?? ''));
      const isThere = (bounds: { from: number; until: number }) =>
        store.photos({ ...wanted, ...bounds, limit: 1 }).length > 0;
      return { days: days.flatMap((bounds, index) => (isThere(bounds) ? [index + 1] : [])) };
    },
  );

  app.get(
    '/photos/:id',
    {
      config: guest,
      schema: { tags, summary: 'One photo', params: NumberedPath, response: { 200: Photo } },
    },
    async (request) => {
      const photo = requirePhoto(store.photo(request.params.id));
      const seen = sees(callerOf(request).user, photo.camera) ? photo : null;
      return photoView(requirePhoto(seen), prefixAt(request));
    },
  );
}

function changingRoutes(app: Routes, { store, thumbnails, vision, clock }: PhotoParts): void {
  app.patch(
    '/photos/:id',
    {
      schema: {
        tags,
        summary: 'Mark as favourite, choose another frame of the burst, turn it, or say who is on it',
        params: NumberedPath,
        body: PhotoChange,
        response: { 200: Photo },
      },
    },
    async (request) => {
      const { params, body } = request;
      let photo = requirePhoto(store.photo(params.id));
      if (body.chosenFrame !== undefined && body.chosenFrame !== photo.frameId) {
        requireFrame(store.burst(photo.burstId), body.chosenFrame);
        photo = await store.swap(photo.id, body.chosenFrame, await thumbnails.of(body.chosenFrame));
      }
      if (body.turn !== undefined && body.turn !== photo.turn) {
        const turned = await thumbnails.turned(photo.frameId, body.turn);
        photo = await store.turnPhoto(photo.id, body.turn, turned);
        thumbnails.forget();
      }
      const answer = answerOf(body);
      if (answer !== null) {
        const scene = await sceneAnswer({ store, vision, clock, log: request.log }, photo, answer);
        photo = await store.answerPhoto(photo.id, answer, scene);
      }
      if (body.not !== undefined) photo = await store.denyPet(photo.id, body.not);
      if (body.favourite !== undefined) photo = await store.setFavourite(photo.id, body.favourite);
      return photoView(photo, prefixAt(request));
    },
  );

  removalRoutes(app, store);
}

function removalRoutes(app: Routes, store: PhotoParts['store']): void {
  app.delete(
    '/photos/:id',
    { schema: { tags, summary: 'Delete; can be undone', params: NumberedPath, response: { 204: Nothing } } },
    async ({ params }, reply) => {
      await store.deletePhoto(params.id);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/photos/:id/restore',
    { schema: { tags, summary: 'Undo a deletion', params: NumberedPath, response: { 200: Photo } } },
    async (request) => photoView(await store.restorePhoto(request.params.id), prefixAt(request)),
  );
}

function pageOf(rows: PhotoRow[], limit: number, prefix: string): PhotosPage {
  const photos = rows.slice(0, limit);
  const last = photos.at(-1);
  const views = photos.map((photo) => photoView(photo, prefix));
  return { photos: views, next: last && rows.length > limit ? encodeCursor(last) : null };
}

/** Answer to who is on a photo; null when the change says nothing of it. */
function answerOf({ pets, pet }: PhotoChange): PhotoAnswer | null {
  if (pet === null) return 'nobody';
  if (pets === undefined) return null;
  return pets === null ? 'hub' : { pets };
}

/** Begin and end of each day of a month, on the wall of a zone. */
function daysOf(month: string, zone: Zone): { from: number; until: number }[] {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const begin = (day: number) => {
    const date = new Date(Date.UTC(year, number - 1, day));
    const local = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
    return zone.instantsOf({ ...local, hour: 0, minute: 0 })[0] as number;
  };
  const count = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return Array.from({ length: count }, (_, index) => ({ from: begin(index + 1), until: begin(index + 2) }));
}

/** Leaves out what the query does not say; a guest gets nothing of a camera that is not among the chosen ones. */
function filterOf(
  { camera, pet, who, movement, favourite, from, until }: MonthsQuery,
  user: UserRow,
): PhotoFilter {
  const chosen = camera === undefined ? user.guest?.cameras : [camera].filter((one) => sees(user, one));
  return {
    ...(chosen && { cameras: chosen }),
    ...(pet !== undefined && { pet }),
    ...(who !== undefined && { who }),
    ...movementOf(movement ?? (pet === 'none' ? 'all' : 'without')),
    ...(favourite !== undefined && { favourite }),
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
  };
}

/**
 * Name of a time zone, checked; undefined stays undefined.
 * @throws {ApiRefusal} `request-invalid`
 */
export function knownZone(tz: string | undefined): string | undefined {
  try {
    new Intl.DateTimeFormat('en', { timeZone: tz });
    return tz;
  } catch {
    throw new ApiRefusal('request-invalid', 'tz is not the name of a time zone, such as Asia/Seoul.');
  }
}

const movementOf = (movement: NonNullable<MonthsQuery['movement']>): Pick<PhotoFilter, 'movement'> =>
  movement === 'all' ? {} : { movement };

function requirePhoto(photo: PhotoRow | null): PhotoRow {
  if (photo) return photo;
  throw new ApiRefusal('photo-unknown', 'There is no such photo.');
}

/** Looks before the frame is decoded; the store looks again when it swaps. */
function requireFrame(burst: BurstDetail | null, frameId: number): void {
  const frame = burst?.frames.find(({ id }) => id === frameId);
  if (!frame) throw new ApiRefusal('frame-unknown', 'The burst of this photo has no such frame.');
  if (!frame.hasBytes) throw new ApiRefusal('frame-gone', 'This frame is not kept any more.');
  if (frame.state === 'aside') throw new ApiRefusal('frame-aside', 'This frame cannot be decoded.');
}

/** A photo as the API answers it; `prefix` is the path of a proxy before the hub. */
export function photoView(photo: PhotoRow, prefix: string): Photo {
  const image = (variant: string) =>
    `${prefix}/photos/${photo.id}/image?variant=${variant}&v=${photo.version}`;
  return {
    ...photo,
    summary: withKind(photo.summary, photo.pet),
    upscale: photo.folded && photo.upscale === 'pending' ? 'none' : photo.upscale,
    images: {
      thumb: image('thumb'),
      preview: image('preview'),
      original: image('original'),
      upscaled: photo.upscale === 'done' ? image('upscaled') : null,
    },
  };
}
