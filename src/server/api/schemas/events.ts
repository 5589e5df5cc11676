import { type Static, Type } from 'typebox';
import { Id, Time } from './terms.js';

export const EventsQuery = Type.Object({
  after: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'As the `Last-Event-ID` header, for the first connection of a page. The header wins.',
    }),
  ),
});
export type EventsQuery = Static<typeof EventsQuery>;

export const EventType = Type.Enum([
  'burst.closed',
  'burst.unusable',
  'photo.new',
  'photo.updated',
  'photo.deleted',
  'photo.upscaled',
  'camera.updated',
  'storage.trimmed',
  'highlight.updated',
  'firmware.updated',
]);
export type EventType = Static<typeof EventType>;

/**
 * The JSON in `data:` of a server-sent event. Its `type` is also the `event:` field and its `id` the `id:` field.
 * Five more names are sent without an id: `hello` (first on every connection, `{"last":<newest id>}`), `reset`
 * (the log does not reach back to the id that was asked for: load everything anew), `upscale.progress`
 * (`{"photoId":12,"done":0.4}`), `firmware.progress` (`{"camera":"porch","version":"1.2.0","percent":40}`) and, to owners, `pairing.changed` (a `PairingStatus`); the last three are left out for a
 * phone that is slow.
 */
export const HubEvent = Type.Object({
  id: Id,
  at: Time,
  type: EventType,
  data: Type.Record(Type.String(), Type.Unknown()),
});
export type HubEvent = Static<typeof HubEvent>;
