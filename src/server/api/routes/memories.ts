import type { MemoryPeriod } from '../../../imaging/highlight/memory.js';
import type { Gallery } from '../../../store/contract.js';
import { prefixAt } from '../http/proxy.js';
import type { Routes } from '../http/routes.js';
import { MemoriesQuery, MemoryList } from '../schemas/memories.js';
import { photoView } from './photos.js';

/** A time to look back on, and the ids of its photos in the order in which they were taken. */
export interface Memory extends MemoryPeriod {
  photos: number[];
  best: number;
}

/** Port of the service that chooses what to look back on. */
export interface MemorySource {
  /** Memories of today, of one pet or of the whole home. */
  of(who: number | undefined): Memory[];
}

/** Collaborators of the route for memories. */
export interface MemoryParts {
  store: Pick<Gallery, 'photo'>;
  memories: MemorySource;
}

/** Route for photos to look back on: a year ago, this week, the best of the month, the first days. */
export function memoryRoutes(app: Routes, { store, memories }: MemoryParts): void {
  app.get(
    '/memories',
    {
      schema: {
        tags: ['highlights'],
        summary: 'Photos to look back on, of the home or of one pet',
        querystring: MemoriesQuery,
        response: { 200: MemoryList },
      },
    },
    async (request) => {
      const prefix = prefixAt(request);
      const views = memories.of(request.query.who).flatMap((memory) => {
        const photos = memory.photos.map((id) => store.photo(id)).filter((photo) => photo !== null);
        const best = photos.find(({ id }) => id === memory.best) ?? photos[0];
        // All of its photos may have been deleted since they were chosen.
        if (!best) return [];
        return [{ ...memory, best: best.id, photos: photos.map((photo) => photoView(photo, prefix)) }];
      });
      return { memories: views };
    },
  );
}
