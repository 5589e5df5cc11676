import type { Pets } from '../../../store/pets.js';
import { ApiRefusal } from '../http/problems.js';
import { Nothing, type Routes } from '../http/routes.js';
import { Activity, ActivityQuery, PetAlarm } from '../schemas/activity.js';
import { NumberedPath } from '../schemas/terms.js';

export type { Activity } from '../schemas/activity.js';
/** When one pet was seen. */
export type PetActivity = Activity['pets'][number];

const tags = ['pets'];
const DAYS = 14;

/** Port of the service that knows when pets were seen. */
export interface ActivitySource {
  /** The last days with today. */
  of(days: number): Promise<Activity>;
  /** Sets after how many hours without a pet it is told; null for never. */
  setAlarm(pet: number, hours: number | null): Promise<void>;
}

/** Collaborators of the routes for the activity of pets. */
export interface ActivityParts {
  store: Pick<Pets, 'pets'>;
  activity: ActivitySource;
}

/** Routes for when each pet was seen, and for the alarm of one that is not. */
export function activityRoutes(app: Routes, { store, activity }: ActivityParts): void {
  app.get(
    '/activity',
    {
      schema: {
        tags,
        summary: 'When each pet was seen on the last days',
        querystring: ActivityQuery,
        response: { 200: Activity },
      },
    },
    async (request) => activity.of(request.query.days ?? DAYS),
  );

  app.put(
    '/pets/:id/alarm',
    {
      config: { access: 'owner' },
      schema: {
        tags,
        summary: 'Be told when a pet was not seen for some hours',
        params: NumberedPath,
        body: PetAlarm,
        response: { 204: Nothing },
      },
    },
    async ({ params, body }, reply) => {
      if (!store.pets().some(({ id }) => id === params.id))
        throw new ApiRefusal('pet-unknown', `There is no pet ${params.id}.`);
      await activity.setAlarm(params.id, body.hours);
      return reply.code(204).send(null);
    },
  );
}
