import { type Static, Type } from 'typebox';
import { CameraId, Id, Time } from './terms.js';

const State = Type.Enum(
  ['waiting', 'offered', 'receiving', 'restarting', 'trial', 'done', 'failed', 'rolled-back', 'cancelled'],
  { description: 'Where a camera is with an image; docs/UPDATES.md.' },
);
const Percent = Type.Union([Type.Integer({ minimum: 0, maximum: 100 }), Type.Null()], {
  description: 'While it is being received; null else.',
});
const Reason = Type.Union([Type.String(), Type.Null()], {
  description: 'Why it ended as it did, as a code.',
});

/** The image that matters to a camera now. */
export const CameraUpdate = Type.Object({
  image: Type.Integer({ minimum: 1, description: 'For `POST /firmware/{id}/rollout`.' }),
  available: Type.String({ description: 'Its version.' }),
  state: Type.Union([State, Type.Null()], { description: 'Null while nobody has asked for it.' }),
  percent: Percent,
  reason: Reason,
});
/** Value that the schema `CameraUpdate` describes. */
export type CameraUpdate = Static<typeof CameraUpdate>;

/** One firmware image with the state of each camera's rollout. */
export const Firmware = Type.Object({
  id: Id,
  board: Type.String(),
  version: Type.String(),
  length: Type.Integer({ minimum: 1, description: 'Bytes.' }),
  sha256: Type.String(),
  addedAt: Time,
  halted: Type.Boolean({ description: 'It went wrong on a camera; the others wait until an owner goes on.' }),
  cameras: Type.Array(
    Type.Object({ camera: Type.String(), state: State, percent: Percent, reason: Reason, changedAt: Time }),
    { description: 'Those it was asked for, in their order.' },
  ),
});
/** Value that the schema `Firmware` describes. */
export type Firmware = Static<typeof Firmware>;

/** Firmware images that the hub keeps, and whether updates are set up. */
export const FirmwareList = Type.Object({
  enabled: Type.Boolean({ description: 'False without PETCAM_FIRMWARE_KEY.' }),
  images: Type.Array(Firmware),
});
/** Value that the schema `FirmwareList` describes. */
export type FirmwareList = Static<typeof FirmwareList>;

/** Body that starts a rollout, for all fitting cameras or the named ones. */
export const RolloutWish = Type.Object(
  {
    cameras: Type.Optional(
      Type.Array(CameraId, {
        minItems: 1,
        maxItems: 64,
        uniqueItems: true,
        description:
          'Without them: every camera of the board with an older version that has not given it up.',
      }),
    ),
  },
  { additionalProperties: false },
);
/** Value that the schema `RolloutWish` describes. */
export type RolloutWish = Static<typeof RolloutWish>;
