import { type AnswerOf, ask } from './client.js';

/** One day with photos that show only movement. */
export type MovementDay = AnswerOf<'/photos/movement', 'GET'>['days'][number];

/** Reads how many photos of each day show only movement, by the clock on this phone's wall. */
export const listMovement = async (): Promise<MovementDay[]> =>
  (
    await ask('GET', '/photos/movement', {
      query: { tz: new Intl.DateTimeFormat().resolvedOptions().timeZone },
    })
  ).days;

/** True unless photos without a pet are kept like any other. */
export const foldsMovement = async (): Promise<boolean> => (await ask('GET', '/movement')).fold;

/** Folds new photos without a pet, or keeps them like any other. */
export const changeMovement = async (fold: boolean): Promise<boolean> =>
  (await ask('PUT', '/movement', { body: { fold } })).fold;
