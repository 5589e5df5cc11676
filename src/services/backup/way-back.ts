import type { Backup } from './files.js';

/**
 * Advice about a database that is damaged, as one clause that ends without a full stop.
 * @param backups of the backup folder, the newest first
 */
export function wayBack(backups: readonly Pick<Backup, 'folder' | 'takenAt'>[]): string {
  const [newest] = backups;
  const keep = 'What is there is put aside, not deleted';
  if (newest)
    return `stop the hub and put the newest backup back, of ${new Date(newest.takenAt).toISOString().slice(0, 16).replace('T', ' ')} UTC: petcam-hub restore ${newest.folder} --force. ${keep}`;
  return `no backup is known here: stop the hub, copy its whole data directory away, then put a backup from elsewhere in its place: petcam-hub restore DIR --force. ${keep}`;
}
