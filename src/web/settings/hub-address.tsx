import { useEffect, useState } from 'preact/hooks';
import { announceHubAddress, getHubAddress, type HubAddressAnswer } from '../api/camera-calls.js';
import { useBusy } from '../components/busy.js';
import { useCameras } from '../components/camera-names.js';
import { sayFault } from '../components/fault.js';
import { Field } from '../components/field.js';
import { Group } from '../components/group.js';
import { useWords } from '../i18n/language.js';

type Place = Pick<HubAddressAnswer, 'host' | 'next'>;
type Outcomes = HubAddressAnswer['cameras'];

const mayBe = /^[A-Za-z0-9.-]{1,63}$/;

/** Where cameras find the hub; before it gets another address an owner can tell them. */
export function HubAddress() {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const [place, setPlace] = useState<Place | null>(null);
  const [outcomes, setOutcomes] = useState<Outcomes>([]);
  const [host, setHost] = useState('');
  useEffect(() => void getHubAddress().then(setPlace, () => undefined), []);
  if (place === null) return null;
  const tell = (address: string) =>
    void run(async () => {
      const { cameras, ...now } = await announceHubAddress(address);
      setPlace(now);
      setOutcomes(cameras);
      setHost('');
    });
  const ready = !busy && mayBe.test(host);
  return (
    <Group title={words.hubAddress.title}>
      <form
        class="settings-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) tell(host);
        }}
      >
        <p>{words.hubAddress.now(place.host)}</p>
        {place.next !== null && <p class="advice">{words.hubAddress.next(place.next)}</p>}
        <Field
          label={words.hubAddress.label}
          value={host}
          onInput={(value) => setHost(value.trim())}
          hint={words.hubAddress.hint}
        />
        <Told outcomes={outcomes} />
        <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
        <button type="submit" class="button wide" aria-disabled={!ready}>
          {words.hubAddress.tell}
        </button>
        {place.next !== null && (
          <button
            type="button"
            class="text-button"
            aria-disabled={busy}
            onClick={() => !busy && tell(place.host)}
          >
            {words.hubAddress.stay(place.host)}
          </button>
        )}
      </form>
    </Group>
  );
}

function Told({ outcomes }: { outcomes: Outcomes }) {
  const { words } = useWords();
  const { nameOf } = useCameras();
  return (
    <div role="status">
      <ul class="rows">
        {outcomes.map(({ camera, outcome }) => (
          <li key={camera}>
            <span>{nameOf(camera)}</span>
            <span class="soft small">{words.hubAddress.outcomes[outcome]}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
