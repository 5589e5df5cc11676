/** HTTP server in place of a storage: keeps objects in memory, or answers whatever a test has it answer. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Test } from 'tap';

/** One answer. `date` false leaves the server's time out. */
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

export interface Asked {
  method: string;
  /** With its query. */
  path: string;
  bytes: Buffer;
}

export interface BucketStandIn {
  /** With the bucket as its path. */
  url: string;
  origin: string;
  asked: Asked[];
  objects: Map<string, Buffer>;
  /** Answers in place of the storage; null where the storage answers. */
  answer: (asked: Asked) => Answer | null;
  /** Mark of an object; the MD5 in quotes unless a test has another. */
  etagOf: (bytes: Buffer) => string;
}

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');

export async function startBucketStandIn(t: Test): Promise<BucketStandIn> {
  const standIn: BucketStandIn = {
    url: '',
    origin: '',
    asked: [],
    objects: new Map(),
    answer: () => null,
    etagOf: (bytes) => `"${md5(bytes)}"`,
  };
  const server = createServer((request, response) => void serve(standIn, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  standIn.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  standIn.url = `${standIn.origin}/photos`;
  t.teardown(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  );
  return standIn;
}

async function serve(standIn: BucketStandIn, request: IncomingMessage, response: ServerResponse) {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const asked = { method: request.method ?? '', path: request.url ?? '', bytes: Buffer.concat(parts) };
  standIn.asked.push(asked);
  const special = standIn.answer(asked);
  if (special) {
    response.writeHead(special.status, special.headers);
    response.end(special.body);
  } else store(standIn, asked, response);
}

function store({ objects, etagOf }: BucketStandIn, { method, path, bytes }: Asked, response: ServerResponse) {
  const { pathname, searchParams } = new URL(path, 'http://storage');
  const key = pathname.replace('/photos/', '');
  if (searchParams.has('list-type')) {
    const prefix = searchParams.get('prefix') ?? '';
    const entries = [...objects].filter(([name]) => name.startsWith(prefix));
    const contents = entries.map(
      ([name, held]) =>
        `<Contents><Key>${name}</Key><ETag>${etagOf(held).replaceAll('"', '&quot;')}</ETag><Size>${held.length}</Size></Contents>`,
    );
    response.writeHead(200, { 'content-type': 'application/xml' });
    response.end(`<ListBucketResult><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`);
    return;
  }
  if (method === 'PUT') objects.set(key, bytes);
  const held = objects.get(key);
  if (method === 'DELETE') objects.delete(key);
  const status = method === 'DELETE' ? 204 : held ? 200 : 404;
  response.writeHead(status, held && status === 200 ? { etag: etagOf(held) } : {});
  response.end(method === 'GET' && held ? held : undefined);
}
