import type { Readable } from 'node:stream';
import type { Clock } from '../../../core/clock.js';
import type { Accounts } from '../../../store/accounts.js';
import type { Cameras } from '../../../store/contract.js';
import { callerOf, stillThere } from '../auth/access.js';
import { recheckAtEnd, sees } from '../auth/sight.js';
import { ApiRefusal } from '../http/problems.js';
import { bytesOf, type Routes } from '../http/routes.js';
import { CameraPath } from '../schemas/terms.js';

/** Where live pictures come from. */
export interface LiveSource {
  /** Media type of the stream, with its boundary. */
  readonly mediaType: string;
  /**
   * Pictures until the camera is gone, nobody reads or `allowed` says no. Rejects with a Refusal: `viewers-full`,
   * `camera-offline`, `camera-timeout`, `camera-refused`.
   */
  watch(camera: string, allowed: () => boolean): Promise<Readable>;
  /** Ends the streams of people who may not watch any more. */
  recheck(): void;
  /** Ends every stream. */
  stop(): void;
}

/** Collaborators of the live view. */
export interface LiveParts {
  store: Pick<Accounts, 'session' | 'user'> & Pick<Cameras, 'camera'>;
  live: LiveSource;
  clock: Clock;
}

/** Route of a camera's live view, a multipart stream of JPEGs that ends with the session of its caller. */
export function liveRoutes(app: Routes, { store, live, clock }: LiveParts): void {
  app.addHook('preClose', async () => live.stop());

  app.get(
    '/cameras/:id/live',
    {
      config: { access: 'guest' },
      exposeHeadRoute: false,
      compress: false,
      logLevel: 'warn',
      schema: {
        tags: ['cameras'],
        summary: 'What the camera sees now, as a stream of small JPEGs; works in an img element',
        params: CameraPath,
        response: { 200: bytesOf('JPEGs, each in place of the one before', 'multipart/x-mixed-replace') },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { sessionId, user } = callerOf(request);
      if (!sees(user, id) || !store.camera(id))
        throw new ApiRefusal('camera-unknown', 'There is no such camera.');
      const person = () => {
        const current = stillThere(store, sessionId, clock);
        return current && sees(current, id) ? current : null;
      };
      const pictures = await live.watch(id, () => person() !== null);
      recheckAtEnd(person, pictures, clock, () => live.recheck());
      // A phone that left while the camera was asked must not be watched for.
      if (reply.raw.destroyed) pictures.destroy();
      reply.header('x-accel-buffering', 'no').type(live.mediaType);
      return reply.send(pictures);
    },
  );
}
