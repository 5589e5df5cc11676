/** Timetables, quiet hours and doubts of the clock as the database has them, in JSON. */
import { type TSchema, Type } from 'typebox';
import { Check } from 'typebox/value';
import type { Doubt } from './clock-watch.js';
import type { QuietHours } from './quiet-hours.js';
import { minuteOfDay, type Timetable, timesOf } from './timetable.js';

const Texts = Type.Array(Type.String());
const TimetableSchema = Type.Union([
  Type.Object({ cron: Texts }),
  Type.Object({ at: Texts, days: Type.Optional(Texts) }),
  Type.Object({
    every: Type.String(),
    between: Type.Optional(Type.Tuple([Type.String(), Type.String()])),
    days: Type.Optional(Texts),
  }),
]);
const DoubtsSchema = Type.Array(
  Type.Object({
    since: Type.Number(),
    after: Type.Object({ frame: Type.Number(), burst: Type.Number() }),
    behind: Type.Boolean(),
  }),
);
const QuietHoursSchema = Type.Object({ from: Type.String(), until: Type.String() });

/** Timetable that was stored; null for one that cannot be read, or means no times. */
export function readTimetable(text: string): Timetable | null {
  return read<Timetable>(text, TimetableSchema, timesOf);
}

/** Quiet hours that were stored; null for some that cannot be read, or mean no times. */
export function readQuietHours(text: string): QuietHours | null {
  return read<QuietHours>(text, QuietHoursSchema, ({ from, until }) => [from, until].map(minuteOfDay));
}

/** Stretches of an untrusted clock that were noted; null for a note that cannot be read. */
export function readDoubts(text: string): Doubt[] | null {
  return read<Doubt[]>(text, DoubtsSchema, () => {});
}

function read<T>(text: string, schema: TSchema, prove: (value: T) => unknown): T | null {
  try {
    const value = JSON.parse(text);
    if (!Check(schema, value)) return null;
    prove(value as T);
    return value as T;
  } catch {
    return null;
  }
}
