import type { FastifyRequest } from 'fastify';
import { isLoopback } from '../../../core/address.js';
import { sameSecret } from '../auth/secrets.js';
import { ApiRefusal } from '../http/problems.js';
import { bytesOf, type Routes } from '../http/routes.js';

/** Metrics as Prometheus scrapes them, and the token that the scraper needs. */
export interface MetricsSource {
  /** The bearer token of the scraper; null for this machine alone. */
  token: string | null;
  read(): Promise<{ contentType: string; text: string }>;
}

/** `GET /metrics`: with its own token, or from this machine. */
export function metricsRoutes(app: Routes, source: MetricsSource): void {
  app.get(
    '/metrics',
    {
      config: { access: 'open' },
      logLevel: 'warn',
      schema: {
        tags: ['hub'],
        summary: 'For Prometheus; with the token of PETCAM_METRICS_TOKEN_FILE, or from this machine',
        response: { 200: bytesOf('The text format of Prometheus', 'text/plain') },
      },
    },
    async (request, reply) => {
      if (!mayScrape(request, source.token)) throw notAllowed();
      const { contentType, text } = await source.read();
      return reply.type(contentType).send(Buffer.from(text));
    },
  );
}

/** Behind a proxy everybody seems to come from this machine: what was forwarded needs a token. */
function mayScrape(request: FastifyRequest, token: string | null): boolean {
  if (token !== null) return sameSecret(request.headers.authorization ?? '', `Bearer ${token}`);
  const forwarded = request.headers['x-forwarded-for'] ?? request.headers.forwarded;
  return isLoopback(request.socket.remoteAddress) && forwarded === undefined;
}

function notAllowed(): ApiRefusal {
  return new ApiRefusal('not-signed-in', 'Metrics need their own token, or come from this machine.', {
    headers: { 'www-authenticate': 'Bearer' },
  });
}
