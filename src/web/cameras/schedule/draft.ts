import type { Timetable } from '../../api/types.js';

/** Days of the week in the order of the form, Monday first. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
/** One day of the week as timetables spell it. */
export type Weekday = (typeof weekdays)[number];

/** Content of the timetable form: every way at once, so that trying another one loses nothing. */
export interface TimetableDraft {
  /** `other` for lines of cron, which no form shows. */
  mode: 'off' | 'every' | 'at' | 'other';
  every: string;
  /** Only from `from` until `until`. */
  limited: boolean;
  from: string;
  until: string;
  at: string[];
  days: Weekday[];
}

const fresh: TimetableDraft = {
  mode: 'off',
  every: '2h',
  limited: true,
  from: '08:00',
  until: '20:00',
  at: ['08:30'],
  days: [...weekdays],
};

/** The form that shows a timetable. */
export function draftOf(timetable: Timetable | null): TimetableDraft {
  if (timetable === null) return fresh;
  if ('cron' in timetable) return { ...fresh, mode: 'other' };
  const days = timetable.days ? weekdays.filter((day) => timetable.days?.includes(day)) : [...weekdays];
  if ('at' in timetable) return { ...fresh, mode: 'at', at: timetable.at, days };
  const { every, between } = timetable;
  const [from = fresh.from, until = fresh.until] = between ?? [];
  return { ...fresh, mode: 'every', every, limited: between !== undefined, from, until, days };
}

/** The timetable that a form asks for. Undefined while it is not complete, and for what only cron can say. */
export function timetableOf(draft: TimetableDraft): Timetable | null | undefined {
  if (draft.mode === 'off') return null;
  if (draft.mode === 'other' || draft.days.length === 0) return undefined;
  const days = draft.days.length === weekdays.length ? {} : { days: draft.days };
  if (draft.mode === 'at') {
    const at = [...new Set(draft.at)].sort();
    return at.length === 0 || at.includes('') ? undefined : { at, ...days };
  }
  if (!draft.limited) return { every: draft.every, ...days };
  if (draft.from === '' || draft.until === '') return undefined;
  return { every: draft.every, between: [draft.from, draft.until], ...days };
}

/** True when a form asks for something else than what is in force. */
export function differs(draft: TimetableDraft, inForce: Timetable | null): boolean {
  const wanted = timetableOf(draft);
  return wanted !== undefined && JSON.stringify(wanted) !== JSON.stringify(timetableOf(draftOf(inForce)));
}

/** Time of day offered when another one is asked for: an hour after the latest. */
export function anotherTime(at: readonly string[]): string {
  const [hour = 7, minute = 30] = [...at].sort().at(-1)?.split(':').filter(Boolean).map(Number) ?? [];
  return [(hour + 1) % 24, minute].map((part) => String(part).padStart(2, '0')).join(':');
}
