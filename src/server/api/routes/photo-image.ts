import type { FastifyReply } from 'fastify';
import type { Zone } from '../../../core/local-time.js';
import type { Gallery } from '../../../store/contract.js';
import type { Damage, ImageRef } from '../../../store/damage.js';
import type { ImageVariant, PhotoRow } from '../../../store/types.js';
import { callerOf } from '../auth/access.js';
import { sees } from '../auth/sight.js';
import { sendImage } from '../http/image-reply.js';
import { ApiRefusal } from '../http/problems.js';
import { bytesOf, type Routes } from '../http/routes.js';
import { PhotoImageQuery } from '../schemas/photos.js';
import { NumberedPath } from '../schemas/terms.js';

const image = bytesOf('The image', 'image/jpeg', 'image/webp');

type PhotoImages = Pick<Gallery, 'image' | 'photo'> & Pick<Damage, 'isDamaged'>;

/** Route for a photo's image; a damaged one is answered with a refusal instead of its bytes. */
export function photoImageRoutes(app: Routes, store: PhotoImages, zone: Zone): void {
  app.get(
    '/photos/:id/image',
    {
      config: { access: 'guest' },
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
      const photo = store.photo(request.params.id);
      if (!photo || !sees(callerOf(request).user, photo.camera))
        throw new ApiRefusal('photo-unknown', 'There is no such photo.');
      const found = store.image(photo.id, variant);
      if (!found) throw absent(store, photo, variant);
      const current = v !== undefined && photo.version === v;
      if (found.mime === 'image/jpeg') nameFile(reply, photo, zone);
      return sendImage(request, reply, found, current);
    },
  );
}

/** Says which name and date a saved photo gets, for instance `petcam-kitchen-20261123-081402.jpg`: those of the page. */
function nameFile(reply: FastifyReply, { camera, takenAt }: PhotoRow, zone: Zone): void {
  const { year, month, day, hour, minute } = zone.localOf(takenAt);
  const [date, time] = [
    [year, month, day],
    [hour, minute, new Date(takenAt).getUTCSeconds()],
  ].map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(''));
  reply.header('content-disposition', `inline; filename="petcam-${camera}-${date}-${time}.jpg"`);
  reply.header('last-modified', new Date(takenAt).toUTCString());
}

function absent(store: PhotoImages, photo: PhotoRow, variant: ImageVariant): ApiRefusal {
  const image: ImageRef =
    variant === 'original'
      ? { source: 'frame', subject: photo.frameId, variant: '' }
      : { source: 'photo', subject: photo.id, variant };
  return store.isDamaged(image)
    ? new ApiRefusal(
        'image-damaged',
        'This image was damaged on the disk of the hub. It is kept, and not shown.',
      )
    : new ApiRefusal('variant-absent', 'This photo has no such variant yet.');
}
