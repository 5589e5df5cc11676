import { choosePairing, type PairingStatus } from '../api/camera-calls.js';
import { useBusy } from '../components/busy.js';
import { CodeField } from '../components/code-field.js';
import { sayFault } from '../components/fault.js';
import { WifiStrength } from '../components/wifi-strength.js';
import { useWords } from '../i18n/language.js';
import { Lamp } from './lamp.js';
import { PairingHint } from './pairing-hint.js';
import type { Draft } from './screen.js';

/** State and draft that the pages of the pairing share. */
export interface PairingPageProps {
  status: PairingStatus;
  /** Takes what the hub answered. */
  take: (status: PairingStatus) => void;
  draft: Draft;
  onDraft: (part: Partial<Draft>) => void;
}

const digits = 8;

/** The cameras in the air, and the code that proves which one it is. */
export function PairingFind({ status, take, draft, onDraft }: PairingPageProps) {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const { found } = status;
  const { code } = draft;
  const chosen =
    found.find(({ device }) => device === draft.device) ??
    found.find(({ name }) => name === draft.expected) ??
    (found.length === 1 ? found[0] : undefined);
  if (found.length === 0) return <Looking />;
  const ready = chosen !== undefined && code.length === digits && !busy;
  const connect = () =>
    void run(async () => {
      if (chosen) take(await choosePairing({ device: chosen.device, code }));
    });
  return (
    <form
      class="pairing-page"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) connect();
      }}
    >
      <h1 tabIndex={-1}>{words.pairing.foundTitle}</h1>
      <p class="soft">{words.pairing.foundLead}</p>
      <fieldset class="choices" aria-label={words.pairing.cameras}>
        {found.map(({ device, name, rssi }) => (
          <label key={device} class="choice">
            <input
              type="radio"
              name="device"
              checked={device === chosen?.device}
              onChange={() => onDraft({ device })}
            />
            <span class="choice-name">{name}</span>
            <WifiStrength rssi={rssi} />
          </label>
        ))}
      </fieldset>
      <CodeField
        label={words.pairing.code}
        hint={words.pairing.codeHint}
        value={code}
        onInput={(digits) => onDraft({ code: digits })}
      />
      <PairingHint failure={status.failure} />
      <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
      <button type="submit" class="button wide" aria-disabled={!ready}>
        {busy && <span class="spinner" />}
        {words.pairing.connect}
      </button>
    </form>
  );
}

function Looking() {
  const { words } = useWords();
  return (
    <div class="pairing-page" aria-busy="true">
      <Lamp />
      <h1 tabIndex={-1}>{words.pairing.findTitle}</h1>
      <p class="soft">{words.pairing.findLead}</p>
      <span class="waves" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
    </div>
  );
}
