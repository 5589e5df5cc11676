import { useEffect, useState } from 'preact/hooks';
import { capture } from '../api/calls.js';
import { usePhotoOf } from '../cameras/capture-button.js';

/** A camera that has just come may still be starting its sensor. */
const tries = 5;
const againMs = 3000;
const photoTimeoutMs = 60_000;

/** Asks a camera for a burst as soon as it will, and gives the photo that comes of it; `late` when none comes. */
export function useFirstPhoto(camera: string) {
  const [burst, setBurst] = useState<string | null>(null);
  const [late, setLate] = useState(false);
  const photo = usePhotoOf(camera, burst);
  useEffect(() => {
    let timer = 0;
    let left = tries;
    const ask = () => {
      left -= 1;
      capture(camera).then(
        (answer) => setBurst(answer.burst),
        () => {
          if (left > 0) timer = window.setTimeout(ask, againMs);
          else setLate(true);
        },
      );
    };
    ask();
    const giveUp = setTimeout(() => setLate(true), photoTimeoutMs);
    return () => {
      clearTimeout(timer);
      clearTimeout(giveUp);
    };
  }, [camera]);
  return { photo, late };
}
