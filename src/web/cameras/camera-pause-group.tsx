import type { Camera } from '../api/calls.js';
import { pauseCamera } from '../api/camera-calls.js';
import { useBusy } from '../components/busy.js';
import { refreshCameras } from '../components/camera-names.js';
import { EndPause, PauseWord } from '../components/camera-pause.js';
import { sayFault } from '../components/fault.js';
import { Group } from '../components/group.js';
import { useWords } from '../i18n/language.js';

const HOUR = 60;

/** Pauses the camera for an hour or until somebody ends it, or shows its pause with the button that ends it. */
export function CameraPauseGroup({ camera }: { camera: Camera }) {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const begin = (minutes: number | null) =>
    void run(async () => {
      await pauseCamera(camera.id, minutes);
      await refreshCameras();
    });
  return (
    <Group title={words.pause.title}>
      <p class="soft" role="status">
        {camera.pause ? <PauseWord pause={camera.pause} /> : words.pause.hint}
      </p>
      <div class="card-links">
        {camera.pause ? (
          <EndPause camera={camera} />
        ) : (
          <>
            <button type="button" class="button quiet" aria-disabled={busy} onClick={() => begin(HOUR)}>
              {words.pause.forHour}
            </button>
            <button type="button" class="button quiet" aria-disabled={busy} onClick={() => begin(null)}>
              {words.pause.untilBack}
            </button>
          </>
        )}
      </div>
      <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
    </Group>
  );
}
