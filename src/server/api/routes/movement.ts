import { zoneOf } from '../../../core/local-time.js';
import type { Gallery } from '../../../store/contract.js';
import { callerOf } from '../auth/access.js';
import { sees } from '../auth/sight.js';
import type { Routes } from '../http/routes.js';
import { MovementChoice, MovementDays, MovementQuery } from '../schemas/movement.js';
import { knownZone } from './photos.js';

const tags = ['photos'];
const DAY_MS = 86_400_000;

/** Collaborators of the routes for photos that show only movement. */
export interface MovementParts {
  store: Pick<Gallery, 'movementTimes' | 'foldsMovement' | 'setFoldsMovement'>;
  /** Days that they are kept. */
  keptDays: number;
}

/** Routes for photos that show only movement: how many there are, and whether they are folded. */
export function movementRoutes(app: Routes, { store, keptDays }: MovementParts): void {
  app.get(
    '/photos/movement',
    {
      config: { access: 'guest' },
      schema: {
        tags,
        summary: 'How many photos of each day show only movement, and until when they are kept',
        querystring: MovementQuery,
        response: { 200: MovementDays },
      },
    },
    async (request) => {
      const { user } = callerOf(request);
      const seen = store.movementTimes().filter(({ camera }) => sees(user, camera));
      return { days: daysOf(seen, knownZone(request.query.tz), keptDays) };
    },
  );

  app.get(
    '/movement',
    {
      schema: { tags, summary: 'Whether photos without a pet are folded', response: { 200: MovementChoice } },
    },
    async () => ({ fold: store.foldsMovement() }),
  );

  app.put(
    '/movement',
    {
      config: { access: 'owner' },
      schema: {
        tags,
        summary: 'Fold new photos without a pet, or keep them like any other',
        body: MovementChoice,
        response: { 200: MovementChoice },
      },
    },
    async ({ body }) => {
      await store.setFoldsMovement(body.fold);
      return { fold: store.foldsMovement() };
    },
  );
}

/** Newest first, as `taken` is. */
function daysOf(
  taken: { takenAt: number }[],
  zone: string | undefined,
  keptDays: number,
): MovementDays['days'] {
  const days: MovementDays['days'] = [];
  for (const { takenAt } of taken) {
    const keptUntil = takenAt + keptDays * DAY_MS;
    const day = days.at(-1);
    if (day && takenAt >= day.from) Object.assign(day, { photos: day.photos + 1, keptUntil });
    else days.push({ ...dayOf(takenAt, zone), photos: 1, keptUntil });
  }
  return days;
}

/** The calendar day that a moment falls in. */
function dayOf(at: number, zone = ''): { from: number; until: number } {
  const wall = zoneOf(zone);
  const { year, month, day } = wall.localOf(at);
  const begin = (offset: number) =>
    wall.instantsOf({ year, month, day: day + offset, hour: 0, minute: 0 })[0] as number;
  return { from: begin(0), until: begin(1) };
}
