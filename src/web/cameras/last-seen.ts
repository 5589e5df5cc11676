import type { Camera } from '../api/types.js';
import type { Words } from '../i18n/en.js';
import type { Format } from '../i18n/format.js';

const MINUTE_MS = 60_000;

/** When a camera was seen last, `3 minutes ago`; one that is offline was never seen "now". Null for one that never was. */
export function sayLastSeen(
  { online, lastSeenAt }: Pick<Camera, 'online' | 'lastSeenAt'>,
  format: Format,
  words: Words,
  now: number,
): string | null {
  if (lastSeenAt === null) return null;
  return !online && now - lastSeenAt < MINUTE_MS ? words.cameras.momentAgo : format.ago(lastSeenAt, now);
}
