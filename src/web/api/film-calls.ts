import { type AnswerOf, type ApiRequest, ask } from './client.js';

/** A film of photos: one that is there, or on its way. */
export type Film = AnswerOf<'/films', 'GET'>['films'][number];
/** Values of a film that is to be made. */
export type NewFilm = ApiRequest<'/films', 'POST'>['body'];

/** Films that are there or on their way, newest first. */
export const listFilms = async (): Promise<Film[]> => (await ask('GET', '/films')).films;

/** Has a film made; it is encoded by and by. */
export const makeFilm = (body: NewFilm): Promise<Film> => ask('POST', '/films', { body });

/** Gives a film up, or removes it. */
export const removeFilm = (id: number): Promise<unknown> => ask('DELETE', '/films/{id}', { path: { id } });
