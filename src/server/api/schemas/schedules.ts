import { type Static, Type } from 'typebox';
import { Time } from './terms.js';

const TimeOfDay = Type.String({
  pattern: '^([01]\\d|2[0-3]):[0-5]\\d$',
  description: 'By the clock on the wall, for instance 08:30.',
});
const Days = Type.Optional(
  Type.Array(Type.Enum(['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']), {
    minItems: 1,
    maxItems: 7,
    description: 'Every day unless given.',
  }),
);
const strict = { additionalProperties: false };

/** Timetable of a camera: every so often, or at times of day. */
export const Timetable = Type.Union(
  [
    Type.Object(
      {
        every: Type.String({ pattern: '^\\d{1,4}[mh]$', description: '5m to 24h.' }),
        between: Type.Optional(
          Type.Tuple([TimeOfDay, TimeOfDay], {
            description: 'From the first on, up to and with the second; the whole day unless given.',
          }),
        ),
        days: Days,
      },
      strict,
    ),
    Type.Object({ at: Type.Array(TimeOfDay, { minItems: 1, maxItems: 48 }), days: Days }, strict),
    Type.Object(
      {
        cron: Type.Array(Type.String({ maxLength: 200 }), {
          minItems: 1,
          maxItems: 48,
          description: 'Lines of five fields.',
        }),
      },
      strict,
    ),
  ],
  { description: 'Every so often, at times of day, or lines of cron.' },
);
/** Value that the schema `Timetable` describes. */
export type Timetable = Static<typeof Timetable>;

/** Body that sets a camera's timetable; null takes it away. */
export const TimetableChange = Type.Object({ timetable: Type.Union([Timetable, Type.Null()]) }, strict);
/** Value that the schema `TimetableChange` describes. */
export type TimetableChange = Static<typeof TimetableChange>;

/** Timetable of a camera with its next times. */
export const TimetableAnswer = Type.Object({
  timetable: Type.Union([Timetable, Type.Null()]),
  next: Type.Array(Time, { description: 'The next times, three at most.' }),
});
/** Value that the schema `TimetableAnswer` describes. */
export type TimetableAnswer = Static<typeof TimetableAnswer>;

const Span = Type.Object({ from: TimeOfDay, until: TimeOfDay }, strict);

/** Daily span without notifications and scheduled photos; null without one. */
export const QuietHours = Type.Object(
  {
    quiet: Type.Union([Span, Type.Null()], {
      description: 'When nothing is photographed by timetable and nobody is notified; may go past midnight.',
    }),
  },
  strict,
);
/** Value that the schema `QuietHours` describes. */
export type QuietHours = Static<typeof QuietHours>;

const Job = Type.Object({
  name: Type.String({
    description: '`retention`, `backup`, `integrity`, `highlight`, or `capture/` and a camera.',
  }),
  nextAt: Type.Union([Time, Type.Null()], { description: 'Null while it is off.' }),
  lastAt: Type.Union([Time, Type.Null()]),
  outcome: Type.Union([Type.Enum(['done', 'failed', 'missed']), Type.Null()]),
  note: Type.String({ description: 'What came of it, in one English sentence.' }),
  running: Type.Boolean(),
});

/** Jobs that run at set times, with their last and next run. */
export const JobList = Type.Object({
  timeZone: Type.String({ description: 'Whose clocks everything goes by.' }),
  jobs: Type.Array(Job),
});
/** Value that the schema `JobList` describes. */
export type JobList = Static<typeof JobList>;

/** Backups that are there, the newest first. */
export const BackupList = Type.Object({
  directory: Type.Union([Type.String(), Type.Null()], {
    description: 'Folder in which they are made every night; null while none is set.',
  }),
  backups: Type.Array(
    Type.Object({
      folder: Type.String(),
      takenAt: Time,
      photos: Type.Integer({ minimum: 0 }),
      bytes: Type.Integer({ minimum: 0 }),
    }),
    { description: 'The newest first.' },
  ),
});
/** Value that the schema `BackupList` describes. */
export type BackupList = Static<typeof BackupList>;

/** Answer that a backup is being made; the list has it when it is done. */
export const BackupStarted = Type.Object({ running: Type.Literal(true) });
/** Value that the schema `BackupStarted` describes. */
export type BackupStarted = Static<typeof BackupStarted>;
