import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { SecurityEventName, SecurityLog } from '../../../core/audit-log.js';
import type { PublicCode } from '../../../core/codes.js';
import { plainIp } from '../../../core/network.js';
import type { Accounts } from '../../../store/accounts.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Name of the security event that is noted when this was done. */
    security?: SecurityEventName;
  }
  interface FastifyRequest {
    /** The code of the problem that it was answered with. */
    problem: PublicCode | null;
  }
}

/** Failures that the security log hears of, wherever they happen. */
const failures: Partial<Record<PublicCode, SecurityEventName>> = {
  'credentials-wrong': 'sign-in-failed',
  'code-wrong': 'registration-failed',
  'invitation-invalid': 'registration-failed',
  'locked-out': 'locked-out',
  'refresh-reused': 'token-reused',
};

type People = Pick<Accounts, 'userByName'>;

/** Tells the security log of what was done or refused at the routes that say so, once it is answered. */
export function watchSecurity(app: FastifyInstance, security: SecurityLog, store: People): void {
  app.decorateRequest('problem', null);
  app.addHook('onResponse', async (request, reply) => {
    const done = reply.statusCode < 400 ? request.routeOptions.config?.security : undefined;
    const name = (request.problem && failures[request.problem]) ?? done;
    if (name) security.note({ name, address: plainIp(request.ip), ...whom(request, store) });
  });
}

/** Requests that take rights away from somebody, whose streams are then to end at once; a sign-in replaces an older one. */
const endings: readonly SecurityEventName[] = [
  'session-begun',
  'session-ended',
  'person-removed',
  'guest-changed',
  'password-changed',
  'token-reused',
];

/** Has `recheck` look at who may still follow, as soon as somebody's session has ended. */
export function watchEndings(app: FastifyInstance, recheck: () => void): void {
  app.addHook('onResponse', async (request) => {
    const name = (request.problem && failures[request.problem]) ?? request.routeOptions.config?.security;
    if (name && endings.includes(name)) recheck();
  });
}

function whom(request: FastifyRequest, store: People): { person?: string; camera?: string } {
  const body = (request.body ?? {}) as { username?: unknown; id?: unknown };
  const { id } = request.params as { id?: unknown };
  const person = request.caller?.user.name ?? accountOf(body.username, store);
  const camera = request.url.startsWith('/cameras') ? (id ?? body.id) : undefined;
  return {
    ...(person !== undefined && { person }),
    ...(typeof camera === 'string' && { camera }),
  };
}

/** A password that somebody has typed into the wrong field is no name: only accounts that are there are named. */
function accountOf(username: unknown, store: People): string | undefined {
  return typeof username === 'string' ? store.userByName(username)?.name : undefined;
}
