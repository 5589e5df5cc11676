import { type Static, Type } from 'typebox';
import { Photo } from './photos.js';
import { Id, Time } from './terms.js';

/** Query of the memories: of the whole home, or of one of its pets. */
export const MemoriesQuery = Type.Object({
  who: Type.Optional(Type.Integer({ minimum: 1, description: 'Id of a pet of the home that is on them.' })),
});

/** Photos to look back on. */
export const Memory = Type.Object({
  kind: Type.Enum(['years-ago', 'week', 'month', 'first-days'], {
    description:
      'The same day of an earlier year, the last seven days, a month, or the first week of a pet or the home.',
  }),
  years: Type.Integer({ minimum: 0, description: 'How many years ago; 0 for the other kinds.' }),
  from: Time,
  until: Time,
  best: Id,
  photos: Type.Array(Photo, { description: 'In the order in which they were taken.' }),
});
/** Value that the schema `Memory` describes. */
export type Memory = Static<typeof Memory>;

/** Memories that there are today: those of earlier years first. */
export const MemoryList = Type.Object({ memories: Type.Array(Memory) });
