import type { Routes } from '../http/routes.js';
import { SyncState } from '../schemas/sync.js';

/** How sending to the owner's own storage goes; null where nothing is sent. */
export type SyncReport = () => Omit<SyncState, 'enabled'> | null;

const OFF = {
  enabled: false,
  scope: null,
  sent: 0,
  sentBytes: 0,
  waiting: 0,
  aside: 0,
  list: null,
  trouble: null,
};

/** Route of the state of the sync to the owner's own storage; for owners. */
export function syncRoutes(app: Routes, report: SyncReport): void {
  app.get(
    '/sync',
    {
      config: { access: 'owner' },
      schema: {
        tags: ['hub'],
        summary: "How sending to the owner's own storage goes",
        response: { 200: SyncState },
      },
    },
    async (): Promise<SyncState> => {
      const state = report();
      return state ? { enabled: true, ...state } : OFF;
    },
  );
}
