import type { Camera } from '../api/calls.js';
import { turnCamera } from '../api/camera-calls.js';
import { useBusy } from '../components/busy.js';
import { refreshCameras } from '../components/camera-names.js';
import { Choice } from '../components/choice.js';
import { sayFault } from '../components/fault.js';
import { Group } from '../components/group.js';
import { showToast } from '../components/notices.js';
import { useWords } from '../i18n/language.js';

const turns = [0, 90, 180, 270] as const;

/** How the camera is mounted: the hub turns its pictures, so that every camera has this. */
export function CameraMount({ camera }: { camera: Camera }) {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const change = (turn: (typeof turns)[number]) =>
    void run(async () => {
      await turnCamera(camera.id, turn);
      await refreshCameras();
      showToast({ text: words.camera.turned });
    });
  return (
    <Group title={words.camera.mount}>
      <fieldset class="settings-fields" disabled={busy}>
        <Choice
          label={words.camera.turn}
          value={camera.turn}
          options={turns.map((turn) => [turn, words.camera.turns[turn]] as const)}
          other={String}
          hint={words.camera.turnHint}
          onChange={change}
        />
      </fieldset>
      <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
    </Group>
  );
}
