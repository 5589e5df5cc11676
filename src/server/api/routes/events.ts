import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../../core/clock.js';
import type { Accounts } from '../../../store/contract.js';
import { callerOf, stillSignedIn } from '../auth/access.js';
import type { EventFeed } from '../events/event-feed.js';
import { bytesOf, type Routes } from '../http/routes.js';
import { EventsQuery } from '../schemas/events.js';

/** Collaborators of the event stream. */
export interface EventParts {
  store: Pick<Accounts, 'session' | 'user'>;
  clock: Clock;
  feed: EventFeed;
}

/** Route of the server-sent events; the stream ends with the session of its caller. */
export function eventRoutes(app: Routes, { store, clock, feed }: EventParts): void {
  app.get(
    '/events',
    {
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
      const allowed = stillSignedIn(store, sessionId, clock);
      const stream = feed.open(resumeAfter(request, request.query), allowed, user);
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
