import { type Static, Type } from 'typebox';
import { Id, Time } from './terms.js';

const DAY = 86_400;

/** Body of a new link to photos: which, and for how long; a week unless said. */
export const ShareLinkRequest = Type.Object(
  {
    photos: Type.Array(Id, { minItems: 1, maxItems: 300, uniqueItems: true }),
    validSeconds: Type.Optional(Type.Integer({ minimum: 60, maximum: 90 * DAY, default: 7 * DAY })),
  },
  { additionalProperties: false },
);

/** A link to photos that can be opened, without its secret. */
export const ShareLink = Type.Object({
  id: Id,
  photos: Type.Integer({
    minimum: 0,
    description: 'How many it shows now: deleted ones are not among them.',
  }),
  cover: Type.Union([Type.String(), Type.Null()], {
    description: 'Path of the thumbnail of its first photo; null when all of them are deleted.',
  }),
  by: Type.String({ description: 'Who made it.' }),
  createdAt: Time,
  expiresAt: Time,
  opened: Type.Integer({ minimum: 0, description: 'How often it was opened.' }),
  lastOpenedAt: Type.Union([Time, Type.Null()]),
});
/** Value that the schema `ShareLink` describes. */
export type ShareLink = Static<typeof ShareLink>;

/** Links to photos that can be opened, newest first. */
export const ShareLinkList = Type.Object({ links: Type.Array(ShareLink) });

/** A new link with its address, which is shown this once. */
export const ShareLinkAnswer = Type.Object({
  link: ShareLink,
  url: Type.String({
    description: 'To send. Its secret stands behind the `#`, which no browser sends to a server.',
  }),
});

/** Secret of a link: 256 random bits, base64url. */
const Token = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });

/** Body of the opening of a link. */
export const SharedRequest = Type.Object({ token: Token }, { additionalProperties: false });

/** Photos that somebody with the link sees, and nothing else of the hub. */
export const SharedPhotos = Type.Object({
  expiresAt: Time,
  photos: Type.Array(
    Type.Object({
      number: Type.Integer({ minimum: 1, description: 'Names it at this link.' }),
      takenAt: Time,
    }),
  ),
});

/** Header that a request for a shared image carries. */
export const SharedHeaders = Type.Object({ 'x-petcam-link': Token });

/** Query of a shared image. */
export const SharedImageQuery = Type.Object({
  variant: Type.Optional(
    Type.Enum(['thumb', 'preview', 'best'], {
      default: 'preview',
      description: '`best` is the enlargement where there is one, as a file to keep.',
    }),
  ),
});

/** Path parameters of a shared photo. */
export const SharedPhotoPath = Type.Object({ number: Type.Integer({ minimum: 1, maximum: 300 }) });
