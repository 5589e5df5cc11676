import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { Duplex, PassThrough } from 'node:stream';
import fc from 'fast-check';
import t from 'tap';
import { messageOf } from '../../../src/core/errors.js';
import { encodeFrame, MOST_TEXT_BYTES, openConnection } from '../../../src/core/rpc/connection.js';
import { Spool, type SpooledBytes, SpoolFolder } from '../../../src/core/spool.js';
import { temporaryFolder } from '../../support/folder.js';

const frame = (message: object) => Buffer.concat(encodeFrame(message) as Uint8Array[]);

/** Feeds `bytes` to a connection in pieces of `step`; answers what was heard and why it was closed. */
async function hearAll(bytes: Buffer, { step = bytes.length, maxBytes = 1000 } = {}) {
  const heard: unknown[] = [];
  const stream = new PassThrough();
  const { closed } = openConnection(stream, maxBytes, (message) => heard.push(message));
  for (let at = 0; at < bytes.length && !stream.destroyed; at += step)
    stream.write(bytes.subarray(at, at + step));
  stream.end();
  const why = await closed;
  return { heard, why: why === null ? '' : messageOf(why) };
}

function frameOf(text: string, bytes = Buffer.alloc(0), bytesLength = bytes.length): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(Buffer.byteLength(text), 0);
  header.writeUInt32BE(bytesLength, 4);
  return Buffer.concat([header, Buffer.from(text), bytes]);
}

