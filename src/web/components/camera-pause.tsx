import { endPause } from '../api/camera-calls.js';
import type { Camera } from '../api/types.js';
import type { Words } from '../i18n/en.js';
import type { Format } from '../i18n/format.js';
import { useWords } from '../i18n/language.js';
import { useBusy } from './busy.js';
import { refreshCameras } from './camera-names.js';
import { sayFault } from './fault.js';
import { useIsGuest } from './guest.js';
import { Icon } from './icon.js';

/** A pause that ends later than so many ms from now is shown with its day. */
const OF_TODAY_MS = 20 * 3_600_000;

/** `Paused until 3:10 PM`; a guest is not told to end what only the home can end. */
export function sayPause(
  pause: NonNullable<Camera['pause']>,
  isGuest: boolean,
  words: Words,
  format: Format,
): string {
  const { until } = pause;
  if (until === null) return isGuest ? words.pause.paused : words.pause.open;
  return words.pause.until(until - Date.now() < OF_TODAY_MS ? format.time(until) : format.moment(until));
}

/** How long a camera is paused; to a guest without a word on ending it. */
export function PauseWord({ pause }: { pause: NonNullable<Camera['pause']> }) {
  const { words, format } = useWords();
  return <>{sayPause(pause, useIsGuest(), words, format)}</>;
}

/** Button that ends the pause of a camera, for the people of the home; nothing for a guest. */
export function EndPause({ camera }: { camera: Pick<Camera, 'id' | 'name'> }) {
  const { words } = useWords();
  const guest = useIsGuest();
  const { busy, fault, run } = useBusy();
  if (guest) return null;
  const end = () =>
    void run(async () => {
      await endPause(camera.id);
      await refreshCameras();
    });
  return (
    <>
      <button
        type="button"
        class="button quiet"
        aria-disabled={busy}
        aria-label={words.pause.endOf(camera.name)}
        onClick={end}
      >
        <Icon name="play" />
        {words.pause.end}
      </button>
      {fault !== null && (
        <span class="fault" role="alert">
          {sayFault(fault, words)}
        </span>
      )}
    </>
  );
}
