import { useState } from 'preact/hooks';
import type { Camera } from '../api/calls.js';
import { removeCamera, renameCamera, restartCamera } from '../api/camera-calls.js';
import { useBusy } from '../components/busy.js';
import { refreshCameras } from '../components/camera-names.js';
import { ConfirmButton } from '../components/confirm-button.js';
import { sayFault } from '../components/fault.js';
import { Field } from '../components/field.js';
import { Group } from '../components/group.js';
import { showToast } from '../components/notices.js';
import { goInstead } from '../core/navigate.js';
import { formatRoute } from '../core/route.js';
import { useWords } from '../i18n/language.js';

/** Actions on a camera that are for owners: its name, a restart, its key, its removal. */
export function CameraCare({ camera }: { camera: Camera }) {
  return (
    <>
      <Name camera={camera} />
      <Care camera={camera} />
    </>
  );
}

function Name({ camera }: { camera: Camera }) {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const [name, setName] = useState(camera.name);
  const ready = !busy && name.trim() !== '' && name.trim() !== camera.name;
  const rename = () =>
    void run(async () => {
      await renameCamera(camera.id, name.trim());
      await refreshCameras();
      showToast({ text: words.camera.renamed });
    });
  return (
    <Group title={words.camera.name}>
      <form
        class="rename"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) rename();
        }}
      >
        <Field
          label={words.camera.name}
          value={name}
          onInput={(value) => setName(value.slice(0, 64))}
          className="bare"
        />
        <button type="submit" class="button quiet" aria-disabled={!ready}>
          {words.camera.rename}
        </button>
      </form>
      <Fault fault={fault} />
    </Group>
  );
}

function Care({ camera }: { camera: Camera }) {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const restart = () =>
    void run(async () => {
      await restartCamera(camera.id);
      showToast({ text: words.camera.restarted });
    });
  const remove = () =>
    void run(async () => {
      await removeCamera(camera.id);
      goInstead({ name: 'cameras' });
      showToast({ text: words.camera.removed(camera.name) });
      await refreshCameras();
    });
  const stopped = busy || !camera.online;
  return (
    <Group title={words.camera.care}>
      <ul class="rows cares">
        {camera.stream === null && (
          <>
            <li>
              <p class="soft small">{words.camera.restartHint}</p>
              <button
                type="button"
                class="button quiet"
                aria-disabled={stopped}
                onClick={() => !stopped && restart()}
              >
                {words.camera.restart}
              </button>
            </li>
            <li>
              <p class="soft small">{words.camera.pairAgainHint}</p>
              <a class="button quiet" href={formatRoute({ name: 'pairing', camera: camera.id })}>
                {words.camera.pairAgain}
              </a>
            </li>
          </>
        )}
        <li>
          <ConfirmButton
            label={words.camera.remove}
            ask={words.camera.removeAsk(camera.name)}
            hint={words.camera.removeHint}
            busy={busy}
            onSure={remove}
          />
        </li>
      </ul>
      <Fault fault={fault} />
    </Group>
  );
}

function Fault({ fault }: { fault: unknown }) {
  const { words } = useWords();
  return <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>;
}
