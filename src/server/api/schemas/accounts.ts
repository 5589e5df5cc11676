import { type Static, Type } from 'typebox';
import { Id, Time } from './terms.js';

export const Role = Type.Enum(['owner', 'member']);
export type Role = Static<typeof Role>;

export const Username = Type.String({
  minLength: 1,
  maxLength: 64,
  pattern: '^\\S(.*\\S)?$',
  description: 'Compared without regard to case; no space at either end.',
});

export const Password = Type.String({ minLength: 10, maxLength: 256 });

/** What a person chose at sign-in, shown in the session list. */
const Device = Type.String({ minLength: 1, maxLength: 100 });

/** True for the web page: the tokens are set as httpOnly cookies and left out of the answer. */
const CookieOption = Type.Boolean();

export const SetupAnswer = Type.Object({
  needed: Type.Boolean({ description: 'True until the first person has registered.' }),
});
export type SetupAnswer = Static<typeof SetupAnswer>;

export const RegisterRequest = Type.Object(
  {
    username: Username,
    password: Password,
    code: Type.String({ minLength: 1, maxLength: 64, description: 'The setup code, or an invitation.' }),
    device: Type.Optional(Device),
    cookie: Type.Optional(CookieOption),
  },
  { additionalProperties: false },
);
export type RegisterRequest = Static<typeof RegisterRequest>;

/** As JSON or as the OAuth2 password form; `grant_type`, `scope` and `client_id` of the form may be there. */
export const TokenRequest = Type.Object({
  username: Type.String({ minLength: 1, maxLength: 64 }),
  password: Type.String({ minLength: 1, maxLength: 256 }),
  grant_type: Type.Optional(Type.Enum(['password'])),
  device: Type.Optional(Device),
  cookie: Type.Optional(CookieOption),
});
export type TokenRequest = Static<typeof TokenRequest>;

export const Person = Type.Object({ id: Id, username: Type.String(), role: Role, createdAt: Time });
export type Person = Static<typeof Person>;

/** `access_token` and `refresh_token` are absent when the tokens went into cookies. */
export const TokenAnswer = Type.Object({
  access_token: Type.Optional(Type.String()),
  token_type: Type.Enum(['bearer', 'cookie']),
  expires_in: Type.Integer({ description: 'Seconds until the access token expires.' }),
  refresh_token: Type.Optional(Type.String()),
  user: Person,
});
export type TokenAnswer = Static<typeof TokenAnswer>;

/** A page with cookies sends `{}`: its refresh token is in the cookie. */
export const RefreshRequest = Type.Object(
  { refresh_token: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })) },
  { additionalProperties: false },
);
export type RefreshRequest = Static<typeof RefreshRequest>;

export const MeAnswer = Type.Object({
  user: Person,
  sessionId: Id,
});
export type MeAnswer = Static<typeof MeAnswer>;

export const PasswordChange = Type.Object(
  { current: Type.String({ minLength: 1, maxLength: 256 }), next: Password },
  { additionalProperties: false },
);
export type PasswordChange = Static<typeof PasswordChange>;

export const InvitationRequest = Type.Object(
  {
    role: Type.Optional(Role),
    validSeconds: Type.Optional(Type.Integer({ minimum: 60, maximum: 604_800 })),
  },
  { additionalProperties: false },
);
export type InvitationRequest = Static<typeof InvitationRequest>;

export const InvitationAnswer = Type.Object({
  id: Id,
  code: Type.String({ description: 'Shown once; good for one registration.' }),
  url: Type.String({ description: 'For a QR code: opens the page of the hub with the code filled in.' }),
  role: Role,
  expiresAt: Time,
});
export type InvitationAnswer = Static<typeof InvitationAnswer>;

export const Session = Type.Object({
  id: Id,
  device: Type.String(),
  createdAt: Time,
  lastUsedAt: Time,
  expiresAt: Time,
  current: Type.Boolean({ description: 'True for the session that asks.' }),
});
export type Session = Static<typeof Session>;

export const SessionList = Type.Object({ sessions: Type.Array(Session) });
export type SessionList = Static<typeof SessionList>;

export const SessionsEnded = Type.Object({ ended: Type.Integer({ minimum: 0 }) });
export type SessionsEnded = Static<typeof SessionsEnded>;

export const PeopleList = Type.Object({ users: Type.Array(Person) });
export type PeopleList = Static<typeof PeopleList>;

/** An invitation that can still be used; its code was shown once. */
export const Invitation = Type.Object({ id: Id, role: Role, createdAt: Time, expiresAt: Time });
export type Invitation = Static<typeof Invitation>;

export const InvitationList = Type.Object({ invitations: Type.Array(Invitation) });
export type InvitationList = Static<typeof InvitationList>;
