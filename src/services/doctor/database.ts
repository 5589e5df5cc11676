import { existsSync } from 'node:fs';
import { messageOf } from '../../core/errors.js';
import { databasePath } from '../../store/database.js';
import { checkDatabase, damagedImagesOf } from '../../store/snapshot.js';
import { type Finding, failure, fine, worry } from './finding.js';

/**
 * Is the database whole? Reads the structure of all of it (quick_check), which takes a minute for a large one. Works
 * beside a running hub. @param advice what to do about damage, which backup included
 */
export function checkDatabaseFile(directory: string, advice: string): Finding {
  const file = databasePath(directory);
  if (!existsSync(file)) return fine('database', 'not there yet');
  try {
    const [damage] = checkDatabase(file, { whole: false });
    if (damage !== undefined) return failure('database', `damaged: ${damage}`, advice);
    const images = damagedImagesOf(file);
    if (images === 0) return fine('database', 'whole');
    return worry(
      'database',
      `whole, but ${images} images in it are not what was stored, and are shown no more`,
      `The card may be failing: make a backup and replace it. Delete what you can do without, or ${advice}`,
    );
  } catch (error) {
    return failure('database', messageOf(error), advice);
  }
}
