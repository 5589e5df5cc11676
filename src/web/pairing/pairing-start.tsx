import { Field } from '../components/field.js';
import { Switch } from '../components/switch.js';
import { formatRoute } from '../core/route.js';
import { useWords } from '../i18n/language.js';
import { Lamp } from './lamp.js';

/** Name and callbacks of the first page of the pairing. */
export interface PairingStartProps {
  /** A known camera is paired anew: it has its name. */
  again: boolean;
  name: string;
  busy: boolean;
  /** Of one paired anew: only its Wi-Fi is new. */
  keepKey: boolean;
  onKeepKey: (keep: boolean) => void;
  onName: (name: string) => void;
  onOpen: () => void;
  onCable: () => void;
  onAddress: () => void;
}

/** The camera gets power and a name. */
export function PairingStart(props: PairingStartProps) {
  const { again, name, busy, onName, onOpen, onCable } = props;
  const { words } = useWords();
  const ready = !busy && (again || name.trim() !== '');
  return (
    <form
      class="pairing-page"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onOpen();
      }}
    >
      <Lamp />
      <h1 tabIndex={-1}>{words.pairing.startTitle}</h1>
      <p class="soft">{again ? words.pairing.againLead : words.pairing.startLead}</p>
      {again && <Switch label={words.pairing.keepKey} on={props.keepKey} onChange={props.onKeepKey} />}
      {!again && (
        <Field
          label={words.pairing.name}
          value={name}
          onInput={(value) => onName(value.slice(0, 64))}
          hint={words.pairing.nameHint}
        />
      )}
      <button type="submit" class="button wide" aria-disabled={!ready}>
        {busy && <span class="spinner" />}
        {words.pairing.search}
      </button>
      <button type="button" class="text-button" onClick={onCable}>
        {words.pairing.byCable}
      </button>
      {!again && (
        <>
          <button type="button" class="text-button" onClick={props.onAddress}>
            {words.pairing.byAddress}
          </button>
          <a class="text-button" href={formatRoute({ name: 'flash' })}>
            {words.pairing.bare}
          </a>
        </>
      )}
    </form>
  );
}
