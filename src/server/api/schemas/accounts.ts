import { type Static, Type } from 'typebox';
import { CameraId, Id, Time } from './terms.js';

/** Roles of a person; only owners change settings, cameras and people, guests see chosen cameras and change nothing. */
export const Role = Type.Enum(['owner', 'member', 'guest']);
/** Value that the schema `Role` describes. */
export type Role = Static<typeof Role>;

/** Name that a person signs in with. */
export const Username = Type.String({
  minLength: 1,
  maxLength: 64,
  pattern: '^\\S(.*\\S)?$',
  description: 'Compared without regard to case; no space at either end.',
});

/** Password as a person chooses it: 10 to 256 characters. */
export const Password = Type.String({ minLength: 10, maxLength: 256 });

/** Name of the device that a person chose at sign-in, shown in the session list. */
const Device = Type.String({ minLength: 1, maxLength: 100 });

/** True for the web page: the tokens are set as httpOnly cookies and left out of the answer. */
const CookieOption = Type.Boolean();

/** Answer that says whether the hub still waits for its first person. */
export const SetupAnswer = Type.Object({
  needed: Type.Boolean({ description: 'True until the first person has registered.' }),
});
/** Value that the schema `SetupAnswer` describes. */
export type SetupAnswer = Static<typeof SetupAnswer>;

/** Body of a registration, by set-up code or invitation. */
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
/** Value that the schema `RegisterRequest` describes. */
export type RegisterRequest = Static<typeof RegisterRequest>;

/** Answer to the begin of a move: where the browser goes on, good for a minute. */
export const MoveBegun = Type.Object({ url: Type.String({ description: 'With the code behind its hash.' }) });

/** Body that ends a move at the other address. */
export const MoveRequest = Type.Object(
  {
    code: Type.String({ minLength: 1, maxLength: 64 }),
    device: Type.Optional(Device),
    cookie: Type.Optional(CookieOption),
  },
  { additionalProperties: false },
);

/** As JSON or as the OAuth2 password form; `grant_type`, `scope` and `client_id` of the form may be there. */
export const TokenRequest = Type.Object({
  username: Type.String({ minLength: 1, maxLength: 64 }),
  password: Type.String({ minLength: 1, maxLength: 256 }),
  grant_type: Type.Optional(Type.Enum(['password', ''])),
  device: Type.Optional(Device),
  cookie: Type.Optional(CookieOption),
});
/** Value that the schema `TokenRequest` describes. */
export type TokenRequest = Static<typeof TokenRequest>;

const guestRights = {
  cameras: Type.Array(CameraId, { maxItems: 64, description: 'Ids of the cameras that the guest sees.' }),
  until: Type.Integer({
    minimum: 0,
    maximum: 8_640_000_000_000_000,
    description: 'From then on the guest is out; milliseconds since 1970-01-01T00:00:00Z.',
  }),
};

/** Rights of a guest; null for owners and members, who see every camera. */
const Guest = Type.Union([Type.Object(guestRights), Type.Null()], {
  description: 'What a guest sees, and until when; null for owners and members.',
});

/** Body that says what a guest may see, and until when. */
export const GuestChange = Type.Object(guestRights, { additionalProperties: false });
/** Value that the schema `GuestChange` describes. */
export type GuestChange = Static<typeof GuestChange>;

/** One person of the hub as the API shows them. */
export const Person = Type.Object({
  id: Id,
  username: Type.String(),
  role: Role,
  guest: Guest,
  createdAt: Time,
});
/** Value that the schema `Person` describes. */
export type Person = Static<typeof Person>;

/** `access_token` and `refresh_token` are absent when the tokens went into cookies. */
export const TokenAnswer = Type.Object({
  access_token: Type.Optional(Type.String()),
  token_type: Type.Enum(['bearer', 'cookie']),
  expires_in: Type.Integer({ description: 'Seconds until the access token expires.' }),
  refresh_token: Type.Optional(Type.String()),
  user: Person,
});
/** Value that the schema `TokenAnswer` describes. */
export type TokenAnswer = Static<typeof TokenAnswer>;

/** A page with cookies sends `{}`: its refresh token is in the cookie. */
export const RefreshRequest = Type.Object(
  { refresh_token: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })) },
  { additionalProperties: false },
);
/** Value that the schema `RefreshRequest` describes. */
export type RefreshRequest = Static<typeof RefreshRequest>;

/** Answer about the caller: person and session. */
export const MeAnswer = Type.Object({
  user: Person,
  sessionId: Id,
});
/** Value that the schema `MeAnswer` describes. */
export type MeAnswer = Static<typeof MeAnswer>;

/** Body of a change of the own password. */
export const PasswordChange = Type.Object(
  { current: Type.String({ minLength: 1, maxLength: 256 }), next: Password },
  { additionalProperties: false },
);
/** Value that the schema `PasswordChange` describes. */
export type PasswordChange = Static<typeof PasswordChange>;

/** Body of a new invitation: role and validity, both with defaults; for a guest also cameras and end. */
export const InvitationRequest = Type.Object(
  {
    role: Type.Optional(Role),
    guest: Type.Optional(GuestChange),
    validSeconds: Type.Optional(Type.Integer({ minimum: 60, maximum: 604_800 })),
  },
  { additionalProperties: false },
);
/** Value that the schema `InvitationRequest` describes. */
export type InvitationRequest = Static<typeof InvitationRequest>;

/** New invitation with its code, which is shown this once. */
export const InvitationAnswer = Type.Object({
  id: Id,
  code: Type.String({ description: 'Shown once; good for one registration.' }),
  url: Type.String({ description: 'To send: opens the page of the hub with the code filled in.' }),
  scan: Type.String({
    description:
      'For a QR code. Where a phone has to learn to trust the hub first it opens the page for that, and carries no code: what comes without TLS can be read and altered.',
  }),
  role: Role,
  guest: Guest,
  expiresAt: Time,
});
/** Value that the schema `InvitationAnswer` describes. */
export type InvitationAnswer = Static<typeof InvitationAnswer>;

/** One session of a person, with the name of its device. */
export const Session = Type.Object({
  id: Id,
  device: Type.String(),
  createdAt: Time,
  lastUsedAt: Time,
  expiresAt: Time,
  current: Type.Boolean({ description: 'True for the session that asks.' }),
});
/** Value that the schema `Session` describes. */
export type Session = Static<typeof Session>;

/** Sessions of the caller that have not ended. */
export const SessionList = Type.Object({ sessions: Type.Array(Session) });
/** Value that the schema `SessionList` describes. */
export type SessionList = Static<typeof SessionList>;

/** Number of sessions that a request has ended. */
export const SessionsEnded = Type.Object({ ended: Type.Integer({ minimum: 0 }) });
/** Value that the schema `SessionsEnded` describes. */
export type SessionsEnded = Static<typeof SessionsEnded>;

/** People of the hub, without their secrets. */
export const PeopleList = Type.Object({ users: Type.Array(Person) });
/** Value that the schema `PeopleList` describes. */
export type PeopleList = Static<typeof PeopleList>;

/** An invitation that can still be used; its code was shown once. */
export const Invitation = Type.Object({
  id: Id,
  role: Role,
  guest: Guest,
  createdAt: Time,
  expiresAt: Time,
});
/** Value that the schema `Invitation` describes. */
export type Invitation = Static<typeof Invitation>;

/** Invitations that wait to be used. */
export const InvitationList = Type.Object({ invitations: Type.Array(Invitation) });
/** Value that the schema `InvitationList` describes. */
export type InvitationList = Static<typeof InvitationList>;
