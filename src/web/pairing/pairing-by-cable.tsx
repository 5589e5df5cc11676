import { useRef, useState } from 'preact/hooks';
import { addCamera, type CameraCreated, renewKey } from '../api/camera-calls.js';
import { useBusy } from '../components/busy.js';
import { refreshCameras, useCameras } from '../components/camera-names.js';
import { sayFault } from '../components/fault.js';
import { Field } from '../components/field.js';
import { goInstead } from '../core/navigate.js';
import { useWords } from '../i18n/language.js';
import { ConsoleLines } from './console-lines.js';
import { PairingArrived } from './pairing-arrived.js';

/** Name and camera of a pairing by cable. */
export interface PairingByCableProps {
  /** One that is known and gets a new key. */
  camera: string | null;
  name: string;
  onName: (name: string) => void;
}

/** Without Bluetooth: the hub makes the key, and a person types it into the camera. */
export function PairingByCable({ camera, name, onName }: PairingByCableProps) {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const [made, setMade] = useState<CameraCreated | null>(null);
  const { list } = useCameras();
  const here = useArrivalOf(made && list?.find(({ id }) => id === made.camera.id));
  const ready = !busy && (camera !== null || name.trim() !== '');
  const make = () =>
    void run(async () => {
      setMade(camera === null ? await addCamera(name.trim()) : await renewKey(camera));
      await refreshCameras();
    });
  if (made && here)
    return <PairingArrived camera={made.camera.id} onDone={() => goInstead({ name: 'today' })} />;
  return (
    <form
      class="pairing-page"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) make();
      }}
    >
      <h1 tabIndex={-1}>{words.pairing.cableTitle}</h1>
      {made ? (
        <ConsoleLines made={made} />
      ) : (
        <>
          <p class="soft">{camera === null ? words.pairing.cableLead : words.camera.newKeyHint}</p>
          {camera === null && (
            <Field
              label={words.pairing.name}
              value={name}
              onInput={(value) => onName(value.slice(0, 64))}
              hint={words.pairing.nameHint}
            />
          )}
          <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
          <button type="submit" class="button wide" aria-disabled={!ready}>
            {busy && <span class="spinner" />}
            {words.pairing.cableStart}
          </button>
        </>
      )}
    </form>
  );
}

/** True once a camera has come that was away: the connection with its former key may still be ending. */
function useArrivalOf(camera: { online: boolean } | null | undefined): boolean {
  const wasAway = useRef(false);
  if (camera && !camera.online) wasAway.current = true;
  return camera?.online === true && wasAway.current;
}
