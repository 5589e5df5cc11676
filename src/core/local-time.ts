/** Date and time of day in one time zone. `month` is 1..12. */
export interface LocalTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

/** Translates between instants (ms since 1970 UTC) and the clock on the wall. */
export interface Zone {
  /** IANA name, for instance `Europe/Berlin`. */
  name: string;
  localOf(instant: number): LocalTime;
  /**
   * The instants at which the wall shows `local`: one, or two in the hour that a change of clocks repeats. In the
   * hour that it leaves out, the instant that is as long after the change as `local` is after its start.
   */
  instantsOf(local: LocalTime): number[];
}

const DAY_MS = 86_400_000;

/** Offsets change at multiples of this, and asking for one is slow. */
const QUARTER_MS = 900_000;
const REMEMBERED = 2_000;

/**
 * Time zone by its IANA name; an empty name takes the system's.
 * @throws RangeError for a name that is not known.
 */
export function zoneOf(name: string): Zone {
  const format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    ...(name !== '' && { timeZone: name }),
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const offsets = new Map<number, number>();

  function localOf(instant: number): LocalTime {
    const found: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(instant)) found[type] = Number(value);
    return found as unknown as LocalTime;
  }

  /** How far the wall is ahead of UTC, in ms; whole minutes. */
  function offsetAt(instant: number): number {
    const quarter = Math.floor(instant / QUARTER_MS) * QUARTER_MS;
    const known = offsets.get(quarter);
    if (known !== undefined) return known;
    const offset = asUtc(localOf(quarter)) - quarter;
    if (offsets.size >= REMEMBERED) offsets.clear();
    offsets.set(quarter, offset);
    return offset;
  }

  return {
    name: format.resolvedOptions().timeZone,
    localOf,
    instantsOf(local) {
      const wall = asUtc(local);
      // No zone is a whole day off, and none changes twice within two: these are the offsets of before and after.
      const before = offsetAt(wall - DAY_MS);
      const after = offsetAt(wall + DAY_MS);
      if (before === after) return [wall - before];
      const met = [before, after].filter((offset) => offsetAt(wall - offset) === offset);
      return met.length === 0 ? [wall - before] : met.map((offset) => wall - offset);
    },
  };
}

function asUtc({ year, month, day, hour, minute }: LocalTime): number {
  return Date.UTC(year, month - 1, day, hour, minute);
}
