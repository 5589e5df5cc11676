/**
 * Whether the last photos are kept on this phone, for times without the hub: a choice of who is signed in, and off until it is
 * made. What forgets them comes with the page, so that a sign-out needs no other file for it.
 */
import { nameHere } from './base.js';

const key = () => nameHere('petcam.keeps-photos');

/** Name of the database in which the photos are, encrypted. */
export const keptDatabase = (): string => nameHere('petcam-kept');

/** Id of the person for whom photos are kept on this phone; null while none are. */
export function keptFor(): number | null {
  const person = localStorage.getItem(key());
  return person === null ? null : Number(person);
}

/** Notes that photos are kept on this phone for a person from now on. */
export function keepFor(person: number): void {
  localStorage.setItem(key(), String(person));
}

/** Forgets the choice, the photos and their key. Without any it changes nothing. */
export function forgetKept(): Promise<void> {
  localStorage.removeItem(key());
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(keptDatabase());
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
  });
}
