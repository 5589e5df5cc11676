import { Refusal } from '../../../core/errors.js';
import { runCascade } from '../../../imaging/select/cascade.js';
import type { Cut } from '../../../imaging/select/types.js';
import type { Detection, FrameAnalysis, Given, Vision, VisionTasks } from '../../../imaging/vision/types.js';
import { callerOf } from '../auth/access.js';
import { ApiRefusal } from '../http/problems.js';
import type { Routes } from '../http/routes.js';
import { goneSignal, type UploadedPhoto, type Uploads } from '../http/uploads.js';
import { IdempotencyHeaders } from '../schemas/terms.js';
import { BestCutAnswer } from '../schemas/tools.js';
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

/** The call of the older product that needs no camera: photos in, the best of them named. Nothing is stored. */
export function toolRoutes(app: Routes, parts: ToolParts): void {
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
    async (request, reply) => {
      reply.raw.setTimeout(ANSWER_TIMEOUT_MS, () => reply.raw.destroy());
      const signal = goneSignal(reply);
      const person = callerOf(request).user.id;
      const { photos, close } = await parts.uploads.receive(request, { person, least: 2, most: 20 });
      try {
        const fingerprint = fingerprintOf(photos.map(({ digest }) => digest));
        return await parts.replays.once(replayName(request), fingerprint, async () => {
          const value = await bestCut(parts, photos, signal);
          return { value, bytes: JSON.stringify(value).length };
        });
      } finally {
        await close();
      }
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
      const { bytes } = photos[index] as UploadedPhoto;
      const asked = { bytes, ...(box !== undefined && { box }) } as Given<
        VisionTasks[typeof task]['request']
      >;
      return await parts.vision.run(task, asked, { signal });
    } catch (thrown) {
      if (!(thrown instanceof Refusal && photoFaults.includes(thrown.code))) throw thrown;
      refusals.set(index, thrown);
      return null;
    }
  };
  const frames = await runCascade([...photos.keys()], {
    coarseStats: (index) => look(index, 'coarseStats'),
    detect: (index) => look(index, 'detect'),
    analyse: (index, box) => look(index, 'analyse', box),
  });
  if (frames.length === 0) throw new ApiRefusal('image-undecodable', 'None of the photos can be decoded.');
  const { chosen, pet, isKindSure, ...cut } = parts.chooseCut(frames);
  const refused = [...refusals].sort(([a], [b]) => a - b);
  return {
    ...cut,
    pet: pet === null || isKindSure ? pet : 'other',
    best: chosen,
    refused: refused.map(([index, { code, message }]) => ({ index, code, message })),
  };
}

/** Codes of refusals that concern a photo, and not the hub. */
const photoFaults = ['image-undecodable', 'image-too-large', 'vision-crashed', 'vision-timeout'];
