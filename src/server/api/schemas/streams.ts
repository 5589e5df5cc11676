import { type Static, Type } from 'typebox';
import { StreamSettingsSchema } from '../../../cameras/streams/stream-settings.js';
import { CameraName } from './cameras.js';

const closed = { additionalProperties: false } as const;

const Address = Type.String({
  minLength: 1,
  maxLength: 2000,
  description: 'With or without `http://`; the well-known places are tried where it names no path.',
});
const Username = Type.String({ maxLength: 200, description: 'Empty for none.' });
const Password = Type.String({ maxLength: 200 });
const Kind = Type.Enum(['stream', 'snapshot'], {
  description: 'Pictures without end (MJPEG), or one at each request.',
});

/** Body that looks for a camera at an address. */
export const StreamProbe = Type.Object(
  { address: Address, username: Type.Optional(Username), password: Type.Optional(Password) },
  closed,
);
/** Value that the schema `StreamProbe` describes. */
export type StreamProbe = Static<typeof StreamProbe>;

/** Camera that was found at an address, with the picture that it gave; nothing is kept of it. */
export const StreamFound = Type.Object({
  address: Type.String({ description: 'The very address of the pictures.' }),
  kind: Kind,
  width: Type.Integer({ minimum: 1 }),
  height: Type.Integer({ minimum: 1 }),
  certificate: Type.Union([Type.String(), Type.Null()], {
    description: 'SHA-256 of a certificate that no authority vouches for; null for all others.',
  }),
  picture: Type.String({ description: 'The picture, made smaller, as a `data:` URL.' }),
});
/** Value that the schema `StreamFound` describes. */
export type StreamFound = Static<typeof StreamFound>;

/** Body that adds a camera by address. */
export const NewStreamCamera = Type.Object({ name: CameraName, ...StreamProbe.properties }, closed);
/** Value that the schema `NewStreamCamera` describes. */
export type NewStreamCamera = Static<typeof NewStreamCamera>;

/** Where a camera by address is read; its password is never shown. */
export const StreamAddress = Type.Object({
  address: Type.String(),
  username: Type.Union([Type.String(), Type.Null()]),
});
/** Value that the schema `StreamAddress` describes. */
export type StreamAddress = Static<typeof StreamAddress>;

/** Body that changes where a camera by address is read, or what the hub does with its pictures. */
export const StreamChange = Type.Object(
  {
    address: Type.Optional(Address),
    username: Type.Optional(Username),
    password: Type.Optional(Password),
    settings: Type.Optional(Type.Partial(StreamSettingsSchema, closed)),
  },
  { ...closed, minProperties: 1 },
);
/** Value that the schema `StreamChange` describes. */
export type StreamChange = Static<typeof StreamChange>;
