import type { SecurityEvents } from '../../../store/security-events.js';
import type { Routes } from '../http/routes.js';
import { SecurityEventList, SecurityEventQuery } from '../schemas/security.js';

const PAGE = 50;

/** Security events of the hub: for owners. */
export function securityEventRoutes(app: Routes, store: Pick<SecurityEvents, 'securityEvents'>): void {
  app.get(
    '/security-events',
    {
      config: { access: 'owner' },
      schema: {
        tags: ['people'],
        summary: 'Sign-ins, lock-outs, keys and passwords: newest first, of the last 2,000',
        querystring: SecurityEventQuery,
        response: { 200: SecurityEventList },
      },
    },
    async ({ query }) => ({ events: store.securityEvents(query.limit ?? PAGE, query.before) }),
  );
}
