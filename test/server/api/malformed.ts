import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { LightMyRequestResponse } from 'fastify';
import t from 'tap';
import { Contract } from '../../support/api/contract.js';
import { type Document, dereferenced, type Operation, type Schema } from '../../support/api/described.js';
import { startApi } from '../../support/api/hub.js';

/** `FUZZ_RUNS=100000 FUZZ_SEED=$RANDOM npx tap test/server/api/malformed.ts` looks further. */
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 5000);
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_123);
/** No answer for so long is a hang, on the busiest machine. */
const hangMs = 60_000;

const { app, photo, link, signedIn } = await startApi(t);
link.answer = () => ({ burst: 'b-1' });
const document: Document = dereferenced((await app.inject('/openapi.json')).json());
const contract = new Contract(document);

/** Words that have broken programs before. */
const hostileText = fc.constantFrom(
  ...['', '1', '-1', '0', '1e308', '-0', '0x1', 'NaN', 'null', 'true', '[object Object]', '9'.repeat(30)],
  ...['%00', '..%2f', '%', '../../etc/passwd', "' OR 1=1 --", '{{7*7}}', '\u0000', '\ud800', 'é'.repeat(500)],
);
const anyText = fc.oneof(hostileText, fc.string(), fc.string({ unit: 'binary' }));
const anything = fc.oneof(anyText, fc.jsonValue(), fc.double(), fc.integer());

/** What fits a schema, more or less: each place may hold something else. */
function nearly(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 4, arbitrary: fitting(schema) }, { weight: 1, arbitrary: anything });
}

function fitting(schema: Schema): fc.Arbitrary<unknown> {
  const { type, properties = {}, minimum = -10, maximum = 1000, minLength = 0, maxLength = 80 } = schema;
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(nearly));
  if (type === 'object') return objectLike(properties);
  if (type === 'array') return fc.array(nearly(schema.items ?? {}), { maxLength: 4 });
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer' || type === 'number')
    return fc.oneof(
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom(minimum, maximum, minimum - 1, maximum + 1),
    );
  if (type === 'string' && schema.pattern)
    return fc.oneof(fc.stringMatching(new RegExp(schema.pattern)), anyText);
  return fc.oneof(fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 80)) }), anyText);
}

/** Members that belong there, some missing, and now and then some that do not. */
function objectLike(properties: Record<string, Schema>): fc.Arbitrary<unknown> {
  const own = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, nearly(schema)]));
  const strays = fc.dictionary(fc.constantFrom('__proto__', 'constructor', 'toString', 'extra'), anything, {
    maxKeys: 1,
  });
  const [members, stray] = [fc.record(own, { requiredKeys: [] }), fc.oneof(fc.constant({}), strays)];
  return fc.tuple(members, stray).map(([some, other]) => ({ ...some, ...other }));
}

const oddHeaders = fc.record(
  {
    range: fc.constantFrom('bytes=0-', 'bytes=-1', 'bytes=5-1', 'bytes=999999999999999999999-', 'x'),
    'if-none-match': fc.constantFrom('*', '"', 'W/"x"', ','),
    'if-range': fc.constantFrom('"x"', 'Mon, 01 Jan 2026 00:00:00 GMT'),
    'accept-encoding': fc.constantFrom('br', 'gzip;q=x', '*'),
    'last-event-id': fc.constantFrom('-1', '1e9', '', '5'),
    'idempotency-key': fc.constantFrom('', 'a', 'x'.repeat(200)),
    'x-forwarded-for': fc.constantFrom('::1', 'x, y'),
    cookie: fc.constantFrom('petcam_access=x', '=', 'a=%', 'petcam_refresh=é'),
  },
  { requiredKeys: [] },
);
const bodyTypes = fc.constantFrom(
  ...[
    'application/json',
    'application/json',
    'application/json; charset=x',
    'application/x-www-form-urlencoded',
  ],
  ...['multipart/form-data', 'multipart/form-data; boundary=x', 'image/jpeg', 'text/plain', ''],
);

interface Attempt {
  method: string;
  url: string;
  headers: Record<string, string>;
  payload: string | undefined;
  signed: boolean;
}

