import { useEffect, useState } from 'preact/hooks';
import { listMovement, type MovementDay } from '../api/movement-calls.js';
import { onPhotoNews } from '../api/photo-news.js';

/** Days with photos that show only movement, null until known; kept true to what happens to photos. */
export function useMovement(): MovementDay[] | null {
  const [days, setDays] = useState<MovementDay[] | null>(null);
  useEffect(() => {
    let asked = 0;
    const read = () => {
      asked += 1;
      const mine = asked;
      void listMovement().then(
        (found) => mine === asked && setDays(found),
        () => setDays((before) => before ?? []),
      );
    };
    read();
    const stop = onPhotoNews(read);
    return () => {
      asked = -1;
      stop();
    };
  }, []);
  return days;
}
