import { type Static, Type } from 'typebox';
import { SettingsSchema } from '../../../cameras/protocol/settings.js';
import { StreamSettingsSchema } from '../../../cameras/streams/stream-settings.js';
import { TURNS } from '../../../core/upright.js';
import { CameraUpdate } from './firmware.js';
import { CameraId, Time } from './terms.js';

/** All settings in force; docs/PROTOCOL.md, section State. */
export const CameraSettings = SettingsSchema;
/** Value that the schema `CameraSettings` describes. */
export type CameraSettings = Static<typeof CameraSettings>;

/** Body of a change of camera settings: any of them, at least one. */
export const SettingsChange = Type.Partial(CameraSettings, { additionalProperties: false, minProperties: 1 });
/** Value that the schema `SettingsChange` describes. */
export type SettingsChange = Static<typeof SettingsChange>;

/** Settings in force after a change, as the camera reports them. */
export const SettingsAnswer = Type.Object({ settings: CameraSettings });
/** Value that the schema `SettingsAnswer` describes. */
export type SettingsAnswer = Static<typeof SettingsAnswer>;

/** Last report of the camera about itself; its settings are shown as they came. */
const CameraState = Type.Object({
  firmware: Type.String(),
  board: Type.String(),
  rssi: Type.Integer({ description: 'dBm.' }),
  uptimeMs: Type.Integer(),
  resetReason: Type.String(),
  bursts: Type.Object({
    queued: Type.Integer(),
    sent: Type.Integer(),
    lost: Type.Integer(),
    framesLost: Type.Integer(),
  }),
  update: Type.Optional(
    Type.Object(
      { version: Type.String(), state: Type.Enum(['trial', 'kept', 'rolled-back']) },
      { description: 'What became of the image of that version; docs/PROTOCOL.md, "On trial".' },
    ),
  ),
  sensor: Type.Optional(
    Type.Object(
      {
        state: Type.Enum(['ok', 'failing', 'unsupported', 'no-memory', 'unknown']),
        model: Type.Optional(Type.String()),
        id: Type.Optional(Type.Integer({ description: 'What the sensor calls itself.' })),
      },
      { description: 'The image sensor as the camera found it; absent from the first cameras.' },
    ),
  ),
  capabilities: Type.Optional(
    Type.Array(Type.String(), {
      description: 'What it can do beyond the first cameras; docs/PROTOCOL.md, section State.',
    }),
  ),
  settings: CameraSettings,
});

const CameraTurn = Type.Enum([...TURNS], {
  description:
    'By how many degrees the hub turns its pictures clockwise, for a camera that is mounted sideways.',
});

const RefusedFrames = Type.Object({
  frames: Type.Integer({ minimum: 1 }),
  reasons: Type.Array(Type.Object({ reason: Type.String(), count: Type.Integer({ minimum: 1 }) }), {
    description: 'The most frequent first; docs/PROTOCOL.md, section Reasons.',
  }),
  lastAt: Time,
});

const UnusableBursts = Type.Object({
  bursts: Type.Integer({ minimum: 1 }),
  since: Time,
  reasons: Type.Array(Type.String(), {
    description: 'Why the frames of the latest of them were set aside, as codes.',
  }),
});

const Connection = Type.Object(
  {
    state: Type.Enum(['steady', 'flapping', 'contested'], {
      description:
        '`contested`: connections of this name end each other, as those of two cameras with one id.',
    }),
    connects: Type.Integer({ minimum: 0 }),
    replaced: Type.Integer({
      minimum: 0,
      description: 'Connections that ended another one of the same name.',
    }),
    addresses: Type.Array(Type.String()),
    since: Type.Union([Time, Type.Null()], { description: 'Null while it is steady.' }),
  },
  { description: 'Its connections of the last ten minutes.' },
);

const StreamView = Type.Object({
  kind: Type.Enum(['stream', 'snapshot']),
  width: Type.Integer({ minimum: 1 }),
  height: Type.Integer({ minimum: 1 }),
  settings: StreamSettingsSchema,
});

