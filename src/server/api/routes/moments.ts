import type { Clock } from '../../../core/clock.js';
import type { Gallery } from '../../../store/contract.js';
import type { MomentRow, PhotoRow } from '../../../store/types.js';
import { callerOf } from '../auth/access.js';
import { sees } from '../auth/sight.js';
import { ApiRefusal } from '../http/problems.js';
import { prefixAt } from '../http/proxy.js';
import type { Routes } from '../http/routes.js';
import { Moments, MomentsQuery, MomentWithPhotos } from '../schemas/moments.js';
import { NumberedPath } from '../schemas/terms.js';
import { photoView } from './photos.js';

const tags = ['photos'];
const config = { access: 'guest' } as const;
const DAY_MS = 86_400_000;

/** Collaborators of the routes for moments. */
export interface MomentParts {
  store: Pick<Gallery, 'moments' | 'photo'>;
  clock: Clock;
}

/** Routes for moments, which are made of the photos whenever they are asked for. */
export function momentRoutes(app: Routes, { store, clock }: MomentParts): void {
  app.get(
    '/moments',
    {
      config,
      schema: {
        tags,
        summary: 'The moments that ended in a period, newest first',
        querystring: MomentsQuery,
        response: { 200: Moments },
      },
    },
    async (request) => {
      const { from, until = clock.now() + DAY_MS } = request.query;
      const { user } = callerOf(request);
      return { moments: store.moments(from, until, (camera) => sees(user, camera)) };
    },
  );

  app.get(
    '/moments/:id',
    {
      config,
      schema: {
        tags,
        summary: 'The moment that a photo belongs to, with its photos',
        params: NumberedPath,
        response: { 200: MomentWithPhotos },
      },
    },
    async (request) => {
      const { user } = callerOf(request);
      const photo = store.photo(request.params.id);
      const moment = photo && sees(user, photo.camera) ? momentOf(store, photo) : undefined;
      if (!moment) throw new ApiRefusal('photo-unknown', 'There is no such photo, or it is in no moment.');
      const photos = moment.photos.map((id) => store.photo(id)).filter((one) => one !== null);
      return { moment, photos: photos.map((one) => photoView(one, prefixAt(request))) };
    },
  );
}

function momentOf(store: MomentParts['store'], { id, camera, takenAt }: PhotoRow): MomentRow | undefined {
  const around = store.moments(takenAt, takenAt + DAY_MS, (one) => one === camera);
  return around.find(({ photos }) => photos.includes(id));
}
