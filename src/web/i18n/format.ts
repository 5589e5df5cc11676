/** Dates and numbers as people of one language write them, in the phone's time zone. */
export interface Format {
  /** `8:14 AM` */
  time(ms: number): string;
  /** `8:14 – 8:31 AM` */
  timeRange(from: number, until: number): string;
  /** `Today`, `Yesterday`, `Sunday, November 22`; with the year when it is another one. */
  day(ms: number, now: number): string;
  /** `Sun 22`, where the month is said already. */
  dayOfMonth(ms: number): string;
  /** `November 16 – 22`; both days are in it. */
  days(first: number, last: number): string;
  /** `Sunday, November 22, 8:14 AM` */
  moment(ms: number): string;
  /** `November 2026` of `2026-11`. */
  month(month: string): string;
  /** `Monday` or `M` of 0, `Sunday` or `S` of 6. */
  weekday(index: number, width: 'long' | 'narrow'): string;
  /** `3 minutes ago`, `yesterday`. */
  ago(ms: number, now: number): string;
  /** `2 days`, `5 hours`: the largest unit that fits. */
  duration(ms: number): string;
  /** `0.4 seconds` */
  seconds(ms: number): string;
  /** `1,204` */
  number(value: number): string;
  /** `40%` of 0.4 */
  percent(part: number): string;
  /** `1.2 GB`, in powers of ten. */
  bytes(value: number): string;
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** Noon of one, in UTC. */
const firstMonday = Date.UTC(2024, 0, 1, 12);

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
const cache = new Map<string, Format>();

/**
 * Format of dates and numbers for a locale, made once.
 * @param locale a BCP 47 tag; formats are kept, as making one costs a phone milliseconds
 */
export function formatFor(locale: string): Format {
  const known = cache.get(locale);
  if (known) return known;
  const format = makeFormat(locale);
  cache.set(locale, format);
  return format;
}

function makeFormat(locale: string): Format {
  const date = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options);
  const time = date({ hour: 'numeric', minute: '2-digit' });
  const day = date({ weekday: 'long', month: 'long', day: 'numeric' });
  const span = date({ month: 'long', day: 'numeric' });
  const dayOfYear = date({ year: 'numeric', month: 'long', day: 'numeric' });
  const dayOfMonth = date({ weekday: 'short', day: 'numeric' });
  const moment = date({ weekday: 'long', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit' });
  const month = date({ year: 'numeric', month: 'long', timeZone: 'UTC' });
  const weekday = {
    long: date({ weekday: 'long', timeZone: 'UTC' }),
    narrow: date({ weekday: 'narrow', timeZone: 'UTC' }),
  };
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const number = new Intl.NumberFormat(locale);
  const seconds = new Intl.NumberFormat(locale, { style: 'unit', unit: 'second', unitDisplay: 'long' });
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  return {
    time: (ms) => time.format(ms),
    timeRange: (from, until) => time.formatRange(from, until),
    day(ms, now) {
      const days = daysBetween(ms, now);
      if (days === 0 || days === 1) return capital(relative.format(-days, 'day'), locale);
      return new Date(ms).getFullYear() === new Date(now).getFullYear()
        ? day.format(ms)
        : dayOfYear.format(ms);
    },
    dayOfMonth: (ms) => dayOfMonth.format(ms),
    days: (first, last) => span.formatRange(first, last),
    moment: (ms) => moment.format(ms),
    month: (text) => month.format(new Date(`${text}-01T00:00:00Z`)),
    weekday: (index, width) => weekday[width].format(firstMonday + index * 86_400_000),
    ago(ms, now) {
      const { count, unit } = largest(Math.max(0, now - ms));
      return unit === 'second' ? relative.format(0, 'second') : relative.format(-count, unit);
    },
    duration(ms) {
      const { count, unit } = largest(ms);
      return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
    },
    seconds: (ms) => seconds.format(ms / 1000),
    number: (value) => number.format(value),
    percent: (part) => percent.format(part),
    bytes(value) {
      const power = Math.min(
        byteUnits.length - 1,
        Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3)),
      );
      const unit = byteUnits[power] ?? 'byte';
      const options = {
        style: 'unit',
        unit,
        unitDisplay: 'short',
        maximumFractionDigits: power > 2 ? 1 : 0,
      } as const;
      return new Intl.NumberFormat(locale, options).format(value / 1000 ** power);
    },
  };
}

/** Whole calendar days from one moment to another, in the phone's time zone. */
export function daysBetween(from: number, until: number): number {
  return Math.round((startOfDay(until) - startOfDay(from)) / 86_400_000);
}

/** Midnight before a moment, in the phone's time zone. */
export function startOfDay(ms: number): number {
  return new Date(ms).setHours(0, 0, 0, 0);
}

function largest(ms: number) {
  for (const [unit, size] of units) {
    if (ms >= size) return { unit, count: Math.floor(ms / size) };
  }
  return { unit: 'second', count: 0 } as const;
}

const capital = (text: string, locale: string) => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
