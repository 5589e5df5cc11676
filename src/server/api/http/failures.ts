import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiRefusal, answerTo } from './problems.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The answer to a failure also has the members of RFC 6749, section 5.2. */
    oauth?: boolean;
  }
}

/** Answers everything that goes wrong with problem details, and logs what is our own fault. */
export function answerFailure(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { problem, headers } = answerTo(thrown);
  request.problem = problem.code;
  if (problem.status >= 500)
    request.log.error({ err: thrown, problem: problem.code }, 'http: request failed');
  else request.log.info({ problem: problem.code, detail: problem.detail }, 'http: refused a request');
  const oauth = request.routeOptions.config.oauth ? oauthMembers(problem.status, problem.detail) : {};
  reply.code(problem.status).headers(headers).type('application/problem+json');
  reply.header('cache-control', 'no-store').removeHeader('etag');
  // The unread rest of a body would be parsed as the next request.
  if (!request.raw.complete) reply.header('connection', 'close');
  return reply.send({ ...problem, requestId: request.id, ...oauth });
}

function oauthMembers(status: number, detail: string) {
  const error = status === 401 ? 'invalid_grant' : 'invalid_request';
  return { error, error_description: detail };
}

/** Answers addresses that exist for other methods with 405, and all others with 404. */
export function answerStrays(methodsOf: (path: string) => string[]) {
  return async (request: FastifyRequest, _reply: FastifyReply): Promise<never> => {
    const allowed = methodsOf(request.url.split('?', 1)[0] as string);
    if (allowed.length === 0) throw new ApiRefusal('not-found', 'There is nothing at this address.');
    throw new ApiRefusal('method-not-allowed', `This address knows ${allowed.join(', ')}.`, {
      headers: { allow: allowed.join(', ') },
    });
  };
}
