import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Gallery } from '../../../store/contract.js';
import type { ShareLinkRow, ShareLinks } from '../../../store/share-links.js';
import type { ImageBlob, PhotoRow } from '../../../store/types.js';
import { digest } from '../auth/secrets.js';
import { sendImage } from '../http/image-reply.js';
import { ApiRefusal } from '../http/problems.js';
import { bytesOf, type Routes } from '../http/routes.js';
import {
  SharedHeaders,
  SharedImageQuery,
  SharedPhotoPath,
  SharedPhotos,
  SharedRequest,
} from '../schemas/share-links.js';
import { photoFiles } from './photo-file.js';

const tags = ['sharing'];
const config = { access: 'open' } as const;

/** Name that photos leave the hub under: nobody learns by a link what the cameras are called. */
const NO_CAMERA = 'PetCam';

/** Collaborators of the routes behind links to photos. */
export interface SharedParts {
  store: Pick<ShareLinks, 'shareLinkOf' | 'countShareOpening'> & Pick<Gallery, 'photo' | 'image'>;
  /** IANA name of the time zone of names and Exif; empty for the system's. */
  timeZone: string;
  version: string;
}

/**
 * Routes for people with a link and no account: its photos and when they were taken. A link that is over, was ended or
 * never was is answered in one way. Only pictures that the hub has made itself leave by them: what a camera wrote into
 * its own, the place perhaps, does not.
 */
export function sharedRoutes(app: Routes, parts: SharedParts): void {
  const { store } = parts;
  app.post(
    '/shared',
    {
      config,
      logLevel: 'warn',
      schema: {
        tags,
        summary: 'Open a link to photos; it is counted',
        body: SharedRequest,
        response: { 200: SharedPhotos },
      },
    },
    async (request) => {
      const link = linkOf(store, request.body.token);
      await store.countShareOpening(link.id);
      const photos = link.photos.flatMap(({ number, id }) => {
        const photo = store.photo(id);
        return photo ? [{ number, takenAt: photo.takenAt }] : [];
      });
      return { expiresAt: link.expiresAt, photos };
    },
  );

  const image = bytesOf('The image', 'image/jpeg', 'image/webp');
  app.get(
    '/shared/photos/:number',
    {
      config,
      logLevel: 'warn',
      schema: {
        tags,
        summary: 'The bytes of a photo of a link',
        params: SharedPhotoPath,
        querystring: SharedImageQuery,
        headers: SharedHeaders,
        response: { 200: image, 206: image },
      },
    },
    async (request, reply) => {
      const { variant = 'preview' } = request.query;
      const link = linkOf(store, request.headers['x-petcam-link']);
      const shown = link.photos.find(({ number }) => number === request.params.number);
      const photo = shown && store.photo(shown.id);
      if (!photo) throw new ApiRefusal('photo-unknown', 'This link has no such photo.');
      const found = variant === 'best' ? bestOf(parts, photo) : store.image(photo.id, variant);
      if (!found) throw new ApiRefusal('variant-absent', 'This photo has no such variant yet.');
      return sendImage(request, reply, found, false);
    },
  );
}

/** Hook of these routes: no browser keeps what it was shown, so that a link that has ended shows nothing more. */
export async function neverKept(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.header('cache-control', 'no-store');
}

/** @throws {ApiRefusal} `share-link-unknown` */
function linkOf(store: SharedParts['store'], token: string): ShareLinkRow {
  const link = store.shareLinkOf(digest(token));
  if (!link) throw new ApiRefusal('share-link-unknown', 'This link is over, or somebody has ended it.');
  return link;
}

/** The enlargement, dated; the preview where there is none. */
function bestOf({ store, ...about }: SharedParts, photo: PhotoRow): ImageBlob | null {
  const upscaled = store.image(photo.id, 'upscaled');
  if (!upscaled) return store.image(photo.id, 'preview');
  const { dated } = photoFiles({ ...about, store: { camera: () => null, pets: () => [] } });
  const summary = { ...photo.summary, text: NO_CAMERA };
  return dated({ ...photo, camera: NO_CAMERA, summary }, upscaled);
}
