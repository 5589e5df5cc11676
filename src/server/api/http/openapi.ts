import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify';
import { nameShapes } from '../schemas/components.js';
import { Problem } from '../schemas/problem.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route takes a multipart upload of one photo, or of several. */
    uploads?: 'one' | 'many';
  }
}

const failure = {
  description: 'What went wrong',
  content: { 'application/problem+json': { schema: Problem } },
};

/** SHA-256 of the one style sheet that a script of Swagger's page puts into it; everything else is a file of its own. */
const SCRIPTED_STYLE = "'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='";

const pagePolicy = `default-src 'none'; script-src 'self'; style-src 'self' ${SCRIPTED_STYLE}; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; frame-ancestors 'none'`;

/** Describes every route that has a schema: `/openapi.json`, and `/docs` to browse it. Call before the routes. */
export async function registerOpenApi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'PetCam hub',
        version,
        description: 'Best cuts of a pet camera. Times are milliseconds since 1970-01-01T00:00:00Z.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
          cookie: { type: 'apiKey', in: 'cookie', name: 'petcam_access' },
        },
      },
    },
    transform: ({ schema, url, route }) => ({ schema: withUpload(schema, route), url }),
    convertConstToEnum: false,
    transformObject: (made) =>
      nameShapes((made as Extract<typeof made, { openapiObject: unknown }>).openapiObject),
  });
}

/** The page and the document itself. Call after the routes, in a scope of their own. */
export async function openApiPages(app: FastifyInstance): Promise<void> {
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  await app.register(fastifySwaggerUi, {
    routePrefix: '/docs',
    staticCSP: pagePolicy,
    uiConfig: { url: '../openapi.json', deepLinking: true, validatorUrl: null },
  });
}

/** Adds what every route of the API shares to its description: its failures, and who may call it. */
export function describeAccess(route: RouteOptions): void {
  const access = route.config?.access ?? 'member';
  const schema = route.schema as FastifySchema;
  const signedIn = [{ bearer: [] }, { cookie: [] }];
  schema.security = access === 'open' ? [] : access === 'optional' ? [{}, ...signedIn] : signedIn;
  schema.response = { ...(schema.response as object), '4xx': failure, '5xx': failure };
}

function withUpload(schema: FastifySchema, { config }: RouteOptions): FastifySchema {
  if (!config?.uploads) return schema;
  const photo = { type: 'string', format: 'binary' };
  const properties =
    config.uploads === 'one'
      ? { photo }
      : { photos: { type: 'array', items: photo, minItems: 2, maxItems: 20 } };
  return { ...schema, body: { type: 'object', properties, required: Object.keys(properties) } };
}
