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
export type Timetable = Static<typeof Timetable>;

export const TimetableChange = Type.Object({ timetable: Type.Union([Timetable, Type.Null()]) }, strict);
export type TimetableChange = Static<typeof TimetableChange>;

export const TimetableAnswer = Type.Object({
  timetable: Type.Union([Timetable, Type.Null()]),
  next: Type.Array(Time, { description: 'The next times, three at most.' }),
});
export type TimetableAnswer = Static<typeof TimetableAnswer>;

const Span = Type.Object({ from: TimeOfDay, until: TimeOfDay }, strict);

export const QuietHours = Type.Object(
  {
    quiet: Type.Union([Span, Type.Null()], {
      description: 'When nothing is photographed by timetable and nobody is notified; may go past midnight.',
    }),
  },
  strict,
);
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

export const JobList = Type.Object({
  timeZone: Type.String({ description: 'Whose clocks everything goes by.' }),
  jobs: Type.Array(Job),
});
export type JobList = Static<typeof JobList>;

export const BackupList = Type.Object({
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
export type BackupList = Static<typeof BackupList>;

export const BackupStarted = Type.Object({ running: Type.Literal(true) });
export type BackupStarted = Static<typeof BackupStarted>;
