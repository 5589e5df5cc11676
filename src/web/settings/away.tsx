import { useEffect, useState } from 'preact/hooks';
import { getReach, type Reach } from '../api/reach-calls.js';
import { useBusy } from '../components/busy.js';
import { sayFault } from '../components/fault.js';
import { Group } from '../components/group.js';
import { awayWords } from '../i18n/away.js';
import { useWords } from '../i18n/language.js';
import { Tailscale } from './tailscale.js';

/** How often it is looked whether a certificate that is on its way has come. */
const LOOK_EVERY_MS = 3000;

/** Away from home: what is reachable now, whether this phone is there by that way, and how to set it up. */
export function Away() {
  const { words, language } = useWords();
  const away = awayWords[language];
  const { busy, fault, run } = useBusy();
  const [reach, setReach] = useState<Reach | null>(null);
  const [way, setWay] = useState<Reach['way'] | null>(null);
  useEffect(() => void getReach().then(setReach, () => undefined), []);
  useEffect(() => {
    if (reach?.tailscale.step !== 'asking') return;
    const timer = setTimeout(() => void getReach().then(setReach, () => undefined), LOOK_EVERY_MS);
    return () => clearTimeout(timer);
  }, [reach]);
  if (reach === null) return null;
  const look = async () => {
    const now = await getReach();
    setReach(now);
    return now;
  };
  const test = () =>
    void run(async () => {
      setWay(null);
      setWay((await look()).way);
    });
  const { address, leadsIn, tunnels, tailscale } = reach;
  return (
    <Group title={away.title}>
      <p>{leadsIn ? away.open(address) : away.homeOnly(address)}</p>
      {tunnels.length === 0 && tailscale.address === null && <p class="soft">{away.noTunnel}</p>}
      <ul class="rows">
        {tailscale.step === 'ready' && (
          <li>
            <span>{tailscale.address}</span>
            <span class="soft small">{away.isReady}</span>
          </li>
        )}
        {tunnels.map((tunnel) => (
          <li key={tunnel.address}>
            <span>{away.kinds[tunnel.kind]}</span>
            <span class="soft small">{tunnel.address}</span>
          </li>
        ))}
      </ul>
      <p class="soft">{away.testLead}</p>
      <button type="button" class="button quiet wide" aria-disabled={busy} onClick={() => !busy && test()}>
        {away.test}
      </button>
      <div role="status">{way !== null && <p class="advice">{away.ways[way]}</p>}</div>
      <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
      <Tailscale reach={reach} onReach={setReach} onLook={() => void run(async () => void (await look()))} />
      <details>
        <summary>{away.setUp(away.kinds.wireguard)}</summary>
        <ol class="numbered">
          {away.steps.wireguard.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </details>
      <p class="soft small">{away.noPort}</p>
    </Group>
  );
}
