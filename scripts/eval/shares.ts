/** How many of how many. */
export interface Share {
  of: number;
  count: number;
  /** `count / of`, or null when there are none. */
  share: number | null;
  low: number | null;
  high: number | null;
}

/** A share with Wilson's 95% interval. */
export function share(count: number, of: number): Share {
  if (of === 0) return { of, count, share: null, low: null, high: null };
  const z = 1.96;
  const middle = (count + (z * z) / 2) / (of + z * z);
  const half = (z / (of + z * z)) * Math.sqrt((count * (of - count)) / of + (z * z) / 4);
  const round = (value: number) => Math.round(value * 1000) / 1000;
  return { of, count, share: round(count / of), low: round(middle - half), high: round(middle + half) };
}

/** A line that says of what it is a share, how many of how many, and its interval in percent. */
export function shareLine(what: string, { count, of, share: value, low, high }: Share): string {
  const percent = (fraction: number | null) => `${(100 * (fraction ?? 0)).toFixed(1)}`;
  const range = of === 0 ? 'none in the data' : `${percent(value)}% (${percent(low)} to ${percent(high)})`;
  return `${what.padEnd(40)} ${`${count} of ${of}`.padStart(12)}  ${range}`;
}
