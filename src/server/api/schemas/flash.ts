import { type Static, Type } from 'typebox';
import { Time } from './terms.js';

const BoardId = Type.String({ pattern: '^[a-z0-9-]{1,32}$', description: 'Name of a board in claims.' });

/** Board that can be written from a browser, and the image for it. */
export const FlashBoard = Type.Object({
  id: BoardId,
  name: Type.String({ description: 'What its sellers call it.' }),
  chip: Type.Enum(['esp32', 'esp32s3']),
  flashBytes: Type.Integer({ minimum: 1, description: 'Flash that the board has to have.' }),
  cable: Type.Boolean({ description: 'It can be paired over its USB cable.' }),
  image: Type.Union([
    Type.Object({
      version: Type.String(),
      length: Type.Integer({ minimum: 1, description: 'Bytes.' }),
      sha256: Type.String(),
      source: Type.Enum(['hub', 'owner'], { description: '`hub`: it came with the hub.' }),
      addedAt: Type.Union([Time, Type.Null()], { description: 'Null for one that came with the hub.' }),
    }),
    Type.Null(),
  ]),
});
/** Value that the schema `FlashBoard` describes. */
export type FlashBoard = Static<typeof FlashBoard>;

/** Boards, the images for them, and the keys that prove these. */
export const FlashList = Type.Object({
  boards: Type.Array(FlashBoard),
  keys: Type.Array(Type.String(), {
    description:
      'Public keys that an image is signed with, 128 hexadecimal digits each; empty: no image is taken.',
  }),
});
/** Value that the schema `FlashList` describes. */
export type FlashList = Static<typeof FlashList>;

/** Path parameters of one board. */
export const FlashPath = Type.Object({ board: BoardId });
/** Value that the schema `FlashPath` describes. */
export type FlashPath = Static<typeof FlashPath>;
