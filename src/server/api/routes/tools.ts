import { Refusal } from '../../../core/errors.js';
import { runCascade } from '../../../imaging/select/cascade.js';
import type { Cut } from '../../../imaging/select/types.js';
import type { Detection, FrameAnalysis, Vision } from '../../../imaging/vision/types.js';
import { callerOf } from '../auth/access.js';
import { ApiRefusal } from '../http/problems.js';
import { bytesOf, type Routes } from '../http/routes.js';
import { goneSignal, type UploadedPhoto, type Uploads } from '../http/uploads.js';
import { IdempotencyHeaders } from '../schemas/terms.js';
import { BestCutAnswer, UpscaleQuery } from '../schemas/tools.js';
import { fingerprintOf, type Replays, replayName } from './replays.js';

const tags = ['tools'];

/** Longer than any photo takes on a small hub; the socket says nothing meanwhile. */
const ANSWER_TIMEOUT_MS = 10 * 60_000;

/** Collaborators of the routes that analyse uploaded photos. */
export interface ToolParts {
  vision: Pick<Vision, 'run'>;
  chooseCut: (frames: { index: number; analysis: FrameAnalysis }[]) => Cut;
  uploads: Uploads;
  replays: Replays;
}

/** The calls of the older product that need no camera: a photo in, a better one out. Nothing is stored. */
export function toolRoutes(app: Routes, parts: ToolParts): void {
  app.post(
    '/upscale',
    {
      config: { uploads: 'one' },
      compress: false,
      schema: {
        tags,
        summary: 'Enlarge a photo to two or four times its size',
        consumes: ['multipart/form-data'],
        querystring: UpscaleQuery,
        headers: IdempotencyHeaders,
        response: { 200: bytesOf('The photo', 'image/jpeg') },
      },
    },
    async (request, reply) => {
      reply.raw.setTimeout(ANSWER_TIMEOUT_MS, () => reply.raw.destroy());
      const signal = goneSignal(reply);
      const person = callerOf(request).user.id;
      const scale = request.query.scale === 4 ? 4 : 2;
      const enlarge = (bytes: Uint8Array) => parts.vision.run('upscale', { bytes, scale }, { signal });
      const {
        image,
        model,
        scale: scaled,
      } = await parts.uploads.receive(request, { person, least: 1, most: 1 }, (photos) => {
        const [photo] = photos as [UploadedPhoto];
        return parts.replays.once(
          replayName(request),
          fingerprintOf([`${scale}`, photo.digest]),
          async () => {
            const value = await photo.with(enlarge);
            return { value, bytes: value.image.bytes.length };
          },
        );
      });
      reply.header('x-petcam-model', model).header('x-petcam-scale', scaled).type(image.mime);
      return reply.send(Buffer.from(image.bytes));
    },
  );

  app.post(
    '/bestcut',
    {
      config: { uploads: 'many' },
      schema: {
        tags,
        summary: 'Choose the best of 2 to 20 photos',
        consumes: ['multipart/form-data'],
        headers: IdempotencyHeaders,
        response: { 200: BestCutAnswer },
      },
    },
    (request, reply) => {
      reply.raw.setTimeout(ANSWER_TIMEOUT_MS, () => reply.raw.destroy());
      const signal = goneSignal(reply);
      const person = callerOf(request).user.id;
      return parts.uploads.receive(request, { person, least: 2, most: 20 }, (photos) => {
        const fingerprint = fingerprintOf(photos.map(({ digest }) => digest));
        return parts.replays.once(replayName(request), fingerprint, async () => {
          const value = await bestCut(parts, photos, signal);
          return { value, bytes: JSON.stringify(value).length };
        });
      });
    },
  );
}

/** Looks at the photos no more closely than the choice needs, as the pipeline does; one that is refused does not spoil the others. */
async function bestCut(
  parts: ToolParts,
  photos: UploadedPhoto[],
  signal: AbortSignal,
): Promise<BestCutAnswer> {
  const refusals = new Map<number, Refusal>();
  const look = async <T extends 'coarseStats' | 'detect' | 'analyse'>(
    index: number,
    task: T,
    box?: Detection | null,
  ) => {
    try {
      const photo = photos[index] as UploadedPhoto;
      return await photo.with((bytes) =>
        parts.vision.run(task, { bytes, ...(box !== undefined && { box }) }, { signal }),
      );
    } catch (thrown) {
      if (!(thrown instanceof Refusal && photoFaults.includes(thrown.code))) throw thrown;
      refusals.set(index, thrown);
      return null;
    }
  };
  const frames = await runCascade(
    [...photos.keys()],
    {
      coarseStats: (index) => look(index, 'coarseStats'),
      detect: (index) => look(index, 'detect'),
      analyse: (index, box) => look(index, 'analyse', box),
    },
    parts.chooseCut,
  );
  if (frames.length === 0) throw new ApiRefusal('image-undecodable', 'None of the photos can be decoded.');
  const { chosen, ...cut } = parts.chooseCut(frames);
  const refused = [...refusals].sort(([a], [b]) => a - b);
  return {
    ...cut,
    best: chosen,
    refused: refused.map(([index, { code, message }]) => ({ index, code, message })),
  };
}

/** Codes of refusals that concern a photo, and not the hub. */
const photoFaults = ['image-undecodable', 'image-too-large', 'vision-crashed', 'vision-timeout'];
