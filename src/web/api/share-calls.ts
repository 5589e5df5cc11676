import { type AnswerOf, ask } from './client.js';
import { reachWithRetries, send } from './http.js';
import { problemOf } from './problem.js';

/** A link to photos that can be opened. */
export type ShareLink = AnswerOf<'/share-links', 'GET'>['links'][number];
/** A new link with its address, which the hub tells this once. */
export type ShareLinkAnswer = AnswerOf<'/share-links', 'POST'>;
/** Photos that somebody with a link sees. */
export type SharedPhotos = AnswerOf<'/shared', 'POST'>;

/** Makes a link to photos that can be opened for so many days. */
export const makeShareLink = (photos: number[], days: number): Promise<ShareLinkAnswer> =>
  ask('POST', '/share-links', { body: { photos, validSeconds: days * 86_400 } });

/** Links that can be opened, newest first: a member's own, for an owner those of everybody. */
export const listShareLinks = async (): Promise<ShareLink[]> => (await ask('GET', '/share-links')).links;

/** Ends a link at once. */
export const endShareLink = (id: number): Promise<unknown> =>
  ask('DELETE', '/share-links/{id}', { path: { id } });

/** Opens a link by its secret, without being signed in. @throws ApiProblem `share-link-unknown`, Unreachable */
export const openShared = (token: string): Promise<SharedPhotos> => send('POST', '/shared', { token });

/** Fetches an image of a link. @throws ApiProblem, Unreachable */
export async function fetchShared(token: string, number: number, variant: 'preview' | 'best'): Promise<Blob> {
  const headers = { 'x-petcam-link': token };
  const response = await reachWithRetries(`/shared/photos/${number}?variant=${variant}`, { headers });
  if (!response.ok) throw await problemOf(response);
  return response.blob();
}