function attemptsOf(
  method: string,
  path: string,
  { parameters = [], requestBody }: Operation,
): fc.Arbitrary<Attempt> {
  const valuesIn = (where: string) =>
    fc.record(
      Object.fromEntries(
        parameters.filter((each) => each.in === where).map(({ name, schema }) => [name, nearly(schema)]),
      ),
      { requiredKeys: where === 'path' ? undefined : [] } as never,
    );
  const schema = Object.values(requestBody?.content ?? {})[0]?.schema ?? {};
  const bodies = fc.oneof(
    { weight: 6, arbitrary: nearly(schema).map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: anyText },
    {
      weight: 1,
      arbitrary: fc.constantFrom('{', '['.repeat(300), '{"a":1', '--x\r\n\r\n--x--', '--x--'),
    },
  );
  return fc
    .record({
      path: valuesIn('path'),
      query: valuesIn('query'),
      headers: oddHeaders,
      type: bodyTypes,
      body: bodies,
      signed: fc.integer({ min: 0, max: 9 }).map((dice) => dice > 0),
    })
    .map(({ path: values, query, headers, type, body, signed }) => ({
      method: method.toUpperCase(),
      url: addressOf(path, values as Record<string, unknown>, query as Record<string, unknown>),
      headers: method === 'get' ? headers : { ...headers, 'content-type': type },
      payload: method === 'get' ? undefined : body,
      signed,
    })) as fc.Arbitrary<Attempt>;
}

function addressOf(path: string, values: Record<string, unknown>, query: Record<string, unknown>): string {
  // A lone surrogate is no text that an address could hold, and some odd objects cannot be made into any.
  const words = (value: unknown) =>
    typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
  const text = (value: unknown) => Buffer.from(words(value)).toString();
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(text(values[name])));
  return `${filled}?${new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, text(value)]))}`;
}

let owner = (await signedIn('owner')).headers;

/** Sends an attempt. What never ends by nature (events, a live view) is left as soon as it has begun. */
async function send({ method, url, headers, payload, signed }: Attempt) {
  const response = await app.inject({
    method: method as 'GET',
    url,
    headers: { ...headers, ...(signed ? owner : {}) },
    ...(payload === undefined ? {} : { payload }),
    payloadAsStream: true,
  });
  const endless = /event-stream|x-mixed-replace/.test(String(response.headers['content-type']));
  if (!endless) return { response, body: await read(response) };
  response.stream().destroy();
  return { response, body: '' };
}

async function read(response: LightMyRequestResponse): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response.stream()) chunks.push(Buffer.from(chunk));
  const unpack = unpackers[String(response.headers['content-encoding'] ?? 'identity')];
  return unpack?.(Buffer.concat(chunks)).toString() ?? 'packed in a way that nobody asked for';
}

const unpackers: Record<string, (bytes: Buffer) => Buffer> = {
  identity: (bytes) => bytes,
  br: (bytes) => brotliDecompressSync(bytes),
  gzip: (bytes) => gunzipSync(bytes),
};

function faultOf(attempt: Attempt, status: number, type: string, body: string): string | null {
  if (status >= 500 && !/"code":"(hub-busy|listeners-full|viewers-full)"/.test(body))
    return `${status} ${body}`;
  if (/\n\s+at |node_modules|\.ts:\d|\/src\//.test(body)) return `shows where it failed: ${body}`;
  if (status >= 400 && type !== 'application/problem+json') return `refuses with ${type}`;
  const { pathname } = new URL(attempt.url, 'http://hub');
  return contract.fault({ ...attempt, url: pathname, status, type, body });
}

t.test(
  'nothing that a stranger sends makes the hub fail, hang, or answer otherwise than described',
  async (t) => {
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => attemptsOf(method, path, operation)),
    );
    t.ok(operations.length > 30);
    await photo();
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(fc.oneof(...operations), async (attempt) => {
        const { response, body } = await within(send(attempt));
        const { statusCode, headers } = response;
        statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
        const fault = faultOf(
          attempt,
          statusCode,
          String(headers['content-type'] ?? '').split(';')[0] ?? '',
          body,
        );
        if (attempt.signed && statusCode === 401) owner = (await signedIn('owner')).headers;
        if (fault !== null) throw new Error(fault);
      }),
      { seed, numRuns, endOnFailure: true },
    );
    t.comment(JSON.stringify([...statuses].sort()));
    t.ok(
      (statuses.get(400) ?? 0) > numRuns / 20 && (statuses.get(200) ?? 0) > numRuns / 50,
      'near misses and hits',
    );
    t.equal((await app.inject('/health')).statusCode, 200, 'and it goes on');
  },
);

/** Rejects when there is no answer. */
function within<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  const hang = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('it hangs')), hangMs);
  });
  return Promise.race([answer, hang]).finally(() => clearTimeout(timer));
}
