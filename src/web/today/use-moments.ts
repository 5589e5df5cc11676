import { useEffect, useState } from 'preact/hooks';
import { type HubMoment, listMoments } from '../api/moment-calls.js';
import type { Photo } from '../api/types.js';

/** The hub's moments as far back as these photos go, null until known; read again when photos come, go or change. */
export function useMoments(photos: readonly Photo[]): HubMoment[] | null {
  const [moments, setMoments] = useState<HubMoment[] | null>(null);
  const oldest = photos.at(-1)?.takenAt;
  useEffect(() => {
    if (oldest === undefined) return;
    let current = true;
    void listMoments(oldest).then(
      (found) => current && setMoments(found),
      // Without them every photo is shown by itself.
      () => current && setMoments((before) => before ?? []),
    );
    return () => {
      current = false;
    };
  }, [photos]);
  return oldest === undefined ? [] : moments;
}
