import { type AnswerOf, ask } from './client.js';

/** A place of a camera's picture that is no pet. */
export type KnownPlace = AnswerOf<'/cameras/{id}/places', 'GET'>['places'][number];

/** Reads the places of a camera at which no pet is, the latest first. */
export const listPlaces = async (id: string): Promise<KnownPlace[]> =>
  (await ask('GET', '/cameras/{id}/places', { path: { id } })).places;

/** Has the hub see pets at a place again. */
export const forgetPlace = (id: string, place: number): Promise<undefined> =>
  ask('DELETE', '/cameras/{id}/places/{place}', { path: { id, place } });
