import { useEffect } from 'preact/hooks';
import { type LiveEvent, onLive } from '../api/live.js';
import { listPets, type Pet } from '../api/pet-calls.js';
import type { Photo } from '../api/types.js';
import { signal, useSignal } from '../core/signal.js';

/** The pets of the home, null until known. One list for every screen, kept true by the hub's events. */
export const household = signal<Pet[] | null>(null);

/** Reads the pets of the home again. */
export async function refreshHousehold(): Promise<void> {
  household.set(await listPets());
}

/** Forgets the pets of a session that has ended. */
export const forgetHousehold = (): void => household.set(null);

/** The pets of the home, the names of those on a photo, and of one that may be on it. */
export function useHousehold() {
  const list = useSignal(household);
  useEffect(() => {
    // What waits for the pets goes on without them.
    const refresh = () => void refreshHousehold().catch(() => household.get() === null && household.set([]));
    if (household.get() === null) refresh();
    return onLive((event: LiveEvent) => {
      if (event.type === 'pets.updated' || event.type === 'reset') refresh();
    });
  }, []);
  const namesOn = ({ pets }: Pick<Photo, 'pets'>): string[] =>
    (list ?? []).filter(({ id }) => pets.includes(id)).map(({ name }) => name);
  const maybeOn = ({ maybe }: Pick<Photo, 'maybe'>): string | null =>
    list?.find(({ id }) => id === maybe)?.name ?? null;
  return { list, namesOn, maybeOn };
}
