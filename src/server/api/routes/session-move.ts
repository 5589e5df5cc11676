import { callerOf } from '../auth/access.js';
import { Moves } from '../auth/moves.js';
import { mayStay } from '../auth/sight.js';
import { requireOwnPage, type SignInParts, signIn } from '../auth/sign-in.js';
import { newcomer } from '../auth/tries.js';
import { ApiRefusal } from '../http/problems.js';
import type { Routes } from '../http/routes.js';
import { MoveBegun, MoveRequest, TokenAnswer } from '../schemas/accounts.js';

const tags = ['sessions'];

/** Collaborators of the move of a sign-in to another address. */
export type SessionMoveParts = SignInParts & {
  /** Page of the hub, where links lead. */
  address: () => string;
};

/**
 * Routes by which a phone that is signed in at one address of the hub is at another, without a password: browsers keep
 * what they know of each address apart.
 */
export function sessionMoveRoutes(app: Routes, { address, ...parts }: SessionMoveParts): void {
  const { store, clock, tries } = parts;
  const moves = new Moves(clock);

  app.post(
    '/sessions/move',
    {
      schema: {
        tags,
        summary: 'Address with a one-time code by which this browser is signed in where links lead',
        response: { 201: MoveBegun },
      },
    },
    async (request, reply) => {
      const { user, sessionId } = callerOf(request);
      // Behind the hash: it never travels to a server, or into its log.
      return reply.code(201).send({ url: `${address()}/#/move?code=${moves.begin(sessionId, user.id)}` });
    },
  );

  app.post(
    '/token/move',
    {
      config: { access: 'open', security: 'session-begun' },
      schema: {
        tags,
        summary: 'Sign in with the code of a move; ends the session that it came from, and its notifications',
        body: MoveRequest,
        response: { 200: TokenAnswer },
      },
    },
    async (request, reply) => {
      const { code, ...options } = request.body;
      requireOwnPage(request, options);
      const { user, sessionId } = await tries.count(newcomer(request), async () => {
        const moved = moves.take(code);
        const user = store.users().find(({ id }) => id === moved?.userId);
        const isAlive = user && store.sessions(user.id).some(({ id }) => id === moved?.sessionId);
        if (!moved || !isAlive || !mayStay(user, clock.now()))
          throw new ApiRefusal('code-wrong', 'The code of the move is wrong, or was used already.');
        return { user, sessionId: moved.sessionId };
      });
      const answer = await signIn(parts, request, reply, user, options);
      await store.revokeSession(sessionId);
      return answer;
    },
  );
}
