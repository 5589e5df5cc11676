import { createHash } from 'node:crypto';
import type { Gallery } from '../../../store/contract.js';
import type { BurstDetail, ImageBlob } from '../../../store/types.js';
import { sendImage } from '../http/image-reply.js';
import { ApiRefusal } from '../http/problems.js';
import { bytesOf, type Routes } from '../http/routes.js';
import { Burst, FrameImageQuery } from '../schemas/bursts.js';
import { NumberedPath } from '../schemas/terms.js';
import type { FrameThumbnails } from './frame-thumbnails.js';

const tags = ['bursts'];
const image = bytesOf('The image', 'image/jpeg', 'image/webp');

export function burstRoutes(app: Routes, store: Pick<Gallery, 'burst'>): void {
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
    async ({ params }) => {
      const burst = store.burst(params.id);
      if (burst) return burstView(burst);
      throw new ApiRefusal('burst-unknown', 'There is no such burst.');
    },
  );
}

export interface FrameImageParts {
  store: Pick<Gallery, 'frameImage'>;
  thumbnails: FrameThumbnails;
}

/** The bytes behind a frame's number never change: they may be kept for ever. */
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

function burstView(burst: BurstDetail): Burst {
  const frames = burst.frames.map(({ hasBytes, ...frame }) => {
    const address = (variant: string) => (hasBytes ? `/frames/${frame.id}/image?variant=${variant}` : null);
    return { ...frame, images: { thumb: address('thumb'), original: address('original') } };
  });
  return { ...burst, frames };
}
