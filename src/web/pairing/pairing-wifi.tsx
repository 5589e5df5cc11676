import { joinWifi } from '../api/camera-calls.js';
import { useBusy } from '../components/busy.js';
import { sayFault } from '../components/fault.js';
import { Field } from '../components/field.js';
import { Icon } from '../components/icon.js';
import { SecretField } from '../components/secret-field.js';
import { WifiStrength } from '../components/wifi-strength.js';
import { useWords } from '../i18n/language.js';
import type { PairingPageProps } from './pairing-find.js';
import { PairingHint } from './pairing-hint.js';

const other = '';
/** Shortest password of WPA2 (IEEE 802.11). */
const shortestPassword = 8;

/** The networks that the camera hears, or one by its name, and its password. */
export function PairingWifi({ status, take, draft, onDraft }: PairingPageProps) {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const { networks } = status;
  const { password } = draft;
  const chosen = draft.network ?? networks[0]?.ssid ?? other;
  const listed = networks.find(({ ssid }) => ssid === chosen);
  const ssid = listed ? listed.ssid : draft.otherNetwork.trim();
  const open = listed?.secured === false;
  const long = password.length >= shortestPassword || (!listed && password === '');
  const ready = !busy && ssid !== '' && (open || long);
  const join = () => void run(async () => take(await joinWifi({ ssid, password: open ? '' : password })));
  return (
    <form
      class="pairing-page"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) join();
      }}
    >
      <h1 tabIndex={-1}>{words.pairing.wifiTitle}</h1>
      <p class="soft">{networks.length > 0 ? words.pairing.wifiLead : words.pairing.noNetworks}</p>
      <fieldset class="choices" aria-label={words.pairing.networks}>
        {networks.map((network) => (
          <label key={network.ssid} class="choice">
            <input
              type="radio"
              name="network"
              checked={chosen === network.ssid}
              onChange={() => onDraft({ network: network.ssid, password: '' })}
            />
            <span class="choice-name">{network.ssid}</span>
            {network.secured && <Icon name="lock" className="small" />}
            <span class="hidden">{network.secured ? words.pairing.locked : words.pairing.open}</span>
            <WifiStrength rssi={network.rssi} />
          </label>
        ))}
        <label class="choice">
          <input
            type="radio"
            name="network"
            checked={!listed}
            onChange={() => onDraft({ network: other, password: '' })}
          />
          <span class="choice-name">{words.pairing.otherNetwork}</span>
        </label>
      </fieldset>
      {!listed && (
        <Field
          label={words.pairing.networkName}
          value={draft.otherNetwork}
          onInput={(otherNetwork) => onDraft({ otherNetwork })}
        />
      )}
      {open ? (
        <p class="soft small">{words.pairing.openHint}</p>
      ) : (
        <SecretField
          label={words.pairing.wifiPassword}
          hint={words.pairing.wifiPasswordHint}
          value={password}
          onInput={(typed) => onDraft({ password: typed })}
        />
      )}
      <PairingHint failure={status.failure} />
      <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
      <button type="submit" class="button wide" aria-disabled={!ready}>
        {busy && <span class="spinner" />}
        {words.pairing.join}
      </button>
    </form>
  );
}
