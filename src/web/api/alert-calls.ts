import { type AnswerOf, ask } from './client.js';

/** When visits are told, and whether somebody is at home, as far as the hub knows. */
export type VisitRules = AnswerOf<'/notifications', 'GET'>['visits'];

/** Has visits told only while nobody is at home, or always. */
export const tellOnlyWhenAway = (onlyWhenAway: boolean): Promise<VisitRules> =>
  ask('PATCH', '/notifications/visits', { body: { onlyWhenAway } });

/** Switches of what is told beside visits, by its kind. */
export type AlertSwitches = AnswerOf<'/notifications', 'GET'>['alerts'];

/** Reads what is told beside visits. */
export const getAlerts = async (): Promise<AlertSwitches> => (await ask('GET', '/notifications')).alerts;

/** Switches one kind on or off. */
export const changeAlert = (kind: keyof AlertSwitches, on: boolean): Promise<AlertSwitches> =>
  ask('PATCH', '/notifications/alerts', { body: { [kind]: on } });
