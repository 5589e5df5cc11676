import { createHash } from 'node:crypto';
import { withKind } from '../../../imaging/select/reasons.js';
import type { Gallery, Work } from '../../../store/contract.js';
import type { Damage } from '../../../store/damage.js';
import type { BurstDetail, ImageBlob } from '../../../store/types.js';
import { sendImage } from '../http/image-reply.js';
import { ApiRefusal } from '../http/problems.js';
import { prefixAt } from '../http/proxy.js';
import { bytesOf, type Routes } from '../http/routes.js';
import { AsideBursts, AsideQuery, Burst, FrameImageQuery } from '../schemas/bursts.js';
import { NumberedPath } from '../schemas/terms.js';
import type { FrameThumbnails } from './frame-thumbnails.js';

const tags = ['bursts'];
const image = bytesOf('The image', 'image/jpeg', 'image/webp');

/** Collaborators of the burst routes. */
export interface BurstParts {
  store: Pick<Gallery, 'burst' | 'photo'> &
    Pick<Work, 'burstsAside' | 'burstsWithFramesAside' | 'retryBurst'>;
  /** Called when a burst waits for its cut again. */
  onRetry: () => void;
}

/** Routes for one burst with its frames, for those set aside, and to try one again. */
export function burstRoutes(app: Routes, { store, onRetry }: BurstParts): void {
  app.get(
    '/bursts',
    {
      schema: {
        tags,
        summary: 'Bursts of which something was set aside, the latest first',
        querystring: AsideQuery,
        response: { 200: AsideBursts },
      },
    },
    async ({ query }) => ({
      bursts: query.state === 'aside' ? store.burstsAside() : store.burstsWithFramesAside(),
    }),
  );

  app.post(
    '/bursts/:id/retry',
    {
      schema: {
        tags,
        summary:
          'Has what failed of a burst tried again: its cut, frames that were lost in the vision process, the enlargement',
        params: NumberedPath,
        response: { 202: Burst },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      await store.retryBurst(id);
      onRetry();
      return reply.code(202).send(burstView(store, store.burst(id) as BurstDetail, prefixAt(request)));
    },
  );

  app.get(
    '/bursts/:id',
    {
      schema: {
        tags,
        summary: 'A burst with the reasons of every frame',
        params: NumberedPath,
        response: { 200: Burst },
      },
    },
    async (request) => {
      const burst = store.burst(request.params.id);
      if (burst) return burstView(store, burst, prefixAt(request));
      throw new ApiRefusal('burst-unknown', 'There is no such burst.');
    },
  );
}

/** Collaborators of the route that serves frames. */
export interface FrameImageParts {
  store: Pick<Gallery, 'frameImage'> & Pick<Damage, 'isDamaged'>;
  thumbnails: FrameThumbnails;
}

/** Bytes of a frame may be kept for ever: they change only when it is turned, and then its address does. */
export function frameImageRoutes(app: Routes, { store, thumbnails }: FrameImageParts): void {
  app.get(
    '/frames/:id/image',
    {
      logLevel: 'warn',
      schema: {
        tags,
        summary: 'The bytes of any frame of a burst, until retention removes them',
        params: NumberedPath,
        querystring: FrameImageQuery,
        response: { 200: image, 206: image },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const found =
        request.query.variant === 'thumb' ? await thumbnailOf(thumbnails, id) : store.frameImage(id);
      if (!found && store.isDamaged({ source: 'frame', subject: id, variant: '' }))
        throw new ApiRefusal(
          'image-damaged',
          'This frame was damaged on the disk of the hub. It is kept, and not shown.',
        );
      if (!found)
        throw new ApiRefusal(
          'frame-unknown',
          'There is no such frame, or its bytes have been removed by now.',
        );
      return sendImage(request, reply, found, true);
    },
  );
}

async function thumbnailOf(thumbnails: FrameThumbnails, frameId: number): Promise<ImageBlob> {
  const { small } = await thumbnails.of(frameId);
  return { ...small, sha256: createHash('sha256').update(small.bytes).digest('hex') };
}

function burstView(store: BurstParts['store'], burst: BurstDetail, prefix: string): Burst {
  const kind = burst.photoId === null ? null : (store.photo(burst.photoId)?.pet ?? null);
  const frames = burst.frames.map(({ hasBytes, ...frame }) => {
    const address = (variant: string) =>
      hasBytes
        ? `${prefix}/frames/${frame.id}/image?variant=${variant}${burst.turn ? `&turn=${burst.turn}` : ''}`
        : null;
    const reason = frame.reason && withKind(frame.reason, kind);
    return { ...frame, reason, images: { thumb: address('thumb'), original: address('original') } };
  });
  return { ...burst, frames };
}
