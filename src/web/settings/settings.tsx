import { useState } from 'preact/hooks';
import { session } from '../api/session.js';
import { Group } from '../components/group.js';
import { useIsGuest } from '../components/guest.js';
import { useArrival } from '../core/navigate.js';
import { useSignal } from '../core/signal.js';
import { chooseLanguage, type Language, languages, useWords } from '../i18n/language.js';
import { KeepPhotos } from '../kept/keep-switch.js';
import { AboutHub } from './about-hub.js';
import { Alerts } from './alerts.js';
import { Away } from './away.js';
import { BurstsAside } from './bursts-aside.js';
import { Devices } from './devices.js';
import { HubAddress } from './hub-address.js';
import { Movement } from './movement.js';
import { Notifications } from './notifications.js';
import { Password } from './password.js';
import { People } from './people.js';
import { Pets } from './pets.js';
import { QuietHours } from './quiet-hours.js';
import { Sync } from './sync.js';

/** People and their devices, what the hub keeps and where, and the hub itself. */
export function Settings() {
  const { words } = useWords();
  const who = useSignal(session);
  const guest = useIsGuest();
  const [passwords, setPasswords] = useState(0);
  useArrival(`${words.titles.settings} · ${words.app.name}`, 'settings');
  return (
    <div class="screen">
      <header class="screen-head">
        <h1 tabIndex={-1}>{words.titles.settings}</h1>
      </header>
      {who.state === 'in' && <People user={who.user} />}
      <Pets owner={who.state === 'in' && who.user.role === 'owner'} />
      <Devices key={passwords} />
      {who.state === 'in' && (
        <Password username={who.user.username} onChanged={() => setPasswords(passwords + 1)} />
      )}
      <Languages />
      {!guest && who.state === 'in' && <KeepPhotos person={who.user.id} />}
      {!guest && <Home owner={who.state === 'in' && who.user.role === 'owner'} />}
    </div>
  );
}

/** What concerns the home, and no guest. */
function Home({ owner }: { owner: boolean }) {
  return (
    <>
      <Movement owner={owner} />
      <Notifications />
      <Alerts owner={owner} />
      <QuietHours owner={owner} />
      {owner && <Away />}
      {owner && <Sync />}
      {owner && <HubAddress />}
      <BurstsAside />
      <AboutHub />
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
