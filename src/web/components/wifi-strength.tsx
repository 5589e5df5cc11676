import { useWords } from '../i18n/language.js';

type Strength = 'strong' | 'good' | 'weak' | 'poor';

/** Bars and a word for a Wi-Fi signal; the number is for those who ask. */
export function WifiStrength({ rssi }: { rssi: number }) {
  const { words } = useWords();
  const strength = strengthOf(rssi);
  const lit = { strong: 4, good: 3, weak: 2, poor: 1 }[strength];
  return (
    <span title={`${rssi} dBm`}>
      <span class="signal" aria-hidden="true">
        {[1, 2, 3, 4].map((bar) => (
          <i key={bar} class={bar <= lit ? 'lit' : ''} />
        ))}
      </span>
      {words.cameras.signalWords[strength]}
    </span>
  );
}

/** @param rssi in dBm */
function strengthOf(rssi: number): Strength {
  if (rssi >= -55) return 'strong';
  if (rssi >= -67) return 'good';
  return rssi >= -78 ? 'weak' : 'poor';
}
