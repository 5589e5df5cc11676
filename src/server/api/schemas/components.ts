import * as accounts from './accounts.js';
import * as activity from './activity.js';
import * as bursts from './bursts.js';
import * as cameras from './cameras.js';
import * as events from './events.js';
import * as films from './films.js';
import * as firmware from './firmware.js';
import * as health from './health.js';
import * as highlights from './highlights.js';
import * as memories from './memories.js';
import * as moments from './moments.js';
import * as movement from './movement.js';
import * as notifications from './notifications.js';
import * as pairing from './pairing.js';
import * as pets from './pets.js';
import * as photos from './photos.js';
import * as problem from './problem.js';
import * as schedules from './schedules.js';
import * as shareLinks from './share-links.js';
import * as sync from './sync.js';
import * as terms from './terms.js';
import * as tools from './tools.js';

/** Every shape of the API that has a name in docs/API.md. A new file of schemas is a line here. */
const shapes = Object.entries({
  ...terms,
  ...accounts,
  ...activity,
  ...bursts,
  ...cameras,
  ...events,
  ...films,
  ...firmware,
  ...health,
  ...highlights,
  ...memories,
  ...moments,
  ...movement,
  ...notifications,
  ...pairing,
  ...pets,
  ...photos,
  ...problem,
  ...schedules,
  ...shareLinks,
  ...sync,
  ...tools,
} as Record<string, Shape>).filter(([name, shape]) => isShape(shape) && !/(Query|Path)$/.test(name));

interface Shape {
  type?: string;
  properties?: object;
  anyOf?: Shape[];
}

/** An object, or a choice of objects. */
function isShape({ type, properties, anyOf }: Shape): boolean {
  return Array.isArray(anyOf) ? anyOf.every(isShape) : type === 'object' && properties !== undefined;
}

/**
 * Says each shape once, under `components`, and refers to it wherever it is used: who makes a client of the document
 * gets a `Photo` instead of a nameless object in every answer. Events are in no answer's schema, but in there too.
 */
export function nameShapes<T extends { components?: object }>(document: T): T {
  const plain = shapes.map(([name, schema]) => [name, asDescribed(schema)] as const);
  const names = new Map(plain.map(([name, schema]) => [JSON.stringify(schema), name]));
  const schemas = Object.fromEntries(plain.map(([name, schema]) => [name, referring(schema, names, name)]));
  const named = referring(document, names, null) as T;
  return { ...named, components: { ...document.components, schemas } };
}

/** A schema as the document has it: a record's one pattern, which fits every name, is the rule for all properties. */
function asDescribed(schema: object): unknown {
  return JSON.parse(JSON.stringify(schema), (_key, value) => {
    if (!value?.patternProperties) return value;
    const { patternProperties, ...rest } = value;
    return { ...rest, additionalProperties: Object.values(patternProperties)[0] };
  });
}

/** Copy of a value with every shape that has a name replaced by a reference, except the one of `own` itself. */
function referring(value: unknown, names: Map<string, string>, own: string | null): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const name = isShape(value) ? names.get(JSON.stringify(value)) : undefined;
  if (name !== undefined && name !== own) return { $ref: `#/components/schemas/${name}` };
  if (Array.isArray(value)) return value.map((item) => referring(item, names, null));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, referring(item, names, null)]));
}
