import { type AnswerOf, ask } from './client.js';

/** Folder of the nightly backups, null while none is set, and those that are there, the newest first. */
export type Backups = AnswerOf<'/backups', 'GET'>;

/** Reads where backups go, and which are there; for owners. */
export const getBackups = (): Promise<Backups> => ask('GET', '/backups');

/** Begins a backup; the list has it when it is done. */
export const beginBackup = () => ask('POST', '/backups');

/** True where photos are copied elsewhere: backups are made by the clock, or photos are sent to storage of the owner's. */
export async function isBackedUp(): Promise<boolean> {
  // Not the list of backups: to read it wakes a disk that may sleep.
  const [{ jobs }, sync] = await Promise.all([ask('GET', '/schedules'), ask('GET', '/sync')]);
  return sync.enabled || jobs.some(({ name, nextAt }) => name === 'backup' && nextAt !== null);
}
