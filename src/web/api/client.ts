import { call, type Method } from './http.js';
import type { paths } from './schema.js';

/**
 * The hub's API as its OpenAPI document describes it: `schema.d.ts` is made of that document, so a path, parameter or
 * member that the hub does not have fails the typecheck.
 */

type Described<P extends keyof paths, M extends Method> = paths[P][Lowercase<M>];

/** Paths that know a method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: Described<P, M> extends { responses: unknown } ? P : never;
}[keyof paths];

type Parameters<O, Kind extends 'path' | 'query'> = O extends { parameters: Record<Kind, infer T> }
  ? { [K in Kind]: T }
  : O extends { parameters: { [K in Kind]?: infer T } }
    ? [NonNullable<T>] extends [never]
      ? unknown
      : { [K in Kind]?: T }
    : unknown;

type Body<O> = O extends { requestBody: { content: { 'application/json': infer T } } }
  ? { body: T }
  : O extends { requestBody?: { content: { 'application/json': infer T } } }
    ? { body?: T }
    : unknown;

/** Values that a call needs besides its path: those in the path, the query, the body. */
export type ApiRequest<P extends keyof paths, M extends Method> = Parameters<Described<P, M>, 'path'> &
  Parameters<Described<P, M>, 'query'> &
  Body<Described<P, M>>;

type Json<R> = R extends { content: { 'application/json': infer T } } ? T : undefined;

/** Answer of a call when it succeeds. */
export type AnswerOf<P extends keyof paths, M extends Method> =
  Described<P, M> extends { responses: infer R } ? Json<R[keyof R & (200 | 201 | 202 | 204)]> : never;

type Arguments<W> = Record<never, never> extends W ? [request?: W] : [request: W];

/**
 * One call of the API, for instance `ask('GET', '/photos/{id}', { path: { id: 12 } })`.
 * @throws ApiProblem when the hub refuses, Unreachable when it does not answer
 */
export function ask<M extends Method, P extends PathOf<M>>(
  method: M,
  path: P,
  ...[request]: Arguments<ApiRequest<P, M>>
): Promise<AnswerOf<P, M>> {
  const given = (request ?? {}) as { path?: Values; query?: Values; body?: unknown };
  return call<AnswerOf<P, M>>(method, addressOf(path, given.path, given.query), given.body);
}

type Values = Record<string, string | number | boolean | undefined>;

/** The address with its values filled in; values that are undefined are left out of the query. */
export function addressOf(path: string, values: Values = {}, query: Values = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])));
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return search.size > 0 ? `${filled}?${search}` : filled;
}
