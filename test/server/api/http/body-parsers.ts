/** What the clients of the older product, which was a FastAPI server, put on the wire. */
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { startApi } from '../../../support/api/hub.js';
import { quickHash } from '../../../support/quick-password.js';

const { app, store, link, vision, photo, signedIn } = await startApi(t);
const password = 'a long password';
await store.registerFirstOwner({ name: 'Mina', passwordHash: await quickHash(password) });
const { token } = await signedIn('owner');
const id = await photo();
link.answer = () => ({ burst: 'b-1' });
await app.listen({ port: 0, host: '127.0.0.1' });
const { port } = app.server.address() as AddressInfo;

interface Wire {
  /** Method and address. */
  line: string;
  headers: string[];
  body?: string | Buffer;
}

/** Sends these bytes and no others, and reads the answer. */
async function send({ line, headers, body = '' }: Wire) {
  const socket = connect(port, '127.0.0.1');
  const head = [`${line} HTTP/1.1`, 'host: hub', 'connection: close', `authorization: Bearer ${token}`];
  socket.write(
    Buffer.concat([Buffer.from(`${[...head, ...headers].join('\r\n')}\r\n\r\n`), Buffer.from(body)]),
  );
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk) => {
    text += chunk;
  });
  await once(socket, 'end');
  const [answerHead = '', content = ''] = text.split('\r\n\r\n');
  const status = Number(answerHead.split(' ')[1]);
  return { status, head: answerHead, problem: status >= 400 ? JSON.parse(content) : {} };
}

const lengthOf = (body: string | Buffer) => `Content-Length: ${Buffer.byteLength(body)}`;

/** A request with a body whose length is said. */
function withBody(line: string, type: string, body: string | Buffer, more: string[] = []): Wire {
  return { line, headers: [`Content-Type: ${type}`, lengthOf(body), ...more], body };
}

/** A multipart request of parts, each with its own header lines. */
function withParts(line: string, boundary: string, parts: [headers: string[], content: string][]): Wire {
  const body = parts.map(
    ([headers, content]) => `--${boundary}\r\n${headers.join('\r\n')}\r\n\r\n${content}\r\n`,
  );
  return withBody(line, `multipart/form-data; boundary=${boundary}`, `${body.join('')}--${boundary}--\r\n`);
}

const json = JSON.stringify({ username: 'mina', password });
const form = new URLSearchParams({ username: 'mina', password }).toString();
const dartBoundary = 'dart-http-boundary-Q.g+1sFVh_7i9KTDW-pNfIVHD0k5QZ+AIvBFhtJlqrxK4IMzZ1h';
const plainPart = (name: string, value: string): [string[], string] => [
  ['Content-Type: text/plain; charset=utf-8', `Content-Disposition: form-data; name="${name}"`],
  value,
];
const photoPart = (name: string, ...more: string[]): [string[], string] => [
  [`content-disposition: form-data; name="${name}"`, ...more],
  'x'.repeat(1000),
];

