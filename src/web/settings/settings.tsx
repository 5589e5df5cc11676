import { useEffect, useState } from 'preact/hooks';
import { getHealth, type Health } from '../api/calls.js';
import { session } from '../api/session.js';
import { Group } from '../components/group.js';
import { useIsGuest } from '../components/guest.js';
import { useArrival } from '../core/navigate.js';
import { useSignal } from '../core/signal.js';
import { chooseLanguage, type Language, languages, useWords } from '../i18n/language.js';
import { KeepPhotos } from '../kept/keep-switch.js';
import { AboutHub } from './about-hub.js';
import { Alerts } from './alerts.js';
import { Attention } from './attention.js';
import { Away } from './away.js';
import { BackupsGroup } from './backups.js';
import { BurstsAside } from './bursts-aside.js';
import { Devices } from './devices.js';
import { HubAddress } from './hub-address.js';
import { Movement } from './movement.js';
import { Notifications } from './notifications.js';
import { Password } from './password.js';
import { People } from './people.js';
import { Pets } from './pets.js';
import { QuietHours } from './quiet-hours.js';
import { ShareLinks } from './share-links.js';
import { Sync } from './sync.js';

/** People and their devices, what the hub keeps and where, and the hub itself. */
export function Settings() {
  const { words } = useWords();
  const who = useSignal(session);
  const guest = useIsGuest();
  const owner = who.state === 'in' && who.user.role === 'owner';
  const [passwords, setPasswords] = useState(0);
  const health = useHealth();
  useArrival(`${words.titles.settings} · ${words.app.name}`, 'settings');
  return (
    <div class="screen">
      <header class="screen-head">
        <h1 tabIndex={-1}>{words.titles.settings}</h1>
      </header>
      {!guest && <Attention health={health} />}
      {who.state === 'in' && <People user={who.user} />}
      <Pets owner={owner} />
      <Devices key={passwords} />
      {who.state === 'in' && (
        <Password username={who.user.username} onChanged={() => setPasswords(passwords + 1)} />
      )}
      <Languages />
      {!guest && who.state === 'in' && <ShareLinks person={who.user.username} />}
      {!guest && who.state === 'in' && <KeepPhotos person={who.user.id} />}
      {!guest && <Home owner={owner} health={health} />}
    </div>
  );
}

const HEALTH_EVERY_MS = 30_000;

/** State of the hub while the settings are open; null until it is known. */
function useHealth(): Health | null {
  const [health, setHealth] = useState<Health | null>(null);
  useEffect(() => {
    const look = () => void getHealth().then(setHealth, () => undefined);
    look();
    const timer = setInterval(look, HEALTH_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return health;
}

/** What concerns the home, and no guest. */
function Home({ owner, health }: { owner: boolean; health: Health | null }) {
  return (
    <>
      <Movement owner={owner} />
      <Notifications />
      <Alerts owner={owner} />
      <QuietHours owner={owner} />
      {owner && <Away />}
      {owner && <BackupsGroup />}
      {owner && <Sync />}
      {owner && <HubAddress />}
      <BurstsAside />
      <AboutHub health={health} />
    </>
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
