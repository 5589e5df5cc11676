import type { Health } from '../api/calls.js';
import { useCameras } from '../components/camera-names.js';
import { Group } from '../components/group.js';
import { byCode } from '../i18n/by-code.js';
import { causes } from '../i18n/causes.js';
import { useWords } from '../i18n/language.js';

type Cause = NonNullable<Health['details']>['causes'][number];

/** Causes for which the hub needs attention, above all settings; nothing while all is well. */
export function Attention({ health }: { health: Health | null }) {
  const { words } = useWords();
  const found = health?.details?.causes ?? [];
  if (found.length === 0) return null;
  return (
    <Group title={words.settings.statusWords.degraded}>
      <ul class="causes">
        {found.map((cause) => (
          <CauseRow key={`${cause.code} ${cause.about ?? cause.text}`} cause={cause} />
        ))}
      </ul>
    </Group>
  );
}

const MINUTE_MS = 60_000;

/** One cause in the owner's words; the hub's own sentence has the details for whoever looks after it. */
function CauseRow({ cause }: { cause: Cause }) {
  const { words, language, format } = useWords();
  const { nameOf } = useCameras();
  const said = byCode(causes[language], cause.code)?.(cause.about === undefined ? '' : nameOf(cause.about));
  const detail = (
    <p class={said ? 'soft small' : ''} lang="en">
      {cause.text}
    </p>
  );
  return (
    <li>
      {said && <p>{said}</p>}
      <p class="soft small">
        {words.settings.since(format.duration(Math.max(MINUTE_MS, Date.now() - cause.since)))}
      </p>
      {said ? (
        <details class="more">
          <summary>{words.settings.causeDetails}</summary>
          {detail}
        </details>
      ) : (
        detail
      )}
    </li>
  );
}
