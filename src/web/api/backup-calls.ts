import { type AnswerOf, ask } from './client.js';

/** Folder of the nightly backups, null while none is set, and those that are there, the newest first. */
export type Backups = AnswerOf<'/backups', 'GET'>;

/** Reads where backups go, and which are there; for owners. */
export const getBackups = (): Promise<Backups> => ask('GET', '/backups');

/** Begins a backup; the list has it when it is done. */
export const beginBackup = () => ask('POST', '/backups');
