import { callerOf, requireSameSite } from '../auth/access.js';
import { clearCookies, refreshCookie } from '../auth/cookies.js';
import { authenticate, handOver, requireOwnPage, type SignInParts, signIn } from '../auth/sign-in.js';
import { readFormFields } from '../http/form-fields.js';
import { ApiRefusal } from '../http/problems.js';
import { Nothing, type Routes } from '../http/routes.js';
import {
  RefreshRequest,
  SessionList,
  SessionsEnded,
  TokenAnswer,
  TokenRequest,
} from '../schemas/accounts.js';
import { NumberedPath } from '../schemas/terms.js';

const tags = ['sessions'];
const guest = { access: 'guest' } as const;

/** Routes to sign in, refresh and sign out, and for the list of sessions. */
export function sessionRoutes(app: Routes, parts: SignInParts): void {
  tokenRoutes(app, parts);
  listRoutes(app, parts);
}

function tokenRoutes(app: Routes, parts: SignInParts): void {
  app.post(
    '/token',
    {
      config: { access: 'open', oauth: true, security: 'session-begun' },
      preValidation: readFormFields(parts.clock),
      schema: {
        tags,
        summary: 'Sign in, with JSON or the OAuth2 password form',
        consumes: ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'],
        body: TokenRequest,
        response: { 200: TokenAnswer },
      },
    },
    async (request, reply) => {
      const { username, password, ...options } = request.body;
      requireOwnPage(request, options);
      const user = await authenticate(parts, request, username, password);
      return signIn(parts, request, reply, user, options);
    },
  );

  app.post(
    '/token/refresh',
    {
      config: { access: 'open' },
      schema: {
        tags,
        summary: 'Trade a refresh token, or the cookie that holds it, for new tokens',
        body: RefreshRequest,
        response: { 200: TokenAnswer },
      },
    },
    async (request, reply) => {
      const given = request.body.refresh_token;
      const cookie = refreshCookie(request);
      if (given !== undefined) return handOver(request, reply, await parts.tokenIssuer.refresh(given), false);
      if (cookie === undefined) throw new ApiRefusal('refresh-invalid', 'There is no refresh token.');
      requireSameSite(request);
      return handOver(request, reply, await parts.tokenIssuer.refresh(cookie), true);
    },
  );

  app.post(
    '/logout',
    {
      config: { ...guest, security: 'session-ended' },
      schema: { tags, summary: 'End this session', response: { 204: Nothing } },
    },
    async (request, reply) => {
      await parts.store.revokeSession(callerOf(request).sessionId);
      clearCookies(request, reply);
      // Photos are in the browser's cache for a year: they leave with the person (Clear Site Data, section 3.1).
      return reply.code(204).header('clear-site-data', '"cache"').send(null);
    },
  );
}

function listRoutes(app: Routes, { store }: SignInParts): void {
  app.get(
    '/sessions',
    { config: guest, schema: { tags, summary: 'Where you are signed in', response: { 200: SessionList } } },
    async (request) => {
      const { user, sessionId } = callerOf(request);
      const sessions = store
        .sessions(user.id)
        .map((session) => ({ ...session, current: session.id === sessionId }));
      return { sessions };
    },
  );

  app.delete(
    '/sessions',
    {
      config: { ...guest, security: 'session-ended' },
      schema: { tags, summary: 'Sign out everywhere else', response: { 200: SessionsEnded } },
    },
    async (request) => {
      const { user, sessionId } = callerOf(request);
      const others = store.sessions(user.id).filter(({ id }) => id !== sessionId);
      await Promise.all(others.map(({ id }) => store.revokeSession(id)));
      return { ended: others.length };
    },
  );

  app.delete(
    '/sessions/:id',
    {
      config: { ...guest, security: 'session-ended' },
      schema: { tags, summary: 'End one of your sessions', params: NumberedPath, response: { 204: Nothing } },
    },
    async (request, reply) => {
      const own = store.sessions(callerOf(request).user.id);
      if (!own.some(({ id }) => id === request.params.id))
        throw new ApiRefusal('session-unknown', 'You have no such session.');
      await store.revokeSession(request.params.id);
      return reply.code(204).send(null);
    },
  );
}
