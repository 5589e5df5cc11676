import { useEffect, useState } from 'preact/hooks';
import { changeQuietHours, getQuietHours, type QuietHours as Hours } from '../api/schedule-calls.js';
import { useBusy } from '../components/busy.js';
import { sayFault } from '../components/fault.js';
import { Group } from '../components/group.js';
import { showToast } from '../components/notices.js';
import { Switch } from '../components/switch.js';
import { TimeField } from '../components/time-field.js';
import { useWords } from '../i18n/language.js';

const night = { from: '22:00', until: '07:00' };

/** When nobody is told anything, and no photo is taken by timetable. Everybody may know, an owner decides. */
export function QuietHours({ owner }: { owner: boolean }) {
  const { words } = useWords();
  const { busy, fault, run } = useBusy();
  const [inForce, setInForce] = useState<Hours | undefined>();
  const [on, setOn] = useState(false);
  const [span, setSpan] = useState(night);
  const take = (hours: Hours) => {
    setInForce(hours);
    setOn(hours !== null);
    if (hours) setSpan(hours);
  };
  useEffect(() => void getQuietHours().then(take, () => undefined), []);
  if (inForce === undefined) return null;
  const wanted = on ? span : null;
  const whole = !on || (span.from !== '' && span.until !== '' && span.from !== span.until);
  const same = wanted?.from === inForce?.from && wanted?.until === inForce?.until;
  const ready = owner && !busy && whole && !same;
  const save = () =>
    void run(async () => {
      take(await changeQuietHours(wanted));
      showToast({ text: words.quiet.saved });
    });
  return (
    <Group title={words.quiet.title}>
      <form
        class="settings-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) save();
        }}
      >
        <fieldset class="settings-fields" disabled={!owner}>
          <Switch label={words.quiet.label} on={on} onChange={setOn} />
          <p class="soft small">{words.quiet.hint}</p>
          {on && (
            <div class="times">
              <TimeField
                label={words.timetable.from}
                value={span.from}
                onInput={(from) => setSpan({ ...span, from })}
              />
              <TimeField
                label={words.timetable.until}
                value={span.until}
                onInput={(until) => setSpan({ ...span, until })}
              />
            </div>
          )}
        </fieldset>
        <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
        {owner && (
          <button type="submit" class="button wide" aria-disabled={!ready}>
            {words.quiet.save}
          </button>
        )}
      </form>
    </Group>
  );
}
