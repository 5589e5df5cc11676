// npm run bench -- photos: a page of photos over HTTP against a bare server of the same bytes, and what its parts cost.
import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Agent, createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';
import { fastify } from 'fastify';
import { createLog } from '../../src/core/log.js';
import { photoView } from '../../src/server/api/routes/photos.js';
import { PhotosPage } from '../../src/server/api/schemas/photos.js';
import { databasePath, openForWriting } from '../../src/store/database.js';
import { startApi } from '../../test/support/api/hub.js';
import { fillGallery } from '../../test/support/many-photos.js';
import { KEY } from '../../test/support/store.js';

const PAGE = 50;
const ROUNDS = 800;
const WARM_UP = 300;

const HELP = `npm run bench -- photos [--photos N] [--json]

Asks the API for ${PAGE} of N photos (default: 100000) and a bare node:http server for the same bytes, one after the other in
turn, each in a process of its own, and prints the medians; then what each part of the answer costs the processor.`;

const { values } = parseArgs({
  options: {
    photos: { type: 'string', default: '100000' },
    serve: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) console.log(HELP);
else if (values.serve === 'hub') await serveHub(Number(values.photos));
else if (values.serve === 'bare') await serveBare();
else await bench();

/** What the parent hears of the hub: where it listens, and the header that lets in. */
interface Ready {
  port: number;
  authorization: string;
}

/** Milliseconds of the processor for one request, and for one call of each of its parts. */
type Costs = Record<'request' | 'token' | 'query' | 'view' | 'schema' | 'tag' | 'compression', number>;

async function bench(): Promise<void> {
  const itself = fileURLToPath(import.meta.url);
  const children: ChildProcess[] = [];
  const start = (kind: string) => {
    const child = fork(itself, [`--serve=${kind}`, `--photos=${values.photos}`]);
    children.push(child);
    return child;
  };
  try {
    const hub = start('hub');
    const [{ port, authorization }] = (await once(hub, 'message')) as [Ready];
    const ask = client(port, `/photos?limit=${PAGE}`, { authorization });
    const body = await ask();
    const bare = start('bare');
    bare.send(body.toString());
    const [barePort] = (await once(bare, 'message')) as [number];
    const askBare = client(barePort, '/', {});
    const times = { hub: [] as number[], bare: [] as number[] };
    for (let round = -WARM_UP; round < ROUNDS; round += 1) {
      if (round === 0) hub.send('count');
      const [ofHub, ofBare] = [await elapsed(ask), await elapsed(askBare)];
      if (round < 0) continue;
      times.hub.push(ofHub);
      times.bare.push(ofBare);
    }
    hub.send(ROUNDS);
    const [costs] = (await once(hub, 'message')) as [Costs];
    report(body.length, { hub: median(times.hub), bare: median(times.bare) }, costs);
  } finally {
    for (const child of children) child.kill();
  }
}

async function serveHub(photos: number): Promise<void> {
  const ends: (() => unknown)[] = [];
  const teardown = (end: () => unknown) => void ends.push(end);
  process.once('SIGTERM', async () => {
    for (let end = ends.pop(); end; end = ends.pop()) await end();
    process.exit(0);
  });
  // The lines that a hub writes of each request, to nowhere.
  const log = createLog('info', { write: () => {} });
  const { app, store, directory, signedIn } = await startApi({ teardown }, {}, { log });
  const { token, sessionId } = await signedIn('owner');
  await store.addCamera('porch', 'Porch', KEY);
  const db = openForWriting(databasePath(directory));
  fillGallery(db, photos);
  db.close();
  await app.listen({ host: '127.0.0.1', port: 0 });
  const parts = await partsOf(store, () => {
    app.jwt.verify(token);
    store.user(store.session(sessionId)?.userId ?? 0);
  });
  let used = process.cpuUsage();
  process.on('message', (message) => {
    if (message === 'count') used = process.cpuUsage();
    else {
      const { user, system } = process.cpuUsage(used);
      process.send?.({ request: (user + system) / 1000 / Number(message), ...costsOf(parts) });
    }
  });
  process.send?.({ port: (app.server.address() as AddressInfo).port, authorization: `Bearer ${token}` });
}

type Parts = Record<Exclude<keyof Costs, 'request'>, () => unknown>;

/** The parts of an answer as calls of their own, with what each is given in a request. */
async function partsOf(
  store: Awaited<ReturnType<typeof startApi>>['store'],
  token: () => void,
): Promise<Parts> {
  const rows = () => store.photos({ limit: PAGE + 1, movement: 'without' });
  const read = rows().slice(0, PAGE);
  const view = () => ({ photos: read.map((row) => photoView(row, '')), next: 'after' });
  const page = view();
  const serialize = await serializer();
  const text = serialize(page);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 4 };
  return {
    token,
    query: rows,
    view,
    schema: () => serialize(page),
    tag: () => createHash('sha256').update(text).digest('base64url'),
    compression: () => brotliCompressSync(text, { params }),
  };
}

/** Writes a page as the API does. */
async function serializer(): Promise<(page: unknown) => string> {
  const app = fastify();
  app.get('/', { schema: { response: { 200: PhotosPage } } }, async (_, reply) => {
    write = reply.getSerializationFunction('200') as typeof write;
    return { photos: [], next: null };
  });
  let write = (_page: unknown): string => '';
  await app.inject('/');
  await app.close();
  return write;
}

function costsOf(parts: Parts): Omit<Costs, 'request'> {
  const cost = (work: () => unknown) => {
    for (let call = 0; call < WARM_UP; call += 1) work();
    const before = process.cpuUsage();
    for (let call = 0; call < ROUNDS; call += 1) work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000 / ROUNDS;
  };
  return Object.fromEntries(Object.entries(parts).map(([name, work]) => [name, cost(work)])) as never;
}

async function serveBare(): Promise<void> {
  const [text] = (await once(process, 'message')) as [string];
  const server = createServer((_, reply) => {
    reply.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.send?.((server.address() as AddressInfo).port);
}

/** Asks one server over one connection. */
function client(port: number, path: string, headers: Record<string, string>): () => Promise<Buffer> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return () =>
    new Promise((resolve, reject) => {
      get({ port, host: '127.0.0.1', path, headers, agent }, (answer) => {
        const chunks: Buffer[] = [];
        if (answer.statusCode !== 200) reject(new Error(`answered ${answer.statusCode}`));
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => resolve(Buffer.concat(chunks)));
      }).on('error', reject);
    });
}

async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

function median(numbers: number[]): number {
  return numbers.sort((a, b) => a - b)[numbers.length >> 1] ?? 0;
}

function report(bytes: number, times: { hub: number; bare: number }, costs: Costs): void {
  const { request, compression, ...parts } = costs;
  const ratio = times.hub / times.bare;
  const rest = request - Object.values(parts).reduce((sum, part) => sum + part, 0);
  if (values.json) {
    console.log(
      JSON.stringify({ photos: Number(values.photos), bytes, times, ratio, costs: { ...costs, rest } }),
    );
    return;
  }
  console.log(`${PAGE} of ${values.photos} photos, ${bytes} bytes, median of ${ROUNDS}, ${cpus()[0]?.model}`);
  console.log(`  the hub      ${times.hub.toFixed(2)} ms`);
  console.log(`  a bare one   ${times.bare.toFixed(2)} ms   ${ratio.toFixed(1)}x`);
  console.log(`of the processor for each request: ${request.toFixed(2)} ms`);
  for (const [name, part] of Object.entries({ ...parts, 'HTTP, hooks, log': rest }))
    console.log(
      `  ${name.padEnd(18)}${part.toFixed(3)} ms  ${((100 * part) / request).toFixed(0).padStart(3)}%`,
    );
  console.log(`and where the client takes brotli: ${compression.toFixed(3)} ms`);
}