/** One camera with its state and what the hub has noted of it. */
export const Camera = Type.Object({
  id: Type.String(),
  name: Type.String(),
  createdAt: Time,
  online: Type.Boolean(),
  lastSeenAt: Type.Union([Time, Type.Null()]),
  state: Type.Union([CameraState, Type.Null()], {
    description:
      'Null until the camera has reported. While it is paused, `settings` are those that it gets back.',
  }),
  turn: CameraTurn,
  stream: Type.Union([StreamView, Type.Null()], {
    description: 'How the hub reads a camera by address; null for a camera on MQTT.',
  }),
  pause: Type.Union(
    [
      Type.Object({
        since: Time,
        until: Type.Union([Time, Type.Null()], { description: 'Null until somebody ends it.' }),
      }),
      Type.Null(),
    ],
    {
      description:
        'While it is paused the camera takes no pictures by motion or timetable and has no live view. Null unless it is paused.',
    },
  ),
  photos: Type.Integer({ minimum: 0 }),
  refused: Type.Union([RefusedFrames, Type.Null()], {
    description: 'Frames that were refused since it was added; null when none was.',
  }),
  unusable: Type.Union([UnusableBursts, Type.Null()], {
    description: 'Bursts since its last photo of which no frame could be used; null when there is none.',
  }),
  connection: Connection,
  update: Type.Union([CameraUpdate, Type.Null()], { description: 'Firmware for it that the hub has.' }),
  costlyFrames: Type.Integer({
    minimum: 0,
    description: 'Frames of the last day that were refused because they cost too much to look at.',
  }),
});
/** Value that the schema `Camera` describes. */
export type Camera = Static<typeof Camera>;

/** Cameras of the hub, in the order in which they were added. */
export const CameraList = Type.Object({ cameras: Type.Array(Camera) });
/** Value that the schema `CameraList` describes. */
export type CameraList = Static<typeof CameraList>;

/** Name of a camera as people read it: 1 to 64 characters, no space at either end. */
export const CameraName = Type.String({ minLength: 1, maxLength: 64, pattern: '^\\S(.*\\S)?$' });

/** Body that adds a camera without pairing; the hub makes an id when none is given. */
export const NewCamera = Type.Object(
  { id: Type.Optional(CameraId), name: CameraName },
  { additionalProperties: false },
);
/** Value that the schema `NewCamera` describes. */
export type NewCamera = Static<typeof NewCamera>;

/** A camera with a new key: after it was added, and after its key was replaced. */
export const CameraCreated = Type.Object({
  camera: Camera,
  mqtt: Type.Object(
    {
      url: Type.String({ description: 'Where it connects with its password.' }),
      tlsUrl: Type.Union([Type.String(), Type.Null()], {
        description:
          'Where it connects from the network, with its key as pre-shared key; null with an external broker.',
      }),
      username: Type.String(),
      password: Type.String({ description: "The camera's key; shown this once." }),
    },
    { description: 'What the camera needs; docs/PROTOCOL.md, section Connection.' },
  ),
  console: Type.Union([Type.String(), Type.Null()], {
    description: "The line that says it all on the camera's serial console; null with an external broker.",
  }),
});
/** Value that the schema `CameraCreated` describes. */
export type CameraCreated = Static<typeof CameraCreated>;

/** Body that renames a camera, or says how it is mounted. */
export const CameraChange = Type.Object(
  { name: Type.Optional(CameraName), turn: Type.Optional(CameraTurn) },
  { additionalProperties: false, minProperties: 1 },
);
/** Value that the schema `CameraChange` describes. */
export type CameraChange = Static<typeof CameraChange>;

/** Body that pauses a camera, or ends its pause. */
export const PauseChange = Type.Object(
  {
    pause: Type.Union([
      Type.Object(
        {
          minutes: Type.Union([Type.Integer({ minimum: 1, maximum: 10_080 }), Type.Null()], {
            description: 'How long from now, at most a week; null until somebody ends it.',
          }),
        },
        { additionalProperties: false },
      ),
      Type.Null(),
    ]),
  },
  { additionalProperties: false },
);
/** Value that the schema `PauseChange` describes. */
export type PauseChange = Static<typeof PauseChange>;

/** Answer to a request for a burst. */
export const CaptureAnswer = Type.Object({
  burst: Type.String({ description: "The camera's name for the burst that follows." }),
});
/** Value that the schema `CaptureAnswer` describes. */
export type CaptureAnswer = Static<typeof CaptureAnswer>;
