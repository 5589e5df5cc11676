import type { Gallery } from '../../../store/contract.js';
import type { Damage, ImageRef } from '../../../store/damage.js';
import type { ImageVariant } from '../../../store/types.js';
import { sendImage } from '../http/image-reply.js';
import { ApiRefusal } from '../http/problems.js';
import { bytesOf, type Routes } from '../http/routes.js';
import { PhotoImageQuery } from '../schemas/photos.js';
import { NumberedPath } from '../schemas/terms.js';

const image = bytesOf('The image', 'image/jpeg', 'image/webp');

type PhotoImages = Pick<Gallery, 'image' | 'photo'> & Pick<Damage, 'isDamaged'>;

/** Route for a photo's image; a damaged one is answered with a refusal instead of its bytes. */
export function photoImageRoutes(app: Routes, store: PhotoImages): void {
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
      if (!found) throw absent(store, request.params.id, variant);
      const current = v !== undefined && store.photo(request.params.id)?.version === v;
      return sendImage(request, reply, found, current);
    },
  );
}

function absent(store: PhotoImages, id: number, variant: ImageVariant): ApiRefusal {
  const photo = store.photo(id);
  if (!photo) return new ApiRefusal('photo-unknown', 'There is no such photo.');
  const image: ImageRef =
    variant === 'original'
      ? { source: 'frame', subject: photo.frameId, variant: '' }
      : { source: 'photo', subject: id, variant };
  return store.isDamaged(image)
    ? new ApiRefusal(
        'image-damaged',
        'This image was damaged on the disk of the hub. It is kept, and not shown.',
      )
    : new ApiRefusal('variant-absent', 'This photo has no such variant yet.');
}
