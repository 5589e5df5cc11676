import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiRefusal } from './problems.js';

type Done = (error: Error | null, body?: unknown) => void;

/**
 * Sets how request bodies are read: JSON, also where a client calls it text/plain, and the form of `POST /token`. A
 * compressed body, or one of a type that an address does not take, is refused with what it takes (415).
 */
export function addBodyParsers(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  const readJson = (request: FastifyRequest, body: string, done: Done) => {
    if (needsNoBody(request)) done(null, undefined);
    else parseJson(request, body, done);
  };
  const readText = (request: FastifyRequest, body: string, done: Done) =>
    readJson(request, body, (error, value) => done(error && refusalOf(request), value));
  const readForm = async (_: unknown, body: string) => Object.fromEntries(new URLSearchParams(body));
  const asText = { parseAs: 'string' } as const;
  app.addContentTypeParser<string>('application/json', asText, readJson);
  app.addContentTypeParser<string>('text/plain', asText, readText);
  app.addContentTypeParser<string>('application/x-www-form-urlencoded', asText, readForm);
  app.addContentTypeParser('*', async (request: FastifyRequest) => {
    if (!request.is404 && !needsNoBody(request)) throw refusalOf(request);
  });
  app.addHook('preParsing', async (request) => refuseCompressed(request));
}

/** True where neither the address takes a body nor the request has one: clients name a type with every call. */
function needsNoBody(request: FastifyRequest): boolean {
  return !takesBody(request) && !hasBody(request);
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function takesBody(request: FastifyRequest): boolean {
  return request.routeOptions.schema?.body !== undefined;
}

/** Refusal `media-type` that names the types which the address of a request takes. */
function refusalOf(request: FastifyRequest): ApiRefusal {
  const { consumes = takesBody(request) ? ['application/json'] : [] } = request.routeOptions.schema ?? {};
  const taken = consumes.length === 0 ? 'no body' : consumes.join(' or ');
  return new ApiRefusal('media-type', `This address takes ${taken}, and no other content type.`);
}

/**
 * A compressed body would be read as broken JSON or a broken photo (RFC 9110, section 15.5.16).
 * @throws {ApiRefusal} `media-type`
 */
function refuseCompressed(request: FastifyRequest): void {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (request.is404 || !hasBody(request) || encoding.toLowerCase() === 'identity') return;
  throw new ApiRefusal(
    'media-type',
    'The hub takes no compressed bodies: send it without content-encoding.',
    {
      headers: { 'accept-encoding': 'identity' },
    },
  );
}
