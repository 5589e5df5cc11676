import type { FastifyReply } from 'fastify';
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
import { type PhotoFileParts, photoFiles } from './photo-file.js';

const image = bytesOf('The image', 'image/jpeg', 'image/webp');

type PhotoImages = Pick<Gallery, 'image' | 'photo'> & PhotoFileParts['store'] & Pick<Damage, 'isDamaged'>;

/** Collaborators of the route for images of photos. */
export interface PhotoImageParts {
  store: PhotoImages;
  /** IANA name of the time zone of names and Exif; empty for the system's. */
  timeZone: string;
  version: string;
}

/**
 * Route for a photo's image; a damaged one is answered with a refusal instead of its bytes. The original is what the
 * camera sent, byte for byte, unless it is to be a file that somebody keeps.
 */
export function photoImageRoutes(app: Routes, parts: PhotoImageParts): void {
  const { store } = parts;
  const files = photoFiles(parts);
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
      const { variant = 'original', v, download = false } = request.query;
      const photo = store.photo(request.params.id);
      if (!photo || !sees(callerOf(request).user, photo.camera))
        throw new ApiRefusal('photo-unknown', 'There is no such photo.');
      const found = store.image(photo.id, variant);
      if (!found) throw absent(store, photo, variant);
      const current = v !== undefined && photo.version === v && !download;
      if (found.mime !== 'image/jpeg') return sendImage(request, reply, found, current);
      nameFile(reply, photo, files.nameOf(photo), download);
      if (variant === 'original' && !download) return sendImage(request, reply, found, current);
      return sendImage(request, reply, files.dated(photo, found), current);
    },
  );
}

/** Says which name and date a saved photo gets. */
function nameFile(reply: FastifyReply, { takenAt }: PhotoRow, name: string, download: boolean): void {
  reply.header('content-disposition', `${download ? 'attachment' : 'inline'}; filename="${name}"`);
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
