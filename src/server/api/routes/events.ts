import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../../core/clock.js';
import type { Accounts, UserRow } from '../../../store/accounts.js';
import type { Gallery } from '../../../store/contract.js';
import { callerOf, stillThere } from '../auth/access.js';
import { recheckAtEnd, sees } from '../auth/sight.js';
import type { EventFeed } from '../events/event-feed.js';
import { guestCameraOf, type News } from '../events/guest-news.js';
import { bytesOf, type Routes } from '../http/routes.js';
import { EventsQuery } from '../schemas/events.js';

/** Collaborators of the event stream. */
export interface EventParts {
  store: Pick<Accounts, 'session' | 'user'> & Pick<Gallery, 'photo'>;
  clock: Clock;
  feed: EventFeed;
}

/** Route of the server-sent events; the stream ends with the session of its caller. */
export function eventRoutes(app: Routes, { store, clock, feed }: EventParts): void {
  app.get(
    '/events',
    {
      config: { access: 'guest' },
      exposeHeadRoute: false,
      compress: false,
      schema: {
        tags: ['events'],
        summary: 'What happens, as server-sent events; resumes after Last-Event-ID',
        querystring: EventsQuery,
        response: { 200: bytesOf('Server-sent events', 'text/event-stream') },
      },
    },
    async (request, reply) => {
      const { sessionId, user } = callerOf(request);
      const person = () => stillThere(store, sessionId, clock);
      const hears = (news: News) => user.guest === null || guestHears(store, person(), news);
      const follower = { id: user.id, role: user.role, hears };
      const stream = feed.open(resumeAfter(request, request.query), () => person() !== null, follower);
      recheckAtEnd(person, stream, clock, () => feed.recheck());
      reply.header('x-accel-buffering', 'no').type('text/event-stream');
      return reply.send(stream);
    },
  );
}

/** A header that is no number of ours counts as none: a browser repeats it for ever and cannot be told. */
function resumeAfter({ headers }: FastifyRequest, query: EventsQuery): number | undefined {
  const header = headers['last-event-id'];
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : query.after;
}

/** A guest hears of the cameras of now: an owner may have chosen others since the stream began. */
function guestHears(store: Pick<Gallery, 'photo'>, guest: UserRow | null, news: News): boolean {
  const camera = guestCameraOf(news, (photoId) => store.photo(photoId)?.camera ?? null);
  return guest !== null && camera !== null && sees(guest, camera);
}
