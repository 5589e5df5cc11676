import { type Static, Type } from 'typebox';
import { EVENTS } from '../../../core/events.js';
import { PairingStatus } from './pairing.js';
import { CameraId, Id, Time } from './terms.js';
import { EnlargementState } from './tools.js';

/** Query of the event stream. */
export const EventsQuery = Type.Object({
  after: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'As the `Last-Event-ID` header, for the first connection of a page. The header wins.',
    }),
  ),
});
/** Value that the schema `EventsQuery` describes. */
export type EventsQuery = Static<typeof EventsQuery>;

/**
 * Schema of the data of what is sent without being stored, by the name of the event. The last four are left out for
 * a phone that is slow; `pairing.changed` goes to owners alone, `enlargement.changed` to the person who sent the photo.
 */
export const TRANSIENT = {
  hello: Type.Object(
    { last: Type.Integer({ minimum: 0, description: 'Id of the newest event.' }) },
    { description: 'First on every connection.' },
  ),
  reset: Type.Object(
    {},
    { description: 'The log does not reach back to the id that was asked for: load everything anew.' },
  ),
  'upscale.progress': Type.Object({ photoId: Id, done: Type.Number({ minimum: 0, maximum: 1 }) }),
  'firmware.progress': Type.Object({ camera: CameraId, version: Type.String(), percent: Type.Integer() }),
  'pairing.changed': PairingStatus,
  'enlargement.changed': EnlargementState,
};

/** Data of what is sent without being stored. */
export type TransientMap = { [T in keyof typeof TRANSIENT]: Static<(typeof TRANSIENT)[T]> };

/** JSON in `data:` of a stored event. Its `type` is also the `event:` field and its `id` the `id:` field. */
export const HubEvent = Type.Union(
  Object.entries(EVENTS).map(([type, data]) =>
    Type.Object({ id: Id, at: Time, type: Type.Literal(type), data }),
  ),
);

/** Event without an id: `type` is the `event:` field, and the JSON in `data:` is `data` alone. */
export const TransientEvent = Type.Union(
  Object.entries(TRANSIENT).map(([type, data]) => Type.Object({ type: Type.Literal(type), data })),
);
