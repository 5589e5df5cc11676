import type { FastifyRequest } from 'fastify';
import type { UserRow } from '../../../store/accounts.js';
import { callerOf } from '../auth/access.js';
import { hashPassword, passwordMatches } from '../auth/passwords.js';
import { digest, plainCode, sameSecret } from '../auth/secrets.js';
import { personView, requireOwnPage, type SignInParts, signIn } from '../auth/sign-in.js';
import { known, newcomer } from '../auth/tries.js';
import { ApiRefusal } from '../http/problems.js';
import { Nothing, type Routes } from '../http/routes.js';
import { MeAnswer, PasswordChange, RegisterRequest, SetupAnswer, TokenAnswer } from '../schemas/accounts.js';

const tags = ['accounts'];
const guest = { access: 'guest' } as const;

/** The setting that holds the SHA-256 of the code the first person has to type; absent when nobody may. */
export const SETUP_CODE = 'setup-code';

/** Routes for registration and for the own account: name, password, leaving. */
export function accountRoutes(app: Routes, parts: SignInParts): void {
  registration(app, parts);
  ownAccount(app, parts);
}

function registration(app: Routes, parts: SignInParts): void {
  app.get(
    '/setup',
    {
      config: { access: 'open' },
      schema: { tags, summary: 'Whether the first person is still to come', response: { 200: SetupAnswer } },
    },
    async () => ({ needed: isNew(parts) }),
  );

  app.post(
    '/register',
    {
      config: { access: 'open', security: 'person-joined' },
      schema: {
        tags,
        summary: 'Join with the setup code (the first person, an owner) or an invitation',
        body: RegisterRequest,
        response: { 201: TokenAnswer },
      },
    },
    async (request, reply) => {
      requireOwnPage(request, request.body);
      const user = await register(parts, request, request.body);
      return reply.code(201).send(await signIn(parts, request, reply, user, request.body));
    },
  );
}

/** @throws {Refusal} `locked-out`, `code-wrong`, `invitation-invalid`, `already-set-up`, `name-taken`, `hub-busy` */
async function register(
  parts: SignInParts,
  request: FastifyRequest,
  body: RegisterRequest,
): Promise<UserRow> {
  const { store, hashing, tries } = parts;
  const codeHash = digest(plainCode(body.code));
  const first = isNew(parts);
  const user = await tries.count(newcomer(request), async () => {
    if (first && !sameSecret(codeHash, store.setting(SETUP_CODE) ?? '')) throw wrongCode();
    const passwordHash = await hashing.run(() => hashPassword(body.password));
    const person = { name: body.username.normalize('NFC'), passwordHash };
    return first ? store.registerFirstOwner(person) : store.registerInvited({ ...person, codeHash });
  });
  if (first) await store.setSetting(SETUP_CODE, null);
  return user;
}

function isNew({ store }: SignInParts): boolean {
  return store.users().length === 0;
}

function wrongCode(): ApiRefusal {
  return new ApiRefusal('code-wrong', 'The setup code is wrong; the hub prints it when it starts.');
}

function ownAccount(app: Routes, parts: SignInParts): void {
  const { store, hashing, tries } = parts;

  app.get(
    '/me',
    { config: guest, schema: { tags, summary: 'Who you are', response: { 200: MeAnswer } } },
    async (request) => {
      const { user, sessionId } = callerOf(request);
      return { user: personView(user), sessionId };
    },
  );

  app.put(
    '/me/password',
    {
      config: { ...guest, security: 'password-changed' },
      schema: {
        tags,
        summary: 'Change your password; ends your other sessions',
        body: PasswordChange,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const { user, sessionId } = callerOf(request);
      await tries.count(known(`session ${sessionId}`), async () => {
        if (!(await hashing.run(() => passwordMatches(user.passwordHash, request.body.current))))
          throw new ApiRefusal('credentials-wrong', 'The current password is wrong.');
      });
      const passwordHash = await hashing.run(() => hashPassword(request.body.next));
      await store.setPassword(user.id, passwordHash, sessionId);
      return reply.code(204).send(null);
    },
  );
}
