import { useEffect, useState } from 'preact/hooks';
import type { Health } from '../../api/schemas/health.js';
import { getHealth } from '../api/calls.js';
import { session } from '../api/session.js';
import { useCell } from '../cell.js';
import { useArrival } from '../navigate.js';
import { Devices } from '../parts/devices.js';
import { Group } from '../parts/group.js';
import { People } from '../parts/people.js';
import { chooseLanguage, type Language, languages, useWords } from '../words/language.js';

/** People, this phone, and the hub itself. */
export function Settings() {
  const { words } = useWords();
  const who = useCell(session);
  useArrival(`${words.titles.settings} · ${words.app.name}`, 'settings');
  return (
    <div class="screen">
      <header class="screen-head">
        <h1 tabIndex={-1}>{words.titles.settings}</h1>
      </header>
      {who.state === 'in' && <People user={who.user} />}
      <Devices />
      <Languages />
      <Hub />
    </div>
  );
}

function Languages() {
  const { words, language } = useWords();
  return (
    <Group title={words.settings.language}>
      <select
        class="select"
        aria-label={words.settings.language}
        value={language}
        onChange={(event) => void chooseLanguage(event.currentTarget.value as Language)}
      >
        {Object.entries(languages).map(([code, name]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
    </Group>
  );
}

function Hub() {
  const { words, format } = useWords();
  const [health, setHealth] = useState<Health | null>(null);
  useEffect(() => {
    getHealth().then(setHealth, () => undefined);
  }, []);
  const details = health?.details;
  if (!health || !details) return null;
  const facts = [
    [words.settings.status, words.settings.statusWords[health.status]],
    [words.settings.photos, format.number(details.storage.photos)],
    [words.settings.storage, format.bytes(details.storage.databaseBytes)],
    [words.settings.free, format.bytes(details.storage.freeBytes)],
    [words.settings.uptime, format.duration(details.uptimeSeconds * 1000)],
    [words.settings.version, details.version],
  ];
  return (
    <Group title={words.settings.hub}>
      <dl class="rows">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="numbers">{value}</dd>
          </div>
        ))}
      </dl>
      <a href="/docs">{words.settings.api}</a>
    </Group>
  );
}
