import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { wordsOfFingerprint } from '../../tls/fingerprint-words.js';
import type { AuthorityCertificate } from '../../tls/types.js';
import { ApiRefusal } from '../http/problems.js';
import { bytesOf, type Routes } from '../http/routes.js';
import { type Fingerprint, renderTrustPage, trustScript, trustStyle } from './trust-page.js';
import { trustLanguage } from './trust-words.js';

/** Collaborators of the routes for trusting the hub. */
export interface TrustParts {
  /** Certificate that devices have to trust; null when the owner's certificate is in use, or none. */
  authority: AuthorityCertificate | null;
  secureOrigin: (hostname: string) => string | null;
}

const config = { access: 'open', plain: true } as const;
const tags = ['trust'];
const LanguageQuery = Type.Object({
  lang: Type.Optional(Type.Enum(['en', 'ko'])),
  open: Type.Optional(
    Type.String({ maxLength: 0, description: 'Go on to the hub when the device trusts it.' }),
  ),
});

/** How a device comes to trust the hub: the one part that the network may see without TLS. */
export function trustRoutes(app: Routes, parts: TrustParts): void {
  page(app, parts);
  certificate(app, parts.authority);
  file(app, '/trust/page.css', 'text/css; charset=utf-8', trustStyle);
  file(app, '/trust/page.js', 'text/javascript; charset=utf-8', trustScript);
}

function page(app: Routes, { authority, secureOrigin }: TrustParts): void {
  let fingerprint: Promise<Fingerprint> | null = null;
  app.get(
    '/trust',
    {
      config,
      schema: {
        tags,
        summary: 'A page that explains how a device trusts this hub',
        querystring: LanguageQuery,
        response: { 200: bytesOf('The page, in English or Korean', 'text/html') },
      },
    },
    async (request, reply) => {
      const origin = secureOrigin(request.hostname);
      if (authority) fingerprint ??= inWords(authority);
      const html = renderTrustPage({
        language: trustLanguage(request.query.lang, request.headers['accept-language']),
        secureOrigin: origin,
        fingerprint: await fingerprint,
      });
      reply.header('content-security-policy', pagePolicy(origin)).header('vary', 'accept-language');
      return send(reply, 'text/html; charset=utf-8', html);
    },
  );
}

/** Its words take some 50 ms to make: once. */
async function inWords({ fingerprint }: AuthorityCertificate): Promise<Fingerprint> {
  return { hex: fingerprint, words: await wordsOfFingerprint(fingerprint) };
}

function certificate(app: Routes, authority: AuthorityCertificate | null): void {
  const offer = (
    path: string,
    type: string,
    body: (authority: AuthorityCertificate) => string | Uint8Array,
  ) =>
    app.get(
      path,
      {
        config,
        schema: {
          tags,
          summary: 'The certificate of the hub’s own authority',
          response: { 200: bytesOf('The certificate', type) },
        },
      },
      async (_request, reply) => {
        if (!authority)
          throw new ApiRefusal('not-found', 'This hub has no certificate authority of its own.');
        return send(reply, type, body(authority));
      },
    );
  // The type by which phones know a certificate to install (RFC 2585 names another, which they do not take).
  offer('/trust/petcam-hub.crt', 'application/x-x509-ca-cert', ({ der }) => Buffer.from(der));
  offer('/trust/petcam-hub.pem', 'application/x-pem-file', ({ pem }) => pem);
}

function file(app: Routes, path: string, type: string, text: string): void {
  app.get(path, { config, schema: { hide: true } as object }, async (_request, reply) =>
    // The page asks for it from the address without TLS, to learn whether the device trusts this one.
    send(reply.header('cross-origin-resource-policy', 'cross-origin'), type, text),
  );
}

/** Past the serializer: the schema of bytes describes them, and would quote them as JSON. */
function send(reply: FastifyReply, type: string, body: string | Uint8Array): FastifyReply {
  return reply.type(type).send(typeof body === 'string' ? Buffer.from(body) : body);
}

/** The page asks the hub over TLS whether this device trusts it, and loads nothing else from elsewhere. */
function pagePolicy(origin: string | null): string {
  const connect = origin === null ? "'self'" : `'self' ${origin}`;
  return `default-src 'none'; script-src 'self'; style-src 'self'; connect-src ${connect}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}
