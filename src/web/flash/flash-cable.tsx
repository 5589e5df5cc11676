import { useEffect, useState } from 'preact/hooks';
import { addCamera, type CameraCreated } from '../api/camera-calls.js';
import { useBusy } from '../components/busy.js';
import { refreshCameras, useCameras } from '../components/camera-names.js';
import { Field } from '../components/field.js';
import { SecretField } from '../components/secret-field.js';
import { goInstead } from '../core/navigate.js';
import { PairingArrived } from '../pairing/pairing-arrived.js';
import { isTypeable } from './console-text.js';
import { sayFlashFault, useFlashWords } from './flash-words.js';
import type { SerialConsole } from './serial-console.js';

/** Time after which a camera that joined its Wi-Fi has called home. */
const LONG_MS = 60_000;

/** Pairing over the cable that the board was written by: its Wi-Fi, its hub and its key are typed on its console. */
export function FlashCable({ console }: { console: SerialConsole }) {
  const { words, flash } = useFlashWords();
  const said = useFlashWords();
  const { busy, fault, run } = useBusy();
  const { list } = useCameras();
  const [name, setName] = useState('');
  const [ssid, setSsid] = useState('');
  const [password, setPassword] = useState('');
  const [made, setMade] = useState<CameraCreated | null>(null);
  const [sent, setSent] = useState(false);
  const wrong = wrongIn(ssid, password, flash);
  const ready = !busy && name.trim() !== '' && ssid !== '' && wrong === null;
  const send = () =>
    void run(async () => {
      const camera = made ?? (await addCamera(name.trim()));
      setMade(camera);
      if (camera.console === null) return;
      await refreshCameras();
      await console.type(`wifi ${JSON.stringify({ ssid, password })}`);
      await console.type(camera.console);
      setSent(true);
    });
  const id = made?.camera.id;
  if (sent && id !== undefined && list?.find((camera) => camera.id === id)?.online)
    return <PairingArrived camera={id} onDone={() => goInstead({ name: 'today' })} />;
  if (made?.console === null) return <p class="advice">{flash.noBroker}</p>;
  if (sent) return <Waiting onChange={() => setSent(false)} />;
  return (
    <form
      class="pairing-page"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) send();
      }}
    >
      <h1 tabIndex={-1}>{flash.cableTitle}</h1>
      <p class="soft">{flash.cableLead}</p>
      {made === null && (
        <Field
          label={words.pairing.name}
          value={name}
          onInput={(value) => setName(value.slice(0, 64))}
          hint={words.pairing.nameHint}
        />
      )}
      <Field label={words.pairing.networkName} value={ssid} onInput={setSsid} hint={flash.wifiHint} />
      <SecretField
        label={words.pairing.wifiPassword}
        hint={flash.password}
        value={password}
        onInput={setPassword}
      />
      <div role="alert">
        {wrong !== null && <p class="advice">{wrong}</p>}
        {fault !== null && <p class="fault">{sayFlashFault(fault, said).join(' ')}</p>}
      </div>
      <button type="submit" class="button wide" aria-disabled={!ready}>
        {busy && <span class="spinner" />}
        {flash.send}
      </button>
    </form>
  );
}

/** Until the camera has called home; it can be told another Wi-Fi meanwhile. */
function Waiting({ onChange }: { onChange: () => void }) {
  const { flash } = useFlashWords();
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="pairing-page">
      <h1 tabIndex={-1}>{flash.waiting}</h1>
      <p class="cable-wait" role="status">
        <span class="spinner" />
        {long ? flash.waitingLong : ''}
      </p>
      <button type="button" class="text-button" onClick={onChange}>
        {flash.change}
      </button>
    </div>
  );
}

/** Sentence about a Wi-Fi that cannot be typed; null for one that can. */
function wrongIn(
  ssid: string,
  password: string,
  flash: ReturnType<typeof useFlashWords>['flash'],
): string | null {
  if (!isTypeable(ssid + password)) return flash.notTypeable;
  return password !== '' && (password.length < 8 || password.length > 63) ? flash.passwordLength : null;
}
