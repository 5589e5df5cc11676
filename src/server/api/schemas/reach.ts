import { type Static, Type } from 'typebox';

/** How the hub is reached, at home and away. */
export const Reach = Type.Object({
  address: Type.String({
    description: 'Where links, QR codes and invitations lead; PETCAM_PUBLIC_URL where it is set.',
  }),
  leadsIn: Type.Boolean({ description: 'True when that can be opened from outside the home.' }),
  tunnels: Type.Array(
    Type.Object({
      kind: Type.Enum(['tailscale', 'wireguard']),
      interface: Type.String(),
      address: Type.String({ description: "The hub's address in it." }),
    }),
    { description: 'What runs on the hub and leads in without an open port at the router.' },
  ),
  way: Type.Enum(['home', 'tailscale', 'wireguard', 'machine', 'elsewhere'], {
    description: 'The way by which this very request came.',
  }),
});
/** Value that the schema `Reach` describes. */
export type Reach = Static<typeof Reach>;
