/**
 * Events of the hub: the one definition of what is stored, sent to phones, described in the API's document and known
 * to the page.
 */
import { type Static, Type } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';

const Count = Type.Integer({ minimum: 0 });
const PhotoId = Type.Integer();
const Camera = Type.String({ description: 'The id of a camera.' });
const NullableText = Type.Union([Type.String(), Type.Null()]);

/** Schema of the data of each type of event. */
export const EVENTS = {
  'burst.closed': Type.Object({
    burstId: Type.Integer(),
    camera: Camera,
    burst: Type.String({ description: "The camera's own name of it." }),
    state: Type.Enum(['closed', 'cut']),
    frames: Count,
    missing: Type.Array(Count, { description: 'Indexes of frames that never came.' }),
    again: Type.Optional(
      Type.Literal(true, { description: 'Its close was announced before; late frames opened it again.' }),
    ),
  }),
  'burst.unusable': Type.Object(
    {
      burstId: Type.Integer(),
      camera: Camera,
      reasons: Type.Array(Type.String(), { description: 'Why its frames were set aside.' }),
    },
    { description: 'Of none of its frames a photo could be made.' },
  ),
  'photo.new': Type.Object({
    photoId: PhotoId,
    burstId: Type.Integer(),
    camera: Camera,
    pet: Type.Union([Type.Enum(['cat', 'dog', 'other']), Type.Null()]),
    takenAt: Type.Integer(),
  }),
  'photo.updated': Type.Object({
    photoId: PhotoId,
    version: Type.Integer(),
    favourite: Type.Boolean(),
    restored: Type.Optional(Type.Literal(true, { description: 'After an undo.' })),
  }),
  'photo.deleted': Type.Object({
    photoId: PhotoId,
    camera: Type.Optional(
      Type.String({ description: 'The id of its camera; events of earlier versions of the hub lack it.' }),
    ),
  }),
  'photo.upscaled': Type.Object({
    photoId: PhotoId,
    version: Type.Integer(),
    upscale: Type.Enum(['done', 'failed']),
  }),
  'pets.updated': Type.Object(
    {},
    { description: 'Who lives here has changed, and so may who is on photos.' },
  ),
  'movement.updated': Type.Object(
    { fold: Type.Boolean() },
    { description: 'New photos without a pet are folded from now on, or all of them are shown.' },
  ),
  'camera.updated': Type.Object({
    camera: Camera,
    online: Type.Boolean(),
    removed: Type.Optional(Type.Literal(true)),
    rekeyed: Type.Optional(Type.Literal(true, { description: 'It got another key.' })),
  }),
  'storage.trimmed': Type.Object({ photos: Count }),
  'highlight.updated': Type.Object({
    highlightId: Type.Integer(),
    kind: Type.Enum(['day', 'week']),
    day: Type.String(),
    state: Type.Enum(['quiet', 'pending', 'done', 'failed']),
  }),
  'firmware.updated': Type.Object({
    imageId: Type.Integer(),
    camera: Type.Union([Type.String(), Type.Null()], { description: 'Null when an image came or went.' }),
    version: Type.String(),
    state: Type.Union([
      Type.Enum([
        'waiting',
        'offered',
        'receiving',
        'restarting',
        'trial',
        'done',
        'failed',
        'rolled-back',
        'cancelled',
      ]),
      Type.Null(),
    ]),
    reason: NullableText,
  }),
};

/** Data of each type of event. */
export type EventMap = { [T in keyof typeof EVENTS]: Static<(typeof EVENTS)[T]> };

/** Name of one type of event, which is also the `event:` field of the stream. */
export type EventType = keyof EventMap;

/** A committed event, as phones and integrations hear of it. `id` is the id of the server-sent event. */
export type StoredEvent = {
  [T in EventType]: { id: number; at: number; type: T; data: EventMap[T] };
}[EventType];

/** A stored event of its parts; the type binds the data. */
export function storedEvent<T extends EventType>(
  id: number,
  at: number,
  type: T,
  data: EventMap[T],
): StoredEvent {
  return { id, at, type, data } as StoredEvent;
}

const validators = new Map<string, Validator>();

/** Tells the data of an event of this hub from what is damaged, or comes from another version. */
export function isEventData<T extends EventType>(type: T, data: unknown): data is EventMap[T] {
  if (!Object.hasOwn(EVENTS, type)) return false;
  const validator = validators.get(type) ?? Compile(EVENTS[type]);
  validators.set(type, validator);
  return validator.Check(data);
}
