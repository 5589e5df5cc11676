import { useWords } from '../i18n/language.js';

interface GoToDateProps {
  /** Name of the oldest month with photos, `2026-11`. */
  oldest: string;
  /** @param start midnight at the beginning of the day and `end` at its end, in the phone's time zone */
  onGo: (start: number, end: number) => void;
}

/** The phone's own calendar, to go to a day of the gallery. */
export function GoToDate({ oldest, onGo }: GoToDateProps) {
  const { words } = useWords();
  const go = (value: string) => {
    const [year = 0, month = 0, day = 0] = value.split('-').map(Number);
    if (day > 0) onGo(new Date(year, month - 1, day).getTime(), new Date(year, month - 1, day + 1).getTime());
  };
  return (
    <input
      class="chip go-to-date"
      type="date"
      aria-label={words.gallery.goToDate}
      title={words.gallery.goToDate}
      min={`${oldest}-01`}
      max={today()}
      onChange={(event) => go(event.currentTarget.value)}
    />
  );
}

function today(): string {
  const now = new Date();
  const two = (value: number) => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
