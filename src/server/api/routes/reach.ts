import { networkState } from '../../../core/network.js';
import { leadsIn, tunnelsOf, wayOf } from '../../../core/reach.js';
import type { Routes } from '../http/routes.js';
import { Reach } from '../schemas/reach.js';

/** Collaborators of the route that says how the hub is reached. */
export interface ReachParts {
  /** Page of the hub. */
  address: () => string;
}

/** Route for the page "Away from home": what is reachable, and by which way whoever asks came. */
export function reachRoutes(app: Routes, { address }: ReachParts): void {
  app.get(
    '/hub/reach',
    {
      schema: {
        tags: ['hub'],
        summary: 'How the hub is reached, at home and away',
        response: { 200: Reach },
      },
    },
    async (request): Promise<Reach> => {
      const network = networkState();
      const page = address();
      return {
        address: page,
        leadsIn: leadsIn(page),
        tunnels: tunnelsOf(network),
        way: wayOf(request.ip, network),
      };
    },
  );
}
