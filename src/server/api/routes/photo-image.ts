import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { withPhotoExif } from '../../../core/photo-exif.js';
import { type Stamp, stamper } from '../../../core/stamp.js';
import type { Cameras, Gallery } from '../../../store/contract.js';
import type { Damage, ImageRef } from '../../../store/damage.js';
import type { ImageBlob, ImageVariant, PhotoRow } from '../../../store/types.js';
import { callerOf } from '../auth/access.js';
import { sees } from '../auth/sight.js';
import { sendImage } from '../http/image-reply.js';
import { ApiRefusal } from '../http/problems.js';
import { bytesOf, type Routes } from '../http/routes.js';
import { PhotoImageQuery } from '../schemas/photos.js';
import { NumberedPath } from '../schemas/terms.js';

const image = bytesOf('The image', 'image/jpeg', 'image/webp');

type PhotoImages = Pick<Gallery, 'image' | 'photo'> & Pick<Cameras, 'camera'> & Pick<Damage, 'isDamaged'>;

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
export function photoImageRoutes(app: Routes, { store, timeZone, version }: PhotoImageParts): void {
  const stampOf = stamper(timeZone);
  const software = `PetCam hub ${version}`;
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
      const taken = stampOf(photo.takenAt);
      nameFile(reply, photo, taken, download);
      if (variant === 'original' && !download) return sendImage(request, reply, found, current);
      const camera = store.camera(photo.camera)?.name ?? photo.camera;
      const facts = { taken, camera, software, description: photo.summary.text };
      return sendImage(request, reply, dated(found, facts), current);
    },
  );
}

/** The same picture with its Exif; its tag changes with what that says. */
function dated(image: ImageBlob, facts: Parameters<typeof withPhotoExif>[1]): ImageBlob {
  const said = createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 12);
  return { ...image, bytes: withPhotoExif(image.bytes, facts), sha256: `${image.sha256}-${said}` };
}

/** Says which name and date a saved photo gets, for instance `petcam-kitchen-20261123-081402.jpg`: those of the page. */
function nameFile(
  reply: FastifyReply,
  { camera, takenAt }: PhotoRow,
  { date, time }: Stamp,
  download: boolean,
): void {
  const name = `petcam-${camera}-${date.replaceAll('-', '')}-${time.replaceAll(':', '')}.jpg`;
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
