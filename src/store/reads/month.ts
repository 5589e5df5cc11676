/** A calendar month of one time zone, in milliseconds since 1970; `until` is where the next one begins. */
export interface Month {
  /** `2026-11` */
  month: string;
  from: number;
  until: number;
}

/**
 * The month that a moment falls in.
 * @param zone an IANA name, `Asia/Seoul`; without one the hub's own
 * @throws {RangeError} for a zone that nobody knows
 */
export function monthIn(zone: string | undefined): (ms: number) => Month {
  const clock = new Intl.DateTimeFormat('en', {
    ...(zone === undefined ? {} : { timeZone: zone }),
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (ms) => {
    const { year, month } = wallTime(clock, ms);
    return {
      month: `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`,
      from: firstMoment(clock, year, month),
      until: firstMoment(clock, year, month + 1),
    };
  };
}

/** What a clock on the wall shows. */
function wallTime(clock: Intl.DateTimeFormat, ms: number) {
  const parts = Object.fromEntries(clock.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts;
  return { year, month, shown: Date.UTC(year, month - 1, day, hour, minute, second) };
}

/** When a month begins: put right once by what the wall shows then, once more where that crossed a change of time. */
function firstMoment(clock: Intl.DateTimeFormat, year: number, month: number): number {
  const wanted = Date.UTC(year, month - 1, 1);
  const near = 2 * wanted - wallTime(clock, wanted).shown;
  return near + wanted - wallTime(clock, near).shown;
}
