import { type AnswerOf, type ApiRequest, ask } from './client.js';

/** One pet of the home. */
export type Pet = AnswerOf<'/pets', 'GET'>['pets'][number];

/** Reads the pets of the home, in the order in which they were added. */
export const listPets = async (): Promise<Pet[]> => (await ask('GET', '/pets')).pets;

/** How far the hub has come with telling pets of one kind apart; null where it need not. */
export type Recognition = AnswerOf<'/pets', 'GET'>['recognition'];

/** Reads how far the hub has come with telling pets apart. */
export const readRecognition = async (): Promise<Recognition> => (await ask('GET', '/pets')).recognition;

/** Adds a pet to the home. */
export const addPet = (body: ApiRequest<'/pets', 'POST'>['body']): Promise<Pet> =>
  ask('POST', '/pets', { body });

/** Changes a pet: its name, kind or picture. */
export const changePet = (id: number, body: ApiRequest<'/pets/{id}', 'PATCH'>['body']): Promise<Pet> =>
  ask('PATCH', '/pets/{id}', { path: { id }, body });

/** Removes a pet; its photos stay. */
export const removePet = (id: number): Promise<undefined> => ask('DELETE', '/pets/{id}', { path: { id } });
