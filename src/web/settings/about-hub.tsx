import type { Health } from '../api/calls.js';
import { isConnected } from '../api/live.js';
import { Group } from '../components/group.js';
import { hubAddress } from '../core/base.js';
import { useSignal } from '../core/signal.js';
import type { Words } from '../i18n/en.js';
import type { Format } from '../i18n/format.js';
import { useWords } from '../i18n/language.js';
import { Facts } from './facts.js';

type Details = NonNullable<Health['details']>;

/** The room that photos take up and how long they stay, how the hub is, and what it is. */
export function AboutHub({ health }: { health: Health | null }) {
  const { words, format } = useWords();
  const heard = useSignal(isConnected);
  const details = health?.details;
  if (!health || !details) return null;
  return (
    <>
      <Group title={words.settings.storage}>
        {details.storage && <Room storage={details.storage} />}
        <Facts facts={storageFacts(details, words, format)} />
      </Group>
      <Group title={words.settings.hub}>
        <Facts
          facts={[
            [words.settings.status, heard ? words.settings.statusWords[health.status] : words.app.hubAway],
            [words.settings.uptime, format.duration(details.uptimeSeconds * 1000)],
            [words.settings.version, details.version],
            [words.settings.licence, 'MIT'],
          ]}
        />
        {details.newerVersion && <p>{words.settings.newerVersion[details.updateBy](details.newerVersion)}</p>}
        <a href={hubAddress('/docs/')} target="_blank" rel="noreferrer">
          {words.settings.api}
        </a>
      </Group>
    </>
  );
}

function storageFacts({ storage, retention }: Details, words: Words, format: Format): [string, string][] {
  const { days, always } = words.settings;
  const { losingFramesDays, photosMaxDays, maxBytes } = retention;
  const used: [string, string][] = storage
    ? [
        [words.settings.photos, format.number(storage.photos)],
        [words.settings.used, format.bytes(storage.databaseBytes)],
        [words.settings.free, format.bytes(storage.freeBytes)],
      ]
    : [];
  return [
    ...used,
    [words.settings.atMost, format.bytes(maxBytes)],
    [words.settings.keepPhotos, photosMaxDays === 0 ? always : days(photosMaxDays)],
    [words.settings.keepFrames, days(losingFramesDays)],
  ];
}

/** Used share of the storage, as a bar; the numbers are below it. */
function Room({ storage }: { storage: NonNullable<Details['storage']> }) {
  const { words, format } = useWords();
  const { databaseBytes, freeBytes } = storage;
  return (
    <meter
      class="room"
      min={0}
      max={databaseBytes + freeBytes}
      value={databaseBytes}
      aria-label={words.settings.used}
      title={format.bytes(databaseBytes)}
    />
  );
}
