import { type AnswerOf, ask } from './client.js';

/** How the hub is reached, at home and away. */
export type Reach = AnswerOf<'/hub/reach', 'GET'>;

/** Asks how the hub is reached; the answer says by which way this very question came. */
export const getReach = (): Promise<Reach> => ask('GET', '/hub/reach');

/** Has links, invitations and notifications lead to the address in Tailscale, or to that at home; for owners. */
export const leadLinks = (links: 'tailscale' | 'home'): Promise<Reach> =>
  ask('PUT', '/hub/links', { body: { links } });