t.test('what is sent arrives, bytes included, however the stream cuts it', async (t) => {
  const value = fc.letrec<{ any: unknown }>((tie) => ({
    any: fc.oneof(
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
      fc.constant(null),
      fc.boolean(),
      fc.array(tie('any'), { maxLength: 4 }),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), tie('any'), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).any;
  const message = fc.record({ kind: fc.string(), value }, { noNullPrototype: true });
  await fc.assert(
    fc.asyncProperty(
      fc.array(message, { maxLength: 3 }),
      fc.integer({ min: 1, max: 50 }),
      async (sent, step) => {
        const { heard, why } = await hearAll(Buffer.concat(sent.map(frame)), { step, maxBytes: 10_000 });
        t.strictSame(heard, sent);
        t.equal(why, '');
      },
    ),
    { numRuns: 60 },
  );
});

t.test('an array is one of its own: it keeps nothing else of the frame', async (t) => {
  const { heard } = await hearAll(frame({ small: Buffer.alloc(5000, 1), other: Buffer.alloc(9000, 2) }), {
    maxBytes: 20_000,
  });
  const [{ small }] = heard as [{ small: Buffer }];
  t.ok(small.buffer.byteLength < 14_000);
});

t.test('what is no frame closes the connection, and nothing of it is heard', async (t) => {
  const cases: Record<string, Buffer> = {
    'no JSON': frameOf('{'),
    'an empty text': frameOf(''),
    'a text beyond the bound': frameOf(`"${'a'.repeat(MOST_TEXT_BYTES)}"`),
    'bytes beyond the bound': frameOf('{}', Buffer.alloc(0), 1001),
    'more bytes than the text says': frameOf('{"a":{"$bytes":1}}', Buffer.alloc(2)),
    'fewer bytes than the text says': frameOf('{"a":{"$bytes":3}}', Buffer.alloc(2)),
    'the same bytes twice': frameOf('[{"$bytes":2},{"$bytes":2}]', Buffer.alloc(2)),
    'a negative length': frameOf('{"a":{"$bytes":-1}}'),
    'a length that is none': frameOf('{"a":{"$bytes":"1"}}', Buffer.alloc(1)),
    'a text without end': frameOf('['.repeat(500_000)),
    'a text that is too deep': frameOf('['.repeat(500_000) + ']'.repeat(500_000)),
  };
  for (const [name, bytes] of Object.entries(cases)) {
    const { heard, why } = await hearAll(bytes);
    t.strictSame(heard, [], name);
    t.not(why, '', name);
  }
});

t.test('a name that is special to JavaScript is one like any other', async (t) => {
  const { heard } = await hearAll(frameOf('{"__proto__":{"polluted":true},"constructor":1}'));
  t.notOk('polluted' in {});
  t.strictSame(Object.keys(heard[0] as object), ['__proto__', 'constructor']);
});

t.test('whoever listens may refuse a message: that closes the connection', async (t) => {
  const stream = new PassThrough();
  const { closed } = openConnection(stream, 10, () => {
    throw new Error('no message');
  });
  stream.write(frame({ kind: 'nonsense' }));
  t.match(await closed, { message: 'no message' });
});

t.test('nothing is sent after the end, and nobody minds', async (t) => {
  const stream = new PassThrough();
  const connection = openConnection(stream, 10, () => {});
  connection.end();
  connection.send({ kind: 'late' });
  t.equal(await connection.closed, null);
  connection.send({ kind: 'later' });
});

t.test('bytes of a file are sent as those in memory, and messages stay in order', async (t) => {
  const spool = await new SpoolFolder(temporaryFolder(t)).open();
  t.teardown(() => spool.release());
  const large = randomBytes(1_000_001);
  await spool.append(Buffer.from('before'));
  await spool.append(large);
  const stream = new PassThrough({ highWaterMark: 1000 });
  const heard: unknown[] = [];
  const connection = openConnection(stream, 2_000_000, (message) => heard.push(message));
  const messages = [
    { a: spool.part(6, large.length), b: spool.part(0, 6) },
    { c: 1 },
    { d: spool.part(0, 0) },
  ];
  for (const message of messages) connection.send(message);
  await until(() => heard.length === 3);
  const [first, ...rest] = heard as { a: Buffer; b: Buffer }[];
  // Comparing a million bytes one by one takes half a minute.
  t.ok(first?.a.equals(large));
  t.strictSame(first?.b, Buffer.from('before'));
  t.strictSame(rest, [{ c: 1 }, { d: Buffer.alloc(0) }]);
});

t.test('bytes that come in go into a file where one is given, however the stream cuts them', async (t) => {
  const spool = await new SpoolFolder(temporaryFolder(t)).open();
  t.teardown(() => spool.release());
  await spool.append(Buffer.from('before'));
  const sent = { a: randomBytes(30_000), b: Buffer.alloc(0), c: [randomBytes(7)] };
  const bytes = Buffer.concat([frame(sent), frame({ after: 1 })]);
  for (const step of [1, 50, 8_191, bytes.length]) {
    const heard: { a: SpooledBytes; b: SpooledBytes; c: [SpooledBytes]; after?: number }[] = [];
    const stream = new PassThrough();
    openConnection(
      stream,
      100_000,
      (message) => heard.push(message as never),
      () => spool,
    );
    for (let at = 0; at < bytes.length; at += step) stream.write(bytes.subarray(at, at + step));
    await until(() => heard.length === 2);
    const [{ a, b, c }, last] = heard as [(typeof heard)[0], (typeof heard)[0]];
    const arrived = Buffer.concat([await all(a), await all(b), await all(c[0])]);
    t.ok(arrived.equals(Buffer.concat([sent.a, sent.b, ...sent.c])), `${step}`);
    t.strictSame(last, { after: 1 });
  }
});

t.test('a disk that takes no more closes the connection, with that as the reason', async (t) => {
  const full = new Spool(await open('/dev/full', 'r+'), { claim: async () => {}, giveBack: () => {} });
  t.teardown(() => full.release());
  const stream = new PassThrough();
  const heard: unknown[] = [];
  const { closed } = openConnection(
    stream,
    1000,
    (message) => heard.push(message),
    () => full,
  );
  stream.write(frame({ a: Buffer.alloc(10) }));
  t.match(await closed, { code: 'storage-full' });
  t.strictSame(heard, []);
});

t.test('a connection that ends in the middle of a file sends nothing more of it', async (t) => {
  const spool = await new SpoolFolder(temporaryFolder(t)).open();
  t.teardown(() => spool.release());
  await spool.append(Buffer.alloc(1_000_000));
  let received = 0;
  const slow = new Duplex({
    read() {},
    write: (chunk, _, done) => {
      received += chunk.length;
      setImmediate(done);
    },
  });
  const connection = openConnection(slow, 1000, () => {});
  connection.send({ a: spool.part(0, 1_000_000) });
  connection.end();
  slow.push(null);
  t.equal(await connection.closed, null);
  t.ok(received < 200_000);
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

async function all(bytes: SpooledBytes): Promise<Buffer> {
  const read = Buffer.alloc(bytes.byteLength);
  await bytes.read(read, 0);
  return read;
}
