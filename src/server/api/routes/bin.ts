import { Refusal } from '../../../core/errors.js';
import type { Bin, BinRow } from '../../../store/bin.js';
import type { Gallery } from '../../../store/contract.js';
import { callerOf } from '../auth/access.js';
import { sendImage } from '../http/image-reply.js';
import { ApiRefusal } from '../http/problems.js';
import { prefixAt } from '../http/proxy.js';
import { bytesOf, type Routes } from '../http/routes.js';
import { BinPage, BinQuery, SelectionChange, SelectionDone } from '../schemas/bin.js';
import { NumberedPath } from '../schemas/terms.js';
import { photoView } from './photos.js';

const tags = ['photos'];
const PAGE = 60;

/** Collaborators of the routes for the bin, and for several photos at once. */
export interface BinParts {
  store: Bin & Pick<Gallery, 'deletePhoto' | 'restorePhoto' | 'setFavourite'>;
}

/** Routes for the bin, and for what is done with several photos at once: for the people of the home. */
export function binRoutes(app: Routes, { store }: BinParts): void {
  app.get(
    '/bin',
    {
      schema: {
        tags,
        summary: 'Deleted photos that can be had back, the last deleted first',
        querystring: BinQuery,
        response: { 200: BinPage },
      },
    },
    async (request) => {
      const { limit = PAGE, cursor } = request.query;
      const [until = 0, id = 0] = cursor?.split('-').map(Number) ?? [];
      const rows = store.bin(limit + 1, cursor === undefined ? undefined : { until, id });
      const photos = rows.slice(0, limit);
      const last = photos.at(-1);
      return {
        photos: photos.map((row) => binView(row, prefixAt(request))),
        count: store.binCount(),
        next: last && rows.length > limit ? `${last.until}-${last.id}` : null,
      };
    },
  );

  app.post(
    '/photos/selection',
    {
      schema: {
        tags,
        summary: 'Delete, restore or mark several photos; an owner also deletes for ever',
        body: SelectionChange,
        response: { 200: SelectionDone },
      },
    },
    async (request) => {
      const { body } = request;
      if (body.action === 'delete-for-ever' && callerOf(request).user.role !== 'owner')
        throw new ApiRefusal('owner-only', 'Only an owner may delete photos for ever.');
      return { photos: await change(store, body) };
    },
  );
}

/** Route for images of photos in the bin. */
export function binImageRoutes(app: Routes, store: Pick<Bin, 'binImage'>): void {
  const image = bytesOf('The image', 'image/webp');
  for (const variant of ['thumb', 'preview'] as const)
    app.get(
      `/bin/:id/${variant}`,
      {
        logLevel: 'warn',
        schema: {
          tags,
          summary: `The ${variant} of a photo in the bin`,
          params: NumberedPath,
          response: { 200: image, 206: image },
        },
      },
      async (request, reply) => {
        const found = store.binImage(request.params.id, variant);
        if (!found) throw new ApiRefusal('photo-unknown', 'There is no such photo in the bin.');
        return sendImage(request, reply, found, false);
      },
    );
}

/** Photos of the selection that were there to be changed. All writes are asked for at once, so that they share commits. */
async function change(store: BinParts['store'], { photos, action }: SelectionChange): Promise<number[]> {
  if (action === 'delete-for-ever') return (await store.deleteForEver(photos)).photos;
  const one = async (id: number) => {
    if (action === 'delete') await store.deletePhoto(id);
    else if (action === 'restore') await store.restorePhoto(id);
    else await store.setFavourite(id, action === 'favourite');
  };
  const done = await Promise.all(photos.map((id) => one(id).then(() => id, absent)));
  return done.filter((id) => id !== null);
}

/** A photo that somebody else has deleted, or had back, meanwhile keeps nobody from the others. */
function absent(error: unknown): null {
  if (error instanceof Refusal && error.code === 'photo-unknown') return null;
  throw error;
}

function binView({ deletedAt, until, ...row }: BinRow, prefix: string): BinPage['photos'][number] {
  const view = photoView(row, prefix);
  const image = (variant: string) => `${prefix}/bin/${row.id}/${variant}`;
  const images = { ...view.images, thumb: image('thumb'), preview: image('preview'), upscaled: null };
  return { photo: { ...view, images }, deletedAt, until };
}
