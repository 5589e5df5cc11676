import { type AnswerOf, ask } from './client.js';

/** When each pet was seen on the last days. */
export type Activity = AnswerOf<'/activity', 'GET'>;
/** When one pet was seen. */
export type PetActivity = Activity['pets'][number];

/** Reads when each pet was seen. */
export const getActivity = (): Promise<Activity> => ask('GET', '/activity');

/** Sets after how many hours without a pet it is told; null for never. */
export const setPetAlarm = (id: number, hours: number | null): Promise<unknown> =>
  ask('PUT', '/pets/{id}/alarm', { path: { id }, body: { hours } });
