import { useEffect, useState } from 'preact/hooks';
import { changeTimetable, getTimetable, type TimetableState } from '../../api/schedule-calls.js';
import { useBusy } from '../../components/busy.js';
import { sayFault } from '../../components/fault.js';
import { Group } from '../../components/group.js';
import { showToast } from '../../components/notices.js';
import { useWords } from '../../i18n/language.js';
import { differs, draftOf, timetableOf } from './draft.js';
import { TimetableFields } from './timetable-fields.js';

/** When the hub asks this camera for photos by itself. Unlike a camera's own rhythm it follows the clock on the wall. */
export function CameraTimetable({ camera, owner }: { camera: string; owner: boolean }) {
  const { words, format } = useWords();
  const { busy, fault, run } = useBusy();
  const [state, setState] = useState<TimetableState | null>(null);
  const [draft, setDraft] = useState(draftOf(null));
  const take = (next: TimetableState) => {
    setState(next);
    setDraft(draftOf(next.timetable));
  };
  useEffect(() => void getTimetable(camera).then(take, () => undefined), [camera]);
  if (!state) return null;
  const wanted = timetableOf(draft);
  const ready = owner && !busy && wanted !== undefined && differs(draft, state.timetable);
  const save = (timetable: TimetableState['timetable']) =>
    void run(async () => {
      take(await changeTimetable(camera, timetable));
      showToast({ text: words.timetable.saved });
    });
  return (
    <Group title={words.timetable.title}>
      <form
        class="settings-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) save(wanted);
        }}
      >
        <fieldset class="settings-fields" disabled={!owner}>
          <TimetableFields draft={draft} onDraft={(part) => setDraft({ ...draft, ...part })} />
        </fieldset>
        {state.next.length > 0 && (
          <p class="soft small">{words.timetable.next(state.next.map(format.moment).join(' · '))}</p>
        )}
        <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
        {owner && (
          <button type="submit" class="button wide" aria-disabled={!ready}>
            {busy && <span class="spinner" />}
            {words.timetable.save}
          </button>
        )}
      </form>
    </Group>
  );
}
