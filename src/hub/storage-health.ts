import { type HealthIssue, messageOf } from '../core/errors.js';
import { listBackups } from '../services/backup/files.js';
import { wayBack } from '../services/backup/way-back.js';
import type { Store } from '../store/contract.js';
import type { Damage } from '../store/damage.js';

/** State of the database for health: its faults, each with the way back. */
export interface StorageHealth {
  issues(): HealthIssue[];
  /** Advice about a damaged database, the backup to restore included; refreshed behind each call. */
  wayBack(): string;
}

/** Codes of issues that a restore heals. */
const HEALED_BY_RESTORE = new Set(['database-damaged', 'images-damaged']);

/**
 * State of the database of a store, with what the backup folder holds.
 * @param folder PETCAM_BACKUP_DIR, empty for none
 */
export async function watchStorageHealth(
  store: Pick<Store, 'storageIssues' | 'damagedImages'>,
  folder: string,
): Promise<StorageHealth> {
  const look = async () => (folder === '' ? [] : await listBackups(folder).catch(() => []));
  let backups = await look();
  const advice = () => {
    void look().then((found) => {
      backups = found;
    });
    return wayBack(backups);
  };
  return {
    issues: () =>
      [...imageIssues(store), ...store.storageIssues()].map(({ code, text }) =>
        HEALED_BY_RESTORE.has(code)
          ? { code, text: `${text}${code === 'images-damaged' ? ' ' : ': '}${advice()}` }
          : { code, text },
      ),
    wayBack: advice,
  };
}

/** Named while it is known; a list that cannot be read is a failure of the database, which says so itself. */
function imageIssues(store: Pick<Damage, 'damagedImages'>): HealthIssue[] {
  const { count, photos } = readable(() => store.damagedImages());
  if (count === 0) return [];
  const which = photos.length === 0 ? '' : `, of the photos ${photos.join(', ')}`;
  const what = count === 1 ? 'an image is' : `${count} images are`;
  const text = `${what} not what was stored${which}: the disk may be failing. Such an image is kept and not shown. Delete what you can do without, or`;
  return [{ code: 'images-damaged', text }];
}

function readable(read: Damage['damagedImages']): ReturnType<Damage['damagedImages']> {
  try {
    return read();
  } catch {
    return { count: 0, photos: [] };
  }
}

/** All that is said by several sources. One that cannot be read says so, and the others are heard all the same. */
export function gatherIssues(sources: readonly (() => HealthIssue[])[]): () => HealthIssue[] {
  return () => sources.flatMap(heard);
}

function heard(source: () => HealthIssue[]): HealthIssue[] {
  try {
    return source();
  } catch (error) {
    return [
      { code: 'health-incomplete', text: `some of how the hub is cannot be read: ${messageOf(error)}` },
    ];
  }
}
