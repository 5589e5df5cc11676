import { type AnswerOf, type ApiRequest, ask } from './client.js';

/** The calls about what runs by the clock, one function a call; docs/API.md says what each one means. */

export type TimetableState = AnswerOf<'/cameras/{id}/timetable', 'GET'>;
/** Daily quiet hours; null without any. */
export type QuietHours = AnswerOf<'/quiet-hours', 'GET'>['quiet'];

type WantedTimetable = ApiRequest<'/cameras/{id}/timetable', 'PUT'>['body']['timetable'];

/** Reads the timetable of a camera with its next times. */
export const getTimetable = (id: string): Promise<TimetableState> =>
  ask('GET', '/cameras/{id}/timetable', { path: { id } });

/** Sets the timetable of a camera; null takes it away. */
export const changeTimetable = (id: string, timetable: WantedTimetable): Promise<TimetableState> =>
  ask('PUT', '/cameras/{id}/timetable', { path: { id }, body: { timetable } });

/** Reads the quiet hours of the hub. */
export const getQuietHours = async (): Promise<QuietHours> => (await ask('GET', '/quiet-hours')).quiet;

/** Sets the quiet hours of the hub; null takes them away. */
export const changeQuietHours = async (quiet: QuietHours): Promise<QuietHours> =>
  (await ask('PUT', '/quiet-hours', { body: { quiet } })).quiet;
