import { Choice } from '../../components/choice.js';
import { Icon } from '../../components/icon.js';
import { Switch } from '../../components/switch.js';
import { TimeField } from '../../components/time-field.js';
import type { Format } from '../../i18n/format.js';
import { useWords } from '../../i18n/language.js';
import { anotherTime, type TimetableDraft, type Weekday, weekdays } from './draft.js';

/** Draft of the timetable, and the callback for a change. */
export interface TimetableFieldsProps {
  draft: TimetableDraft;
  onDraft: (part: Partial<TimetableDraft>) => void;
}

const pauses = ['5m', '15m', '30m', '1h', '2h', '3h', '4h', '6h', '12h'];
/** More times a day than a form is for; docs/API.md takes 48. */
const mostTimes = 12;

/** Fields of a camera's timetable, for the chosen way. */
export function TimetableFields(props: TimetableFieldsProps) {
  const { words } = useWords();
  const { draft, onDraft } = props;
  const modes = (['off', 'every', 'at'] as const).map((mode) => [mode, words.timetable.modes[mode]] as const);
  return (
    <>
      <Choice<TimetableDraft['mode']>
        label={words.timetable.mode}
        value={draft.mode}
        options={modes}
        other={() => words.timetable.modes.other}
        hint={words.timetable.hint}
        onChange={(mode) => onDraft({ mode })}
      />
      {draft.mode === 'every' && <Every {...props} />}
      {draft.mode === 'at' && <Times {...props} />}
      {(draft.mode === 'every' || draft.mode === 'at') && <Days {...props} />}
    </>
  );
}

function Every({ draft, onDraft }: TimetableFieldsProps) {
  const { words, format } = useWords();
  const { every, limited, from, until } = draft;
  return (
    <>
      <Choice
        label={words.timetable.every}
        value={every}
        options={pauses.map((pause) => [pause, sayPause(pause, format)] as const)}
        other={(pause) => sayPause(pause, format)}
        onChange={(next) => onDraft({ every: next })}
      />
      <Switch label={words.timetable.limited} on={limited} onChange={(on) => onDraft({ limited: on })} />
      {limited && (
        <div class="times">
          <TimeField label={words.timetable.from} value={from} onInput={(time) => onDraft({ from: time })} />
          <TimeField
            label={words.timetable.until}
            value={until}
            onInput={(time) => onDraft({ until: time })}
          />
        </div>
      )}
    </>
  );
}

function Times({ draft: { at }, onDraft }: TimetableFieldsProps) {
  const { words, format } = useWords();
  const timeName = (index: number) => words.timetable.time(format.number(index + 1));
  return (
    <section class="times-of-day" aria-label={words.timetable.times}>
      {at.map((time, index) => (
        <div class="time-row" key={timeName(index)}>
          <TimeField
            label={timeName(index)}
            hideLabel
            value={time}
            onInput={(next) => onDraft({ at: at.with(index, next) })}
          />
          {at.length > 1 && (
            <button
              type="button"
              class="round-button"
              aria-label={words.timetable.removeTime(timeName(index))}
              onClick={() => onDraft({ at: at.toSpliced(index, 1) })}
            >
              <Icon name="trash" />
            </button>
          )}
        </div>
      ))}
      {at.length < mostTimes && (
        <button type="button" class="button quiet" onClick={() => onDraft({ at: [...at, anotherTime(at)] })}>
          <Icon name="plus" />
          {words.timetable.addTime}
        </button>
      )}
    </section>
  );
}

function Days({ draft: { days }, onDraft }: TimetableFieldsProps) {
  const { words, format } = useWords();
  const toggle = (day: Weekday) =>
    onDraft({ days: weekdays.filter((each) => (each === day) !== days.includes(each)) });
  return (
    <fieldset class="days" aria-label={words.timetable.days}>
      {weekdays.map((day, index) => (
        <button
          key={day}
          type="button"
          class="chip"
          aria-pressed={days.includes(day)}
          aria-label={format.weekday(index, 'long')}
          onClick={() => toggle(day)}
        >
          {format.weekday(index, 'narrow')}
        </button>
      ))}
    </fieldset>
  );
}

/** `30m` and `2h` as people say it. */
function sayPause(pause: string, format: Format): string {
  const minutes = Number.parseInt(pause, 10) * (pause.endsWith('h') ? 60 : 1);
  return format.duration(minutes * 60_000);
}
