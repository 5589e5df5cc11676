/** Days of one month as a calendar shows them. */
export interface CalendarMonth {
  /** `2026-11` */
  month: string;
  /** Weeks of seven days of the month, 1 the first; null for those of its neighbours. */
  weeks: (number | null)[][];
}

/**
 * The weeks of a month.
 * @param firstDay day on which weeks begin, 0 Monday to 6 Sunday
 */
export function calendarOf(month: string, firstDay: number): CalendarMonth {
  const { year, number } = partsOf(month);
  const lead = (weekdayOf(new Date(year, number - 1, 1)) - firstDay + 7) % 7;
  const count = daysIn(month);
  const weeks = Array.from({ length: Math.ceil((lead + count) / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_, column) => {
      const day = week * 7 + column - lead + 1;
      return day >= 1 && day <= count ? day : null;
    }),
  );
  return { month, weeks };
}

/** Number of days of a month. */
export function daysIn(month: string): number {
  const { year, number } = partsOf(month);
  return new Date(year, number, 0).getDate();
}

/** Midnight at the beginning of a day of a month and at its end, in the phone's time zone, in ms. */
export function dayBounds(month: string, day: number): { from: number; until: number } {
  const { year, number } = partsOf(month);
  return {
    from: new Date(year, number - 1, day).getTime(),
    until: new Date(year, number - 1, day + 1).getTime(),
  };
}

/** Days by which a key moves within a month; null for a key that moves to none. */
export function stepOf(key: string, day: number, month: string): number | null {
  const last = daysIn(month);
  const to = {
    ArrowLeft: day - 1,
    ArrowRight: day + 1,
    ArrowUp: day - 7,
    ArrowDown: day + 7,
    Home: 1,
    End: last,
  }[key];
  return to !== undefined && to >= 1 && to <= last ? to : null;
}

/** Day on which weeks begin where somebody lives, 0 Monday to 6 Sunday; Monday where the browser does not know. */
export function firstDayOf(locale: string): number {
  const known = new Intl.Locale(locale).maximize() as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number };
    weekInfo?: { firstDay: number };
  };
  const info = known.getWeekInfo?.() ?? known.weekInfo;
  return info ? (info.firstDay + 6) % 7 : 0;
}

const weekdayOf = (date: Date): number => (date.getDay() + 6) % 7;

function partsOf(month: string): { year: number; number: number } {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return { year, number };
}
