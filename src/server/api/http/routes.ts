import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import { type TSchema, Type } from 'typebox';

/** Fastify instance, typed by the schemas, that a file of routes adds its routes to. */
export type Routes = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** An answer without a body. */
export const Nothing = Type.Null({ description: 'Done; no body.' });

/** An answer of bytes, by the media types it may have. */
export function bytesOf(description: string, ...types: string[]) {
  const schema = Type.String({ format: 'binary' });
  const content: Record<string, { schema: TSchema }> = {};
  for (const type of types) content[type] = { schema };
  return { description, content };
}
