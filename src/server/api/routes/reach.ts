import { networkState } from '../../../core/network.js';
import { leadsIn, tunnelsOf, wayOf } from '../../../core/reach.js';
import type { HttpEndpoints } from '../http/endpoints.js';
import type { Routes } from '../http/routes.js';
import { LinksChange, Reach } from '../schemas/reach.js';

/** Collaborators of the routes that say how the hub is reached. */
export type ReachParts = Pick<HttpEndpoints, 'address' | 'links' | 'leadLinks' | 'tailscale'>;

/** Routes for the page "Away from home": what is reachable, by which way whoever asks came, and where links lead. */
export function reachRoutes(app: Routes, parts: ReachParts): void {
  app.get(
    '/hub/reach',
    {
      schema: {
        tags: ['hub'],
        summary: 'How the hub is reached, at home and away',
        response: { 200: Reach },
      },
    },
    async (request) => reachOf(request.ip, parts),
  );

  app.put(
    '/hub/links',
    {
      config: { access: 'owner' },
      schema: {
        tags: ['hub'],
        summary:
          'Have links, invitations and notifications lead to the address at home, or to that in Tailscale',
        body: LinksChange,
        response: { 200: Reach },
      },
    },
    async (request) => {
      await parts.leadLinks(request.body.links);
      return reachOf(request.ip, parts);
    },
  );
}

async function reachOf(client: string, parts: ReachParts): Promise<Reach> {
  const tailscale = await parts.tailscale();
  const network = networkState();
  const address = parts.address();
  return {
    address,
    links: parts.links(),
    tailscale,
    leadsIn: leadsIn(address),
    tunnels: tunnelsOf(network),
    way: wayOf(client, network),
  };
}
