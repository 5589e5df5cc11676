import { type AnswerOf, ask } from './client.js';

/** One moment: photos of one camera that belong together. */
export type HubMoment = AnswerOf<'/moments', 'GET'>['moments'][number];

/** Reads the moments that ended from a time on, newest first. */
export const listMoments = async (from: number): Promise<HubMoment[]> =>
  (await ask('GET', '/moments', { query: { from } })).moments;

/** Reads the moment that a photo belongs to, with its photos. */
export const getMoment = (photo: number): Promise<AnswerOf<'/moments/{id}', 'GET'>> =>
  ask('GET', '/moments/{id}', { path: { id: photo } });
