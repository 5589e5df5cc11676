import { type Static, Type } from 'typebox';
import { Id, Time } from './terms.js';

const Known = Type.Union([Type.String(), Type.Null()]);

/** One event of the security log; equal ones in a row are counted. */
export const SecurityEvent = Type.Object({
  id: Id,
  at: Time,
  name: Type.String({ description: 'Stable, for instance `sign-in-failed`; docs/API.md lists them.' }),
  person: Known,
  address: Known,
  camera: Known,
  count: Type.Integer({ minimum: 1, description: 'How often, since the one before it of its kind.' }),
});

/** Security events, the newest first. */
export const SecurityEventList = Type.Object({ events: Type.Array(SecurityEvent) });
/** Value that the schema `SecurityEventList` describes. */
export type SecurityEventList = Static<typeof SecurityEventList>;

/** Query of the security events: page size and position. */
export const SecurityEventQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  before: Type.Optional(Id),
});
