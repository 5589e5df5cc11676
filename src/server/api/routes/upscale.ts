import type { FastifyReply, FastifyRequest } from 'fastify';
import { callerOf } from '../auth/access.js';
import { ApiRefusal } from '../http/problems.js';
import { bytesOf, Nothing, type Routes } from '../http/routes.js';
import { goneSignal, type Uploads } from '../http/uploads.js';
import { IdempotencyHeaders } from '../schemas/terms.js';
import { EnlargementParams, EnlargementState, UpscaleQuery } from '../schemas/tools.js';
import { type Enlargement, type EnlargementParts, Enlargements } from './enlargements.js';
import { fingerprintOf, type Replays, replayName } from './replays.js';

const tags = ['tools'];

/** The socket says nothing while a photo is enlarged, and the photo itself may take a while over slow Wi-Fi. */
const SILENCE_MS = 10 * 60_000;

/**
 * Every request is answered within 180 s of its beginning, by the photo or by the address where it will be. Programs
 * that know photos alone get them if they are done by then.
 */
const ANSWER_WITHIN_MS = 150_000;

/** How long a client may leave between two looks at an enlargement, in seconds. */
const LOOK_AGAIN_S = '2';

/** Collaborators of the routes that enlarge. */
export interface UpscaleParts extends EnlargementParts {
  uploads: Uploads;
  replays: Replays;
}

const photo = bytesOf('The photo', 'image/jpeg');

/** A photo in, a larger one out, at once or by and by. */
export function upscaleRoutes(app: Routes, parts: UpscaleParts): void {
  const enlargements = new Enlargements(parts);
  app.addHook('preClose', async () => enlargements.stop());
  postRoute(app, parts, enlargements);
  app.get(
    '/upscale/:id',
    {
      compress: false,
      exposeHeadRoute: false,
      schema: {
        tags,
        summary: 'How far an enlargement is, and the photo once it is done',
        params: EnlargementParams,
        response: { 200: photo, 202: EnlargementState },
      },
    },
    async (request, reply) => {
      const one = enlargements.find(request.params.id, callerOf(request).user.id);
      if (one === null) throw unknown();
      return answer(reply, one);
    },
  );
  app.delete(
    '/upscale/:id',
    {
      schema: {
        tags,
        summary: 'Give an enlargement up, or forget it',
        params: EnlargementParams,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const one = enlargements.find(request.params.id, callerOf(request).user.id);
      if (one === null) throw unknown();
      enlargements.forget(one);
      return reply.code(204).send(null);
    },
  );
}

function postRoute(app: Routes, parts: UpscaleParts, enlargements: Enlargements): void {
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
        response: { 200: photo, 202: EnlargementState },
      },
    },
    async (request, reply) => {
      reply.raw.setTimeout(SILENCE_MS, () => reply.raw.destroy());
      const signal = goneSignal(reply);
      const until = parts.clock.monotonic() + patienceOf(request.headers['prefer']);
      const one = await begun(request, request.query.scale === 4 ? 4 : 2, parts, enlargements);
      await enlargements.wait(one, Math.max(0, until - parts.clock.monotonic()), signal);
      if (one.outcome === null) return announce(request, reply, one);
      try {
        return answer(reply, one);
      } finally {
        // Who has a key may ask for the photo again; else only its stream holds it now.
        if (replayName(request) === null && !one.isAnnounced) enlargements.forget(one);
      }
    },
  );
}

/** The enlargement of what a request brings: a new one, or the one that its key began before. */
async function begun(
  request: FastifyRequest,
  scale: 2 | 4,
  { uploads, replays }: UpscaleParts,
  enlargements: Enlargements,
): Promise<Enlargement> {
  const person = callerOf(request).user.id;
  const upload = await uploads.receive(request, { person, least: 1, most: 1 });
  let isTaken = false;
  const begin = async () => {
    isTaken = true;
    const value = enlargements.begin(person, upload, scale);
    return { value, bytes: 0, useless: value.useless };
  };
  try {
    const fingerprint = fingerprintOf([`${scale}`, ...upload.photos.map(({ digest }) => digest)]);
    return await replays.once(replayName(request), fingerprint, begin);
  } finally {
    if (!isTaken) await upload.close();
  }
}

/**
 * Time in ms that a client waits for a photo before it is told where the photo will be (RFC 7240): with `respond-async`
 * none, or as many seconds as its `wait` says.
 */
function patienceOf(prefer: string | string[] | undefined): number {
  const preferences = `${prefer ?? ''}`;
  if (!/\brespond-async\b/i.test(preferences)) return ANSWER_WITHIN_MS;
  const [, seconds = '0'] = /\bwait=(\d{1,4})\b/i.exec(preferences) ?? [];
  return Math.min(Number(seconds) * 1000, ANSWER_WITHIN_MS);
}

/** Tells the address of an enlargement, relative to the one that was asked: a proxy may have put a path before it. */
function announce(request: FastifyRequest, reply: FastifyReply, one: Enlargement): FastifyReply {
  const [path = ''] = request.url.split('?', 1);
  one.isAnnounced = true;
  reply.header('location', `${path.endsWith('/') ? '' : 'upscale/'}${one.id}`);
  return stateOf(reply, one);
}

function stateOf(reply: FastifyReply, one: Enlargement): FastifyReply {
  return reply.code(202).header('retry-after', LOOK_AGAIN_S).send(one.state);
}

/** @throws what the enlargement failed with */
function answer(reply: FastifyReply, one: Enlargement): FastifyReply {
  if (one.outcome === null) return stateOf(reply, one);
  if ('error' in one.outcome) throw one.outcome.error;
  const { bytes, mime, model, scale } = one.outcome.photo;
  reply.header('x-petcam-model', model).header('x-petcam-scale', scale);
  reply.type(mime).header('content-length', bytes.byteLength);
  return reply.send(bytes.stream());
}

function unknown(): ApiRefusal {
  return new ApiRefusal(
    'not-found',
    'None of your enlargements is at this address. Each is kept for ten minutes, and not over a restart of the hub.',
  );
}
