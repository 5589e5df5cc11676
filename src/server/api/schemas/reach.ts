import { type Static, Type } from 'typebox';
import { Time } from './terms.js';

const Tailscale = Type.Object(
  {
    step: Type.Enum(['off', 'absent', 'signed-out', 'no-https', 'asking', 'refused', 'ready'], {
      description:
        '`off`: the settings leave it alone. `absent`: not installed. `signed-out`: not connected. `no-https`: its network gives no certificates. `asking`: one is on its way. `refused`: Tailscale gives this hub none. `ready`: the hub shows it.',
    }),
    address: Type.Union([Type.String(), Type.Null()], {
      description: 'Page of the hub under its name in Tailscale; null while it has none.',
    }),
    until: Type.Union([Time, Type.Null()], { description: 'End of the certificate.' }),
    reason: Type.Union([Type.String(), Type.Null()], { description: 'What Tailscale complained of last.' }),
  },
  { description: "The hub's name and certificate in Tailscale, where it runs on the hub." },
);

/** How the hub is reached, at home and away. */
export const Reach = Type.Object({
  address: Type.String({
    description: 'Where links, QR codes and invitations lead; PETCAM_PUBLIC_URL where it is set.',
  }),
  links: Type.Enum(['fixed', 'tailscale', 'home'], {
    description: 'Why they lead there: PETCAM_PUBLIC_URL, or the choice of an owner.',
  }),
  tailscale: Tailscale,
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

/** Body that has links lead elsewhere. */
export const LinksChange = Type.Object(
  { links: Type.Enum(['tailscale', 'home']) },
  { additionalProperties: false },
);
