import { type AnswerOf, ask } from './client.js';

/** Switches of what is told beside visits, by its kind. */
export type AlertSwitches = AnswerOf<'/notifications', 'GET'>['alerts'];

/** Reads what is told beside visits. */
export const getAlerts = async (): Promise<AlertSwitches> => (await ask('GET', '/notifications')).alerts;

/** Switches one kind on or off. */
export const changeAlert = (kind: keyof AlertSwitches, on: boolean): Promise<AlertSwitches> =>
  ask('PATCH', '/notifications/alerts', { body: { [kind]: on } });
