import type { Gallery } from '../../../store/contract.js';
import { sendImage } from '../http/image-reply.js';
import { ApiRefusal } from '../http/problems.js';
import { bytesOf, type Routes } from '../http/routes.js';
import { PhotoImageQuery } from '../schemas/photos.js';
import { NumberedPath } from '../schemas/terms.js';

const image = bytesOf('The image', 'image/jpeg', 'image/webp');

export function photoImageRoutes(app: Routes, store: Pick<Gallery, 'image' | 'photo'>): void {
  app.get(
    '/photos/:id/image',
    {
      logLevel: 'warn',
      schema: {
        tags: ['photos'],
        summary: 'The bytes of a photo; answers conditional and range requests',
        params: NumberedPath,
        querystring: PhotoImageQuery,
        response: { 200: image, 206: image },
      },
    },
    async (request, reply) => {
      const { variant = 'original', v } = request.query;
      const found = store.image(request.params.id, variant);
      if (!found) throw absent(store.photo(request.params.id) !== null);
      const current = v !== undefined && store.photo(request.params.id)?.version === v;
      return sendImage(request, reply, found, current);
    },
  );
}

function absent(photoExists: boolean): ApiRefusal {
  return photoExists
    ? new ApiRefusal('variant-absent', 'This photo has no such variant yet.')
    : new ApiRefusal('photo-unknown', 'There is no such photo.');
}
