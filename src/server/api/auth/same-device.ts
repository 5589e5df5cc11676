import type { SessionRow } from '../../../store/accounts.js';

/** The device that signs in, as far as it can be told from others. */
export interface SigningIn {
  /** What the client calls it, or its user agent. */
  device: string;
  address: string;
}

/**
 * Sign-ins of one device that were never refreshed, the new one included: an app and its widget may each have theirs,
 * and so may two phones of one make behind one address of the internet.
 */
const MOST_UNUSED = 5;

/** Sign-ins of one device that were refreshed, which a client that keeps its tokens does. */
const MOST_REFRESHED = 20;

/** Sign-ins of one person that were never refreshed, wherever they came from. */
const MOST_UNUSED_OF_PERSON = 100;

/** So many at once, so that the first sign-in after an update that finds thousands is as quick as any. */
const MOST_AT_ONCE = 200;

/**
 * Ids of sessions that a new one takes the place of. An app that signs in at each start, and forgets its tokens, leaves
 * one behind each time: of those with the same name from the same address only the newest stay. One that is refreshed is
 * somebody's who comes back, and stays longer.
 * @param open sessions of the person that have not ended, the last used first
 */
export function replacedBy({ device, address }: SigningIn, open: readonly SessionRow[]): number[] {
  const unused = open.filter(isUnused);
  const isSame = (session: SessionRow) => session.device === device && session.address === address;
  const beyond = [
    ...unused.filter(isSame).slice(MOST_UNUSED - 1),
    ...open.filter((session) => !isUnused(session) && isSame(session)).slice(MOST_REFRESHED - 1),
    ...unused.slice(MOST_UNUSED_OF_PERSON - 1),
  ];
  return [...new Set(beyond.map(({ id }) => id))].slice(-MOST_AT_ONCE);
}

const isUnused = ({ createdAt, lastUsedAt }: SessionRow) => lastUsedAt <= createdAt;
