import { type Zone, zoneOf } from '../../core/local-time.js';

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
  const wall = zoneOf(zone ?? '');
  return (ms) => {
    const { year, month } = wall.localOf(ms);
    return {
      month: `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`,
      from: beginOf(year, month, wall),
      until: beginOf(year, month + 1, wall),
    };
  };
}

/** First moment of a month; the thirteenth is the first one of the next year. */
function beginOf(year: number, month: number, wall: Zone): number {
  return wall.instantsOf({ year, month, day: 1, hour: 0, minute: 0 })[0] as number;
}
