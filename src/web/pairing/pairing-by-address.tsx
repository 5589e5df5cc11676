import { useState } from 'preact/hooks';
import { addByAddress, type FoundCamera, probeAddress } from '../api/camera-calls.js';
import {
  AddressFields,
  type AddressFieldsProps,
  asksForLogin,
  FoundPicture,
  type Login,
} from '../cameras/address-fields.js';
import { useBusy } from '../components/busy.js';
import { refreshCameras } from '../components/camera-names.js';
import { sayFault } from '../components/fault.js';
import { Field } from '../components/field.js';
import { goInstead } from '../core/navigate.js';
import { useWords } from '../i18n/language.js';

/** Name of a camera that is added by its address. */
export interface PairingByAddressProps {
  name: string;
  onName: (name: string) => void;
}

/** A camera with its own firmware: an address, the picture that comes from there, a name. */
export function PairingByAddress({ name, onName }: PairingByAddressProps) {
  const { busy, fault, run } = useBusy();
  const [address, setAddress] = useState('');
  const [login, setLogin] = useState<Login>({ username: '', password: '' });
  const [found, setFound] = useState<FoundCamera | null>(null);
  const asks = login.username !== '' || asksForLogin(fault);
  const where = { address: found?.address ?? address.trim(), ...(login.username !== '' && login) };
  const look = () => void run(async () => setFound(await probeAddress(where)));
  const add = () =>
    void run(async () => {
      const camera = await addByAddress({ name: name.trim(), ...where });
      await refreshCameras();
      goInstead({ name: 'camera', id: camera.id });
    });
  const ready = !busy && (found ? name : address).trim() !== '';
  return (
    <form
      class="pairing-page"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) (found ? add : look)();
      }}
    >
      {found ? (
        <Found found={found} name={name} onName={onName} />
      ) : (
        <Where address={address} onAddress={setAddress} login={asks ? login : null} onLogin={setLogin} />
      )}
      <Rest busy={busy} fault={fault} ready={ready} found={found !== null} onBack={() => setFound(null)} />
    </form>
  );
}

function Where(fields: AddressFieldsProps) {
  const { words } = useWords();
  return (
    <>
      <h1 tabIndex={-1}>{words.pairing.addressTitle}</h1>
      <p class="soft">{words.pairing.addressLead}</p>
      <AddressFields {...fields} />
    </>
  );
}

function Found({ found, name, onName }: PairingByAddressProps & { found: FoundCamera }) {
  const { words } = useWords();
  return (
    <>
      <h1 tabIndex={-1}>{words.pairing.addressFoundTitle}</h1>
      <FoundPicture found={found} />
      <Field
        label={words.pairing.name}
        value={name}
        onInput={(value) => onName(value.slice(0, 64))}
        hint={words.pairing.nameHint}
      />
    </>
  );
}

interface RestProps {
  busy: boolean;
  fault: unknown;
  ready: boolean;
  found: boolean;
  onBack: () => void;
}

function Rest({ busy, fault, ready, found, onBack }: RestProps) {
  const { words } = useWords();
  return (
    <>
      <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
      <button type="submit" class="button wide" aria-disabled={!ready}>
        {busy && <span class="spinner" />}
        {found ? words.pairing.addFound : words.pairing.lookThere}
      </button>
      {found && (
        <button type="button" class="text-button" onClick={onBack}>
          {words.pairing.otherAddress}
        </button>
      )}
    </>
  );
}
