import type { FoundCamera } from '../api/camera-calls.js';
import { ApiProblem } from '../api/problem.js';
import { Field } from '../components/field.js';
import { SecretField } from '../components/secret-field.js';
import { useWords } from '../i18n/language.js';

/** User name and password at a camera with firmware of its own. */
export interface Login {
  username: string;
  password: string;
}

const ASKS = new Set(['stream-password-needed', 'stream-password-wrong']);

/** True when a camera has asked for a password, or does not take the one that it was given. */
export const asksForLogin = (fault: unknown): boolean => fault instanceof ApiProblem && ASKS.has(fault.code);

/** Address of a camera, and the login that it wants. */
export interface AddressFieldsProps {
  address: string;
  onAddress: (address: string) => void;
  /** Null while the camera has not asked for it. */
  login: Login | null;
  onLogin: (login: Login) => void;
}

/** Fields that say where a camera with firmware of its own is. */
export function AddressFields({ address, onAddress, login, onLogin }: AddressFieldsProps) {
  const { words } = useWords();
  const { pairing } = words;
  return (
    <>
      <Field label={pairing.address} value={address} onInput={onAddress} hint={pairing.addressHint} />
      {login && (
        <>
          <Field
            label={pairing.username}
            value={login.username}
            onInput={(username) => onLogin({ ...login, username })}
          />
          <SecretField
            label={pairing.cameraPassword}
            hint={pairing.cameraPasswordHint}
            value={login.password}
            onInput={(password) => onLogin({ ...login, password })}
          />
        </>
      )}
    </>
  );
}

/** Picture that came from an address, with where it came from and its size. */
export function FoundPicture({ found }: { found: FoundCamera }) {
  const { words } = useWords();
  return (
    <>
      <img class="found-picture" src={found.picture} alt={words.pairing.foundAlt} />
      <p class="soft small">{words.pairing.foundAt(found.address, found.width, found.height)}</p>
    </>
  );
}
