import { type AnswerOf, ask } from './client.js';
import { exchangeBytes } from './http.js';

/** Boards that can be written, the images for them, and the keys that prove these. */
export type FlashList = AnswerOf<'/flash-images', 'GET'>;
/** Board that can be written, and the image for it. */
export type FlashBoard = FlashList['boards'][number];

/** Reads the boards and their images. */
export const listFlashImages = (): Promise<FlashList> => ask('GET', '/flash-images');

/** Reads the whole file for a board. */
export const readFlashImage = async (board: string): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(
    await (await exchangeBytes('GET', `/flash-images/${encodeURIComponent(board)}`)).arrayBuffer(),
  );

/** Gives the hub a file, and answers with its board. */
export const giveFlashImage = async (file: Blob): Promise<FlashBoard> =>
  (await exchangeBytes('POST', '/flash-images', file)).json();

/** Forgets the file that was given for a board. */
export const forgetFlashImage = (board: string): Promise<undefined> =>
  ask('DELETE', '/flash-images/{board}', { path: { board } });
