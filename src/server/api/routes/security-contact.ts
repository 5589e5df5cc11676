import type { Clock } from '../../../core/clock.js';
import type { Routes } from '../http/routes.js';

/** Collaborators of the route that says whom to tell of a weakness. */
export interface SecurityContactParts {
  /** A URL (`mailto:`, `https:`, `tel:`), or empty for no such file. */
  contact: string;
  clock: Pick<Clock, 'now'>;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Days for which a reader may take the file to be true; it is made anew for everyone who asks. */
const VALID_DAYS = 90;

/** The file `security.txt` of RFC 9116. */
export function securityContactRoutes(app: Routes, { contact, clock }: SecurityContactParts): void {
  if (contact === '') return;
  app.get(
    '/.well-known/security.txt',
    { config: { access: 'open' }, schema: { hide: true } as object },
    async (_request, reply) =>
      reply.type('text/plain; charset=utf-8').send(Buffer.from(securityText(contact, clock.now()))),
  );
}

function securityText(contact: string, now: number): string {
  const expires = new Date(now + VALID_DAYS * DAY_MS).toISOString().slice(0, 10);
  return `Contact: ${contact}\nExpires: ${expires}T00:00:00Z\n`;
}
