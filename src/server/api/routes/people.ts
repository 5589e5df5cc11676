import type { Clock } from '../../../core/clock.js';
import type { Accounts, GuestRights } from '../../../store/accounts.js';
import { callerOf } from '../auth/access.js';
import { digest, newCode, plainCode } from '../auth/secrets.js';
import { personView } from '../auth/sign-in.js';
import { ApiRefusal } from '../http/problems.js';
import { Nothing, type Routes } from '../http/routes.js';
import {
  GuestChange,
  InvitationAnswer,
  InvitationList,
  InvitationRequest,
  PeopleList,
  Person,
} from '../schemas/accounts.js';
import { NumberedPath } from '../schemas/terms.js';

const tags = ['people'];
const config = { access: 'owner' } as const;
/** A partner who is away opens it in the evening. Its code has 60 random bits, works once, and tries at it are locked out. */
const INVITATION_SECONDS = 24 * 60 * 60;

/** Collaborators of the routes for people and invitations. */
export interface PeopleParts {
  store: Pick<
    Accounts,
    'users' | 'removeUser' | 'changeGuest' | 'createInvitation' | 'invitations' | 'revokeInvitation'
  >;
  clock: Clock;
  /** Address that a phone of the home opens. */
  address: () => string;
  /** Address by which a phone comes to trust the hub first; null where it need not. */
  firstAddress: () => string | null;
}

/** The people of the home and their invitations: for owners. */
export function peopleRoutes(app: Routes, parts: PeopleParts): void {
  userRoutes(app, parts);
  invitationRoutes(app, parts);
}

/** Opens the page with the code filled in. The fragment never travels to a server or into its log. */
function joinAddress(address: string, code: string): string {
  return `${address}/#/join?code=${code}`;
}

function userRoutes(app: Routes, { store, clock }: PeopleParts): void {
  app.get(
    '/users',
    { config, schema: { tags, summary: 'The people of the home', response: { 200: PeopleList } } },
    async () => ({ users: store.users().map(personView) }),
  );

  app.put(
    '/users/:id/guest',
    {
      config: { ...config, security: 'guest-changed' },
      schema: {
        tags,
        summary: 'Change which cameras a guest sees, and until when',
        params: NumberedPath,
        body: GuestChange,
        response: { 200: Person },
      },
    },
    async ({ params, body }) => personView(await store.changeGuest(params.id, expectTime(body, clock))),
  );

  app.delete(
    '/users/:id',
    {
      config: { ...config, security: 'person-removed' },
      schema: {
        tags,
        summary: 'Remove a person and end their sessions',
        params: NumberedPath,
        response: { 204: Nothing },
      },
    },
    async ({ params }, reply) => {
      await store.removeUser(params.id);
      return reply.code(204).send(null);
    },
  );
}

function invitationRoutes(app: Routes, { store, clock, address, firstAddress }: PeopleParts): void {
  app.post(
    '/invitations',
    {
      config: { ...config, security: 'invitation-made' },
      schema: {
        tags,
        summary: 'Invite a person; the code is shown this once',
        body: InvitationRequest,
        response: { 201: InvitationAnswer },
      },
    },
    async (request, reply) => {
      const { role = 'member', guest, validSeconds = INVITATION_SECONDS } = request.body;
      if ((role === 'guest') !== (guest !== undefined))
        throw new ApiRefusal(
          'request-invalid',
          'The role guest, and no other, comes with guest: what to see.',
        );
      const code = newCode();
      const invitation = await store.createInvitation({
        codeHash: digest(plainCode(code)),
        role,
        ...(guest && { guest: expectTime(guest, clock) }),
        createdBy: callerOf(request).user.id,
        expiresAt: clock.now() + validSeconds * 1000,
      });
      const url = joinAddress(address(), code);
      const first = firstAddress();
      return reply
        .code(201)
        .send({ ...invitation, code, url, scan: first === null ? url : `${first}/#/join` });
    },
  );

  app.get(
    '/invitations',
    {
      config,
      schema: { tags, summary: 'Invitations that can still be used', response: { 200: InvitationList } },
    },
    async () => ({ invitations: store.invitations() }),
  );

  app.delete(
    '/invitations/:id',
    {
      config,
      schema: { tags, summary: 'Take an invitation back', params: NumberedPath, response: { 204: Nothing } },
    },
    async ({ params }, reply) => {
      await store.revokeInvitation(params.id);
      return reply.code(204).send(null);
    },
  );
}

/** @throws {ApiRefusal} `request-invalid` for an end that has passed */
function expectTime(rights: GuestRights, clock: Clock): GuestRights {
  if (rights.until > clock.now()) return rights;
  throw new ApiRefusal('request-invalid', 'The end of a guest is in the past.');
}
