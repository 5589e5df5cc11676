import { useEffect, useState } from 'preact/hooks';
import {
  changeStreamAddress,
  type FoundCamera,
  getStreamAddress,
  probeAddress,
  type StreamAddress,
} from '../api/camera-calls.js';
import { useBusy } from '../components/busy.js';
import { refreshCameras } from '../components/camera-names.js';
import { sayFault } from '../components/fault.js';
import { Group } from '../components/group.js';
import { showToast } from '../components/notices.js';
import { useWords } from '../i18n/language.js';
import { AddressFields, asksForLogin, FoundPicture, type Login } from './address-fields.js';

const NOBODY: Login = { username: '', password: '' };

/** Where a camera with firmware of its own is read: it may get another address, or another password. */
export function CameraAddress({ camera }: { camera: string }) {
  const { words } = useWords();
  const [known, setKnown] = useState<StreamAddress | null>(null);
  const [changing, setChanging] = useState(false);
  useEffect(() => {
    void getStreamAddress(camera)
      .then(setKnown)
      .catch(() => undefined);
  }, [camera]);
  const done = (address: StreamAddress) => {
    setKnown(address);
    setChanging(false);
  };
  if (known === null) return null;
  return (
    <Group title={words.camera.address}>
      {changing ? (
        <AddressForm camera={camera} known={known} onDone={done} />
      ) : (
        <>
          <p class="camera-address">{known.address}</p>
          <button type="button" class="button quiet" onClick={() => setChanging(true)}>
            {words.camera.changeAddress}
          </button>
        </>
      )}
    </Group>
  );
}

interface AddressFormProps {
  camera: string;
  known: StreamAddress;
  onDone: (address: StreamAddress) => void;
}

/** Another address: the picture from there is shown before the hub goes there. */
function AddressForm({ camera, known, onDone }: AddressFormProps) {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const [address, setAddress] = useState(known.address);
  const [login, setLogin] = useState<Login>({ ...NOBODY, username: known.username ?? '' });
  const [found, setFound] = useState<FoundCamera | null>(null);
  const asks = login.username !== '' || asksForLogin(fault);
  // A password that was given before is kept on the hub, for the same server; an empty field is none.
  const typed = login.password !== '' || login.username !== (known.username ?? '');
  const where = { address: found?.address ?? address.trim(), ...(typed && login) };
  const look = () => void run(async () => setFound(await probeAddress(where)));
  const save = () =>
    void run(async () => {
      await changeStreamAddress(camera, where);
      await refreshCameras();
      showToast({ text: words.camera.savedHere });
      onDone(await getStreamAddress(camera));
    });
  const ready = !busy && address.trim() !== '';
  return (
    <form
      class="settings-fields"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) (found ? save : look)();
      }}
    >
      {found ? (
        <FoundPicture found={found} />
      ) : (
        <AddressFields
          {...{ address, onAddress: setAddress, onLogin: setLogin }}
          login={asks ? login : null}
        />
      )}
      <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
      <button type="submit" class="button" aria-disabled={!ready}>
        {busy && <span class="spinner" />}
        {found ? words.camera.useAddress : words.pairing.lookThere}
      </button>
      <button type="button" class="text-button" onClick={() => (found ? setFound(null) : onDone(known))}>
        {found ? words.pairing.otherAddress : words.pairing.cancel}
      </button>
    </form>
  );
}
