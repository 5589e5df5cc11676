import type { Routes } from '../http/routes.js';
import { BackupList, BackupStarted } from '../schemas/schedules.js';

const tags = ['hub'];
const config = { access: 'owner' } as const;

/** The hub's backups, as the API sees them. */
export interface BackupPort {
  /** Folder that they go into; null while none is set. */
  backupDirectory: string | null;
  backups(): Promise<{ folder: string; takenAt: number; photos: number; files: { bytes: number }[] }[]>;
  /** Begins one, unless one is being made. Refusal `backup-off`. */
  backUp(): void;
}

/** Routes that list backups and start one; for owners. */
export function backupRoutes(app: Routes, port: BackupPort): void {
  app.get(
    '/backups',
    { config, schema: { tags, summary: 'Backups that are there', response: { 200: BackupList } } },
    async () => ({
      directory: port.backupDirectory,
      backups: (await port.backups()).map(({ folder, takenAt, photos, files }) => ({
        folder,
        takenAt,
        photos,
        bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      })),
    }),
  );

  app.post(
    '/backups',
    {
      config,
      schema: {
        tags,
        summary: 'Make a backup now; GET /schedules tells how it went',
        response: { 202: BackupStarted },
      },
    },
    async (_request, reply) => {
      port.backUp();
      return reply.code(202).send({ running: true });
    },
  );
}
