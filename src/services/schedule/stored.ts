/** Timetables and quiet hours as the database has them, in JSON. */
import { type TSchema, Type } from 'typebox';
import { Check } from 'typebox/value';
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
const QuietHoursSchema = Type.Object({ from: Type.String(), until: Type.String() });

/** Timetable that was stored; null for one that cannot be read, or means no times. */
export function readTimetable(text: string): Timetable | null {
  return read<Timetable>(text, TimetableSchema, timesOf);
}

/** Quiet hours that were stored; null for some that cannot be read, or mean no times. */
export function readQuietHours(text: string): QuietHours | null {
  return read<QuietHours>(text, QuietHoursSchema, ({ from, until }) => [from, until].map(minuteOfDay));
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
