import { useEffect, useRef, useState } from 'preact/hooks';
import { listDays } from '../api/calls.js';
import { Icon } from '../components/icon.js';
import type { GalleryFilter } from '../core/route.js';
import { calendarWords } from '../i18n/calendar.js';
import { useWords } from '../i18n/language.js';
import { calendarOf, dayBounds, firstDayOf, stepOf } from './calendar.js';

/** Months of the calendar, the one it opens at, and what a day leads to. */
export interface DateDialogProps {
  /** Months with photos, `2026-11`, newest first. */
  months: readonly string[];
  /** Photos that the gallery shows: their days are marked. */
  filter: GalleryFilter;
  /** Month that is shown at first; the newest when it is none of `months`. */
  month: string;
  /** @param start midnight at the beginning of the day and `end` at its end, in the phone's time zone */
  onGo: (start: number, end: number) => void;
  onClose: () => void;
}

/** Calendar of the months with photos, over the gallery; closed by its button, the escape key or a tap beside it. */
export function DateDialog({ months, filter, month, onGo, onClose }: DateDialogProps) {
  const { words } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const close = () => dialog.current?.close();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: by keyboard the escape key closes a dialog.
    <dialog
      ref={dialog}
      class="calendar"
      aria-label={words.gallery.goToDate}
      onClose={onClose}
      onClick={({ target }) => target === dialog.current && close()}
    >
      <div class="calendar-page">
        <Calendar
          months={months}
          filter={filter}
          first={month}
          onGo={(from, until) => {
            close();
            onGo(from, until);
          }}
        />
        <button type="button" class="text-button" onClick={close}>
          {words.gallery.closeCalendar}
        </button>
      </div>
    </dialog>
  );
}

interface CalendarProps {
  months: readonly string[];
  filter: GalleryFilter;
  first: string;
  onGo: DateDialogProps['onGo'];
}

function Calendar({ months, filter, first, onGo }: CalendarProps) {
  const { words, format, locale } = useWords();
  const [month, setMonth] = useState(months.includes(first) ? first : (months[0] ?? ''));
  const at = months.indexOf(month);
  const firstDay = firstDayOf(locale);
  const turn = (by: number) => {
    const to = months[at + by];
    if (to) setMonth(to);
  };
  return (
    <>
      <div class="calendar-head">
        <Turn
          label={words.gallery.earlierMonth}
          icon="back"
          disabled={at === months.length - 1}
          onClick={() => turn(1)}
        />
        <select
          class="select"
          aria-label={words.gallery.month}
          value={month}
          onChange={(event) => setMonth(event.currentTarget.value)}
        >
          {months.map((each) => (
            <option key={each} value={each}>
              {format.month(each)}
            </option>
          ))}
        </select>
        <Turn label={words.gallery.laterMonth} icon="forward" disabled={at <= 0} onClick={() => turn(-1)} />
      </div>
      <Days key={month} month={month} filter={filter} firstDay={firstDay} onGo={onGo} />
    </>
  );
}

function Turn(props: { label: string; icon: 'back' | 'forward'; disabled: boolean; onClick: () => void }) {
  return (
    <button
      type="button"
      class="round-button"
      aria-label={props.label}
      disabled={props.disabled}
      onClick={props.onClick}
    >
      <Icon name={props.icon} />
    </button>
  );
}

/** The days of a month; one of them can be reached by Tab, and the arrow keys go from there. */
function Days(props: Pick<DateDialogProps, 'month' | 'filter' | 'onGo'> & { firstDay: number }) {
  const { month, filter, firstDay, onGo } = props;
  const { language, format } = useWords();
  const marked = useMarked(month, filter);
  const table = useRef<HTMLTableElement>(null);
  const now = Date.now();
  const isToCome = (day: number) => dayBounds(month, day).from > now;
  const [current, setCurrent] = useState(1);
  const labelOf = (day: string, hasPhotos: boolean | undefined) =>
    hasPhotos === false ? calendarWords[language].without(day) : day;
  const go = (day: number) => {
    const { from, until } = dayBounds(month, day);
    onGo(from, until);
  };
  const press = (event: KeyboardEvent) => {
    const to = stepOf(event.key, current, month);
    if (to === null || isToCome(to)) return;
    event.preventDefault();
    setCurrent(to);
    table.current?.querySelector<HTMLElement>(`[data-day="${to}"]`)?.focus();
  };
  return (
    <table ref={table} onKeyDown={press}>
      <thead>
        <tr>
          {Array.from({ length: 7 }, (_, column) => (column + firstDay) % 7).map((weekday) => (
            <th key={weekday} scope="col" abbr={format.weekday(weekday, 'long')}>
              {format.weekday(weekday, 'narrow')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {calendarOf(month, firstDay).weeks.map((week) => (
          <tr key={week.find((day) => day !== null)}>
            {week.map((day, column) => (
              <td key={day ?? `none ${column}`}>
                {day !== null && (
                  <button
                    type="button"
                    data-day={day}
                    tabIndex={day === current ? 0 : -1}
                    disabled={isToCome(day)}
                    aria-label={labelOf(format.day(dayBounds(month, day).from, now), marked?.has(day))}
                    {...(marked?.has(day) ? { class: 'has-photos' } : {})}
                    onClick={() => go(day)}
                  >
                    {format.number(day)}
                  </button>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Days of the month that have photos; null while that is not known, or cannot be: the calendar does without. */
function useMarked(month: string, filter: GalleryFilter): ReadonlySet<number> | null {
  const [marked, setMarked] = useState<ReadonlySet<number> | null>(null);
  useEffect(() => {
    let current = true;
    void listDays(month, filter).then(
      (days) => current && setMarked(new Set(days)),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [month]);
  return marked;
}
