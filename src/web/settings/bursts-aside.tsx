import { useEffect, useState } from 'preact/hooks';
import { listBurstsAside, retryBurst } from '../api/calls.js';
import type { AsideBurst } from '../api/types.js';
import { useBusy } from '../components/busy.js';
import { useCameras } from '../components/camera-names.js';
import { sayFault } from '../components/fault.js';
import { Group } from '../components/group.js';
import { byCode } from '../i18n/by-code.js';
import type { Words } from '../i18n/en.js';
import { useWords } from '../i18n/language.js';

/** Bursts that could not be made into a photo, and the way to have them tried again. Nothing where there are none. */
export function BurstsAside() {
  const { words, format } = useWords();
  const { nameOf } = useCameras();
  const { busy, fault, run } = useBusy();
  const [bursts, setBursts] = useState<AsideBurst[]>([]);
  const read = async () => setBursts(await listBurstsAside());
  useEffect(() => {
    read().catch(() => undefined);
  }, []);
  if (bursts.length === 0) return null;
  const retry = async (burst: AsideBurst) => {
    await retryBurst(burst.id);
    await read();
  };
  return (
    <Group title={words.settings.aside}>
      <p class="soft">{words.settings.asideLead}</p>
      <ul class="rows">
        {bursts.map((burst) => (
          <li class="device" key={burst.id}>
            <div>
              <p>{words.settings.asideBurst(nameOf(burst.camera), format.ago(burst.openedAt, Date.now()))}</p>
              <p class="soft small">{sayAside(burst, words)}</p>
            </div>
            <button
              type="button"
              class="text-button"
              aria-disabled={busy}
              onClick={() => void run(() => retry(burst))}
            >
              {words.settings.asideRetry}
            </button>
          </li>
        ))}
      </ul>
      {fault !== null && (
        <p class="fault" role="alert">
          {sayFault(fault, words)}
        </p>
      )}
    </Group>
  );
}

function sayAside({ reason }: AsideBurst, words: Words): string {
  const { asideReasons, asideOther } = words.settings;
  return byCode(asideReasons, reason) ?? asideOther;
}
