/** A moment as people and file names write it, in one time zone. */
export interface Stamp {
  /** `2026-11-23`. */
  date: string;
  /** `08:15:30`. */
  time: string;
  /** Milliseconds as three digits. */
  fraction: string;
  /** `+01:00`. */
  offset: string;
}

/** Makes stamps of milliseconds since 1970 UTC. Empty takes the time zone of the system. */
export function stamper(timeZone: string): (time: number) => Stamp {
  const format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    ...(timeZone !== '' && { timeZone }),
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    timeZoneName: 'longOffset',
  });
  return (time) => {
    const part: Record<string, string> = {};
    for (const { type, value } of format.formatToParts(time)) part[type] = value;
    return {
      date: `${part['year']}-${part['month']}-${part['day']}`,
      time: `${part['hour']}:${part['minute']}:${part['second']}`,
      fraction: String(part['fractionalSecond']),
      // Some versions of ICU leave out an offset of zero.
      offset: String(part['timeZoneName']).replace(/^GMT$/, 'GMT+00:00').slice('GMT'.length),
    };
  };
}