const taken: [client: string, wire: Wire, status: number][] = [
  [
    'requests deletes, with a type and a length of 0',
    { line: 'DELETE /sessions', headers: ['Content-Type: application/json', 'Content-Length: 0'] },
    200,
  ],
  [
    'Dart deletes, with a type and no length',
    { line: 'DELETE /sessions', headers: ['content-type: application/json; charset=utf-8'] },
    200,
  ],
  [
    'Dart deletes with an empty string',
    { line: 'DELETE /sessions', headers: ['content-type: text/plain; charset=utf-8', 'content-length: 0'] },
    200,
  ],
  [
    'aiohttp posts nothing and calls it bytes',
    {
      line: 'POST /cameras/porch/capture',
      headers: ['Content-Length: 0', 'Content-Type: application/octet-stream'],
    },
    202,
  ],
  [
    'aiohttp signs in with a multipart form',
    withParts('POST /token', '0c8a2f0b7d5c4f6c9a3f1f3c2b1a0d9e', [
      plainPart('grant_type', 'password'),
      plainPart('username', 'mina'),
      plainPart('password', password),
    ]),
    200,
  ],
  [
    'Dart signs in with a MultipartRequest',
    withParts('POST /token', dartBoundary, [
      [['content-disposition: form-data; name="username"'], 'mina'],
      [['content-disposition: form-data; name="password"'], password],
    ]),
    200,
  ],
  [
    'requests signs in with every field of OAuth2, most of them empty',
    withBody(
      'POST /token',
      'application/x-www-form-urlencoded',
      `grant_type=&${form}&scope=&client_id=&client_secret=`,
    ),
    200,
  ],
  ['JSON in a text', withBody('POST /token', 'text/plain; charset=utf-8', json), 200],
  ['a slash at the end of a form', withBody('POST /token/', 'application/x-www-form-urlencoded', form), 200],
  ['a slash at the end of a list', { line: 'GET /photos/?limit=1', headers: [] }, 200],
  ['a slash at the end of a photo', { line: `GET /photos/${id}/`, headers: [] }, 200],
  ['a content encoding without content', { line: 'GET /me', headers: ['content-encoding: gzip'] }, 200],
  [
    'a content encoding that is none',
    withBody('POST /token', 'application/json', json, ['content-encoding: identity']),
    200,
  ],
  [
    'Dart sends bytes of a type without a file name',
    withParts('POST /upscale', dartBoundary, [photoPart('image', 'content-type: image/jpeg')]),
    200,
  ],
  [
    'requests sends bytes without type and file name',
    withParts('POST /upscale', '0c8a2f0b7d5c4f6c9a3f1f3c2b1a0d9e', [photoPart('photo')]),
    200,
  ],
];

for (const [client, wire, status] of taken)
  t.test(`taken: ${client}`, async (t) => {
    const before = vision.asked.length;
    const answer = await send(wire);
    t.equal(answer.status, status, JSON.stringify(answer.problem));
    if (wire.line.includes('/upscale')) t.equal(vision.asked[before]?.bytes.length, 1000);
  });

const refused: [what: string, wire: Wire, status: number, detail: string | RegExp][] = [
  [
    'a compressed body',
    withBody('POST /token', 'application/json', gzipSync(json), ['Content-Encoding: gzip']),
    415,
    'The hub takes no compressed bodies: send it without content-encoding.',
  ],
  [
    'a text that is no JSON',
    withBody('POST /token', 'text/plain', 'mina'),
    415,
    /^This address takes application\/json or application\/x-www-form-urlencoded or multipart\/form-data,/,
  ],
  [
    'a type that nobody takes',
    withBody('POST /cameras', 'application/xml', '<a/>'),
    415,
    'This address takes application/json, and no other content type.',
  ],
  [
    'a body where none belongs',
    withBody('DELETE /sessions', 'application/xml', '<a/>'),
    415,
    'This address takes no body, and no other content type.',
  ],
  [
    'a type at no address',
    withBody('POST /nowhere', 'application/xml', '<a/>'),
    404,
    /nothing at this address/,
  ],
  [
    'a form that is cut off',
    withBody(
      'POST /token',
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nb',
    ),
    400,
    'The multipart body is broken.',
  ],
  [
    'a sign-in with a photo and no name',
    withParts('POST /token', 'x', [photoPart('photo', 'content-type: image/jpeg')]),
    400,
    'The body is not as it should be: username is missing.',
  ],
  [
    'a sign-in as large as a photo',
    withParts('POST /token', 'x', [plainPart('username', 'x'.repeat(40_000))]),
    413,
    /^An upload may have 32768 bytes/,
  ],
  [
    'a photo that cannot be',
    { line: 'GET /photos/0', headers: [] },
    400,
    'The address is not as it should be: id has to be at least 1.',
  ],
  [
    'a photo by its name',
    { line: 'GET /photos/first', headers: [] },
    400,
    'The address is not as it should be: id has to be a whole number.',
  ],
  [
    'a name that is a number',
    withBody('POST /cameras', 'application/json', '{"id":"hall","name":1}'),
    400,
    'The body is not as it should be: name has to be text.',
  ],
];

for (const [what, wire, status, detail] of refused)
  t.test(`refused in plain words: ${what}`, async (t) => {
    const { problem, head } = await send(wire);
    t.match(problem, { status, detail });
    t.notMatch(JSON.stringify(problem.faults ?? []), /schema|must|>=|pattern/);
    if (what === 'a compressed body') t.match(head, /accept-encoding: identity/);
  });
