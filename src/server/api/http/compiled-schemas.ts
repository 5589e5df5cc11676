import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import fastJsonStringify from 'fast-json-stringify';
import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify';
import type { TSchema } from 'typebox';

/**
 * Compiler of the answers: each schema becomes code once, however many routes, methods and status codes it describes.
 * Fastify's own compiles the one schema of failures twice for each route, and for each HEAD beside a GET, at every
 * start. No schema refers to another by a name, so a schema says the same everywhere.
 */
export const serializerOf: FastifySerializerCompiler<object> = ({ schema }) =>
  kept(serializers, schema, () => fastJsonStringify(schema));

/** Compiler of requests, which keeps the code of each schema like {@link serializerOf}; a body is not converted. */
export const validatorOf: FastifySchemaCompiler<TSchema> = (route) =>
  kept(route.httpPart === 'body' ? bodyValidators : validators, route.schema, () =>
    TypeBoxValidatorCompiler(route),
  );

type Serializer = ReturnType<FastifySerializerCompiler<object>>;
type Validator = ReturnType<FastifySchemaCompiler<TSchema>>;

const serializers = new WeakMap<object, Serializer>();
const validators = new WeakMap<object, Validator>();
const bodyValidators = new WeakMap<object, Validator>();

function kept<Code>(codes: WeakMap<object, Code>, schema: object, compile: () => Code): Code {
  const code = codes.get(schema) ?? compile();
  codes.set(schema, code);
  return code;
}
