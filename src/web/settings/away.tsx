import { useEffect, useState } from 'preact/hooks';
import { getReach, type Reach } from '../api/reach-calls.js';
import { useBusy } from '../components/busy.js';
import { sayFault } from '../components/fault.js';
import { Group } from '../components/group.js';
import { awayWords } from '../i18n/away.js';
import { useWords } from '../i18n/language.js';

/** Away from home: what is reachable now, whether this phone is there by that way, and how to set it up. */
export function Away() {
  const { words, language } = useWords();
  const away = awayWords[language];
  const { busy, fault, run } = useBusy();
  const [reach, setReach] = useState<Reach | null>(null);
  const [way, setWay] = useState<Reach['way'] | null>(null);
  useEffect(() => void getReach().then(setReach, () => undefined), []);
  if (reach === null) return null;
  const test = () =>
    void run(async () => {
      setWay(null);
      const now = await getReach();
      setReach(now);
      setWay(now.way);
    });
  const { address, leadsIn, tunnels } = reach;
  return (
    <Group title={away.title}>
      <p>{leadsIn ? away.open(address) : away.homeOnly(address)}</p>
      {tunnels.length === 0 && <p class="soft">{away.noTunnel}</p>}
      <ul class="rows">
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
      {(['tailscale', 'wireguard'] as const).map((kind) => (
        <details key={kind}>
          <summary>{away.setUp(away.kinds[kind])}</summary>
          <ol class="numbered">
            {away.steps[kind].map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </details>
      ))}
      <p class="soft small">{away.noPort}</p>
    </Group>
  );
}
