import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../../core/clock.js';
import { ApiRefusal, answerTo } from './problems.js';
import { discardRest } from './upload-meter.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The answer to a failure also has the members of RFC 6749, section 5.2. */
    oauth?: boolean;
  }
}

/** Makes the handler that answers everything that goes wrong with problem details, and logs what is our own fault. */
export function failureAnswer(clock: Pick<Clock, 'after'>) {
  return (thrown: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const answer = { ...describeFailure(thrown, request, reply), requestId: request.id };
    // An injected request does not say whether it is complete, and always is.
    if (request.raw.complete === false) answerEarly(JSON.stringify(answer), request, reply, clock);
    else reply.send(answer);
  };
}

function describeFailure(thrown: unknown, request: FastifyRequest, reply: FastifyReply) {
  const { problem, headers } = answerTo(thrown);
  request.problem = problem.code;
  if (problem.status >= 500)
    request.log.error({ err: thrown, problem: problem.code }, 'http: request failed');
  else request.log.info({ problem: problem.code, detail: problem.detail }, 'http: refused a request');
  const oauth = request.routeOptions.config.oauth ? oauthMembers(problem.status, problem.detail) : {};
  reply.code(problem.status).headers(headers).type('application/problem+json');
  reply.header('cache-control', 'no-store').removeHeader('etag');
  return { ...problem, ...oauth };
}

/**
 * Sends the answer to a request whose body is still on its way, reads the rest of that body, and closes then: a client
 * that writes until it has sent everything finds the answer, and one that reads meanwhile has it at once.
 */
function answerEarly(
  text: string,
  request: FastifyRequest,
  reply: FastifyReply,
  clock: Pick<Clock, 'after'>,
): void {
  // Compression would keep the answer back until its stream ends.
  request.headers['x-no-compression'] = '1';
  reply.header('connection', 'close').header('content-length', Buffer.byteLength(text));
  reply.send(Readable.from(thenWait(text, () => discardRest(request.raw, clock))));
}

async function* thenWait(text: string, wait: () => Promise<void>): AsyncGenerator<string> {
  yield text;
  await wait();
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
