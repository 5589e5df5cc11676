import type { Readable } from 'node:stream';
import type { Clock } from '../../../core/clock.js';
import type { UserRow } from '../../../store/accounts.js';

type Person = Pick<UserRow, 'guest'>;

/** Tells whether a camera, and with it each of its photos, is there for this person. */
export function sees({ guest }: Person, camera: string): boolean {
  return guest === null || guest.cameras.includes(camera);
}

/** False for a guest whose time is over at the moment `now`, in wall-clock ms. */
export function mayStay({ guest }: Person, now: number): boolean {
  return guest === null || guest.until > now;
}

/** The end of a guest is read again after so long, in ms: an owner may have changed it. */
const LOOK_AGAIN_MS = 10_000;

/**
 * Calls `recheck` at the moment at which the time of a guest is over, while a stream of the guest is open. People of the
 * home stay.
 * @param person whom the stream is for, as they are now; null when it may not go on
 */
export function recheckAtEnd(
  person: () => Person | null,
  stream: Readable,
  clock: Clock,
  recheck: () => void,
): void {
  let cancel = () => {};
  const wait = () => {
    const current = person();
    if (current === null) recheck();
    else if (current.guest !== null)
      cancel = clock.after(Math.min(current.guest.until - clock.now(), LOOK_AGAIN_MS), wait);
  };
  wait();
  stream.once('close', () => cancel());
}
