import { useState } from 'preact/hooks';
import { useBusy } from '../components/busy.js';
import { Group } from '../components/group.js';
import { Switch } from '../components/switch.js';
import { forgetKept, keepFor, keptFor } from '../core/kept-choice.js';
import { useSignal } from '../core/signal.js';
import { keptWords } from '../i18n/kept.js';
import { useWords } from '../i18n/language.js';
import { keptNow, startKeeping } from './keeping.js';

/** Settings of the photos that are kept on this phone; `person` is the id of who is signed in. */
export function KeepPhotos({ person }: { person: number }) {
  const { language } = useWords();
  const words = keptWords[language];
  const { busy, run } = useBusy();
  const [on, setOn] = useState(keptFor() === person);
  const choose = (wanted: boolean) =>
    run(async () => {
      setOn(wanted);
      keptNow.set(null);
      if (!wanted) return forgetKept();
      keepFor(person);
      // Browsers that may clear what pages store leave it then.
      await navigator.storage.persist().catch(() => false);
      startKeeping();
    });
  return (
    <Group title={words.title}>
      {isSecureContext ? (
        <>
          <p class="soft">{words.offerLead}</p>
          <Switch label={words.offer} on={on} onChange={(wanted) => !busy && void choose(wanted)} />
          <div role="status">{on && <Kept />}</div>
        </>
      ) : (
        <p class="soft">{words.nowhere}</p>
      )}
    </Group>
  );
}

function Kept() {
  const { words, language, format } = useWords();
  const kept = useSignal(keptNow);
  const { storing, full, kept: say } = keptWords[language];
  if (kept === null) return <p class="soft small">{storing}</p>;
  if ('fault' in kept) return <p class="fault">{full}</p>;
  const photos = words.gallery.count(kept.photos, format.number(kept.photos));
  return <p class="soft small">{say(photos, format.bytes(kept.bytes))}</p>;
}
