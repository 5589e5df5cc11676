import { ApiRefusal } from './problems.js';

/** Position in the photo list after which a page begins. */
export interface PhotoCursor {
  takenAt: number;
  id: number;
}

/** Opaque to clients: base64url of `takenAt.id`. */
export function encodeCursor(position: PhotoCursor): string {
  return Buffer.from(`${position.takenAt}.${position.id}`).toString('base64url');
}

/**
 * Position that a cursor stands for.
 * @throws {ApiRefusal} `cursor-invalid` when it is none that `encodeCursor` made.
 */
export function decodeCursor(cursor: string): PhotoCursor {
  const match = /^(\d{1,16})\.(\d{1,16})$/.exec(Buffer.from(cursor, 'base64url').toString());
  const position = { takenAt: Number(match?.[1]), id: Number(match?.[2]) };
  if (Number.isSafeInteger(position.takenAt) && Number.isSafeInteger(position.id)) return position;
  throw new ApiRefusal('cursor-invalid', 'The cursor is not one that a page of photos gave.');
}
