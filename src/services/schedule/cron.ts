import { validateDetailed } from 'node-cron';
import { Refusal } from '../../core/errors.js';

/**
 * The moments a cron line names, by local time. Each list is sorted. Days are met as POSIX crontab has it: when both
 * lists of days are restricted, either one will do.
 */
export interface CronTimes {
  minutes: number[];
  hours: number[];
  /** 1..31. */
  days: number[];
  /** 1..12. */
  months: number[];
  /** 0..6, Sunday first. */
  weekdays: number[];
}

const FIELDS = 5;

/**
 * Reads a line of five fields. node-cron knows the language; its timers are not used, because one that waits for the
 * next match walks through every match in between when a wrong clock is set right, half a millisecond each.
 * @throws {Refusal} `timetable-invalid`, with what is wrong.
 */
export function parseCron(line: string): CronTimes {
  const text = line.trim();
  if (text.split(/\s+/).length !== FIELDS) throw invalid(line, 'five fields are needed');
  const { fields, errors } = validateDetailed(text);
  if (!fields) throw invalid(line, errors.map(({ message }) => message).join(', '));
  return {
    minutes: numbers(line, fields.minute),
    hours: numbers(line, fields.hour),
    days: numbers(line, fields.dayOfMonth),
    months: numbers(line, fields.month),
    weekdays: numbers(line, fields.dayOfWeek),
  };
}

/** Only plain cron: no last day of a month, no second Tuesday. */
function numbers(line: string, values: readonly (number | string)[]): number[] {
  return values
    .map((value) => {
      if (typeof value === 'string') throw invalid(line, `${value} is not understood here`);
      return value;
    })
    .sort((a, b) => a - b);
}

function invalid(line: string, why: string): Refusal {
  return new Refusal('timetable-invalid', `"${line}" is no cron line: ${why}`);
}
