import { useId, useState } from 'preact/hooks';
import type { GuestRights } from '../api/calls.js';
import { useCameras } from '../components/camera-names.js';
import { Switch } from '../components/switch.js';
import { useWords } from '../i18n/language.js';

const aWeekMs = 7 * 86_400_000;

interface GuestFormProps {
  /** Rights in force; null for a guest who is still to be invited. */
  rights: GuestRights | null;
  submit: string;
  busy: boolean;
  onSubmit: (rights: GuestRights) => void;
}

/** Which cameras a guest sees, and the last day. */
export function GuestForm({ rights, submit, busy, onSubmit }: GuestFormProps) {
  const { words } = useWords();
  const { list } = useCameras();
  const id = useId();
  const [chosen, setChosen] = useState<string[]>(rights?.cameras ?? []);
  const [day, setDay] = useState(dayOf((rights?.until ?? Date.now() + aWeekMs) - 1));
  const until = endOf(day);
  const ready = !busy && chosen.length > 0 && until > Date.now();
  const choose = (camera: string, on: boolean) =>
    setChosen(on ? [...chosen, camera] : chosen.filter((other) => other !== camera));
  return (
    <form
      class="settings-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onSubmit({ cameras: chosen, until });
      }}
    >
      <fieldset class="settings-fields">
        <legend class="small">{words.settings.guestCameras}</legend>
        {(list ?? []).map((camera) => (
          <Switch
            key={camera.id}
            label={camera.name}
            on={chosen.includes(camera.id)}
            onChange={(on) => choose(camera.id, on)}
          />
        ))}
      </fieldset>
      <div class="field">
        <label for={id}>{words.settings.guestUntil}</label>
        <input
          id={id}
          type="date"
          required
          min={dayOf(Date.now())}
          value={day}
          aria-describedby={`${id}-hint`}
          onInput={(event) => setDay(event.currentTarget.value)}
        />
        <p id={`${id}-hint`} class="soft small">
          {words.settings.guestUntilHint}
        </p>
      </div>
      <button type="submit" class="button wide" aria-disabled={!ready}>
        {submit}
      </button>
    </form>
  );
}

/** The day of a moment by this phone's clock, `2026-11-30`. */
function dayOf(ms: number): string {
  const date = new Date(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Midnight after a day, by this phone's clock; 0 for a day that is not typed to its end. */
function endOf(day: string): number {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return date > 0 ? new Date(year, month - 1, date + 1).getTime() : 0;
}
