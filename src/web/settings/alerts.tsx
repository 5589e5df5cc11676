import { useEffect, useState } from 'preact/hooks';
import { type AlertSwitches, changeAlert, getAlerts } from '../api/alert-calls.js';
import { useBusy } from '../components/busy.js';
import { sayFault } from '../components/fault.js';
import { Group } from '../components/group.js';
import { Switch } from '../components/switch.js';
import { useWords } from '../i18n/language.js';

const kinds = ['camera-offline', 'hub-trouble', 'hub-recovered'] as const;

/** Settings of what everybody who is notified hears beside visits. An owner decides. */
export function Alerts({ owner }: { owner: boolean }) {
  const { words } = useWords();
  const { fault, run } = useBusy();
  const [on, setOn] = useState<AlertSwitches | null>(null);
  useEffect(() => void getAlerts().then(setOn, () => undefined), []);
  if (on === null) return null;
  return (
    <Group title={words.alerts.title}>
      <fieldset class="settings-fields" disabled={!owner}>
        {kinds.map((kind) => (
          <Switch
            key={kind}
            label={words.alerts[kind]}
            on={on[kind]}
            onChange={(wanted) => void run(async () => setOn(await changeAlert(kind, wanted)))}
          />
        ))}
        <p class="soft small">{words.alerts.hint}</p>
      </fieldset>
      <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
    </Group>
  );
}
