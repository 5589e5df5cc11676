import { ApiRefusal } from './problems.js';

/** The place in the photo list after which a page begins. */
export interface Place {
  takenAt: number;
  id: number;
}

/** Opaque to clients: base64url of `takenAt.id`. */
export function cursorOf(place: Place): string {
  return Buffer.from(`${place.takenAt}.${place.id}`).toString('base64url');
}

/** @throws {ApiRefusal} `cursor-invalid` */
export function placeOf(cursor: string): Place {
  const match = /^(\d{1,16})\.(\d{1,16})$/.exec(Buffer.from(cursor, 'base64url').toString());
  const place = { takenAt: Number(match?.[1]), id: Number(match?.[2]) };
  if (Number.isSafeInteger(place.takenAt) && Number.isSafeInteger(place.id)) return place;
  throw new ApiRefusal('cursor-invalid', 'The cursor is not one that a page of photos gave.');
}
