import { type HealthIssue, messageOf } from '../core/errors.js';
import { listBackups } from '../services/backup/files.js';
import { wayBack } from '../services/backup/way-back.js';
import type { Store } from '../store/contract.js';

/** What the database cannot do, with the way back. */
export interface StorageHealth {
  troubles(): HealthIssue[];
  /** What to do about a damaged database, which backup included; refreshed behind each call. */
  wayBack(): string;
}

/** Codes of troubles that a restore heals. */
const HEALED_BY_RESTORE = new Set(['database-damaged']);

/** @param folder PETCAM_BACKUP_DIR, empty for none */
export async function watchStorageHealth(
  store: Pick<Store, 'storageTroubles'>,
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
    troubles: () =>
      store
        .storageTroubles()
        .map(({ code, text }) =>
          HEALED_BY_RESTORE.has(code) ? { code, text: `${text}: ${advice()}` } : { code, text },
        ),
    wayBack: advice,
  };
}

/** All that is said by several sources. One that cannot be read says so, and the others are heard all the same. */
export function gatherTroubles(sources: readonly (() => HealthIssue[])[]): () => HealthIssue[] {
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
