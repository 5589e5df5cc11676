import type { Cameras } from '../../../store/contract.js';
import { ApiRefusal } from '../http/problems.js';
import type { Routes } from '../http/routes.js';
import {
  JobList,
  QuietHours,
  type Timetable,
  TimetableAnswer,
  TimetableChange,
} from '../schemas/schedules.js';
import { CameraPath } from '../schemas/terms.js';

const tags = ['schedules'];
const owner = { access: 'owner' } as const;

const UPCOMING = 3;

/** Port of everything that runs at set times: timetables, quiet hours and jobs. */
export interface SchedulePort {
  /** IANA name. */
  zone: string;
  jobs(): JobList['jobs'];
  timetable(camera: string): Timetable | null;
  /** The next times of its timetable, `count` at most. */
  upcoming(camera: string, count: number): number[];
  /** Null takes it away. Refusals `timetable-invalid`, `camera-unknown`. */
  setTimetable(camera: string, timetable: Timetable | null): Promise<void>;
  quietHours(): QuietHours['quiet'];
  setQuietHours(quiet: QuietHours['quiet']): Promise<void>;
}

/** Collaborators of the schedule routes. */
export interface ScheduleRouteParts {
  store: Pick<Cameras, 'camera'>;
  schedule: SchedulePort;
}

/** Routes for timetables of cameras, quiet hours and jobs. */
export function scheduleRoutes(app: Routes, parts: ScheduleRouteParts): void {
  timetables(app, parts);
  quietHoursRoutes(app, parts);
}

function timetables(app: Routes, { store, schedule }: ScheduleRouteParts): void {
  const shown = (camera: string): TimetableAnswer => {
    if (!store.camera(camera)) throw new ApiRefusal('camera-unknown', 'There is no such camera.');
    return { timetable: schedule.timetable(camera), next: schedule.upcoming(camera, UPCOMING) };
  };

  app.get(
    '/cameras/:id/timetable',
    {
      schema: {
        tags,
        summary: 'When a camera takes photos by itself',
        params: CameraPath,
        response: { 200: TimetableAnswer },
      },
    },
    async ({ params }) => shown(params.id),
  );

  app.put(
    '/cameras/:id/timetable',
    {
      config: owner,
      schema: {
        tags,
        summary: 'Change when a camera takes photos by itself; null for never',
        params: CameraPath,
        body: TimetableChange,
        response: { 200: TimetableAnswer },
      },
    },
    async ({ params, body }) => {
      shown(params.id);
      await schedule.setTimetable(params.id, body.timetable);
      return shown(params.id);
    },
  );
}

function quietHoursRoutes(app: Routes, { schedule }: ScheduleRouteParts): void {
  app.get(
    '/schedules',
    { schema: { tags, summary: 'Everything that runs by the clock', response: { 200: JobList } } },
    async () => ({ timeZone: schedule.zone, jobs: schedule.jobs() }),
  );

  app.get(
    '/quiet-hours',
    {
      schema: {
        tags,
        summary: 'When the hub notifies nobody and takes no scheduled photos',
        response: { 200: QuietHours },
      },
    },
    async () => ({ quiet: schedule.quietHours() }),
  );

  app.put(
    '/quiet-hours',
    {
      config: owner,
      schema: {
        tags,
        summary: 'Change the quiet hours; null for none',
        body: QuietHours,
        response: { 200: QuietHours },
      },
    },
    async ({ body }) => {
      await schedule.setQuietHours(body.quiet);
      return { quiet: schedule.quietHours() };
    },
  );
}
