import { type AnswerOf, type ApiRequest, ask } from './client.js';

/** One page of the bin, the last deleted first. */
export type BinPage = AnswerOf<'/bin', 'GET'>;
/** One photo in the bin, with when it was deleted and when it goes. */
export type BinPhoto = BinPage['photos'][number];
/** Action that is done with several photos at once. */
export type SelectionAction = ApiRequest<'/photos/selection', 'POST'>['body']['action'];

/** Most photos of one call to `changePhotos`. */
export const mostAtOnce = 500;

/** Reads one page of the bin; `cursor` is `next` of the page before. */
export const listBin = (limit: number, cursor: string | null = null): Promise<BinPage> =>
  ask('GET', '/bin', { query: { limit, ...(cursor === null ? {} : { cursor }) } });

/** Does the same with several photos. Resolves to those that it was done with: others are gone already. */
export const changePhotos = async (photos: number[], action: SelectionAction): Promise<number[]> =>
  (await ask('POST', '/photos/selection', { body: { photos, action } })).photos;
