import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../components/icon.js';
import { useWords } from '../i18n/language.js';
import { calendarOf, dayBounds, firstDayOf, stepOf } from './calendar.js';

interface GoToDateProps {
  /** Months with photos, `2026-11`, newest first. */
  months: readonly string[];
  /** @param start midnight at the beginning of the day and `end` at its end, in the phone's time zone */
  onGo: (start: number, end: number) => void;
}

/** A calendar of the months with photos, to go to a day of the gallery. */
export function GoToDate({ months, onGo }: GoToDateProps) {
  const { words } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (open) dialog.current?.showModal();
  }, [open]);
  const close = () => dialog.current?.close();
  return (
    <>
      <button
        type="button"
        class="round-button"
        aria-label={words.gallery.goToDate}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <Icon name="calendar" />
      </button>
      {open && (
        <dialog
          ref={dialog}
          class="calendar"
          aria-label={words.gallery.goToDate}
          onClose={() => setOpen(false)}
        >
          <Calendar
            months={months}
            onGo={(from, until) => {
              close();
              onGo(from, until);
            }}
          />
          <button type="button" class="text-button" onClick={close}>
            {words.gallery.closeCalendar}
          </button>
        </dialog>
      )}
    </>
  );
}

function Calendar({ months, onGo }: GoToDateProps) {
  const { words, format, locale } = useWords();
  const [month, setMonth] = useState(months[0] ?? '');
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
      <Days key={month} month={month} firstDay={firstDay} onGo={onGo} />
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
function Days({ month, firstDay, onGo }: { month: string; firstDay: number; onGo: GoToDateProps['onGo'] }) {
  const { format } = useWords();
  const table = useRef<HTMLTableElement>(null);
  const now = Date.now();
  const isToCome = (day: number) => dayBounds(month, day).from > now;
  const [current, setCurrent] = useState(1);
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
                    aria-label={format.day(dayBounds(month, day).from, now)}
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
