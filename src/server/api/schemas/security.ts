import { type Static, Type } from 'typebox';
import { Id, Time } from './terms.js';

const Known = Type.Union([Type.String(), Type.Null()]);

export const SecurityEvent = Type.Object({
  id: Id,
  at: Time,
  name: Type.String({ description: 'Stable, for instance `sign-in-failed`; docs/API.md lists them.' }),
  person: Known,
  address: Known,
  camera: Known,
  count: Type.Integer({ minimum: 1, description: 'How often, since the one before it of its kind.' }),
});

export const SecurityEventList = Type.Object({ events: Type.Array(SecurityEvent) });
export type SecurityEventList = Static<typeof SecurityEventList>;

export const SecurityEventQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  before: Type.Optional(Id),
});
