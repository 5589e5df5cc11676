import { existsSync } from 'node:fs';
import { messageOf } from '../../core/errors.js';
import { databasePath } from '../../store/database.js';
import { asideBurstsOf } from '../../store/snapshot.js';
import type { AsideBurst } from '../../store/types.js';
import { type Finding, failure, fine, worry } from './finding.js';

/** Ways to have a burst that was set aside tried again. */
export const WAYS_TO_RETRY = 'in the settings of the page, or petcam-hub burst retry';

/** Bursts that were set aside, at least one, as a sentence with their reasons. */
export function sayAside(aside: readonly Pick<AsideBurst, 'id' | 'reason'>[]): string {
  const reasons = [...new Set(aside.map(({ reason }) => reason))].join(', ');
  const bursts = aside.length === 1 ? `burst ${aside[0]?.id} was` : `${aside.length} bursts were`;
  return `${bursts} set aside without a photo (${reasons})`;
}

/** Are there bursts that could not be made into a photo? Works beside a running hub. */
export function checkBurstsAside(directory: string): Finding {
  const file = databasePath(directory);
  if (!existsSync(file)) return fine('bursts', 'none yet');
  try {
    const aside = asideBurstsOf(file);
    if (aside.length === 0) return fine('bursts', 'none set aside');
    const advice = `Try again ${WAYS_TO_RETRY} --all. What it was: petcam-hub burst list.`;
    return worry('bursts', sayAside(aside), advice);
  } catch (error) {
    return failure('bursts', messageOf(error), 'See what is said of the database.');
  }
}
