import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import t from 'tap';
import { encodeFrame, MOST_TEXT_BYTES, openConnection } from '../../../src/imaging/vision/connection.js';

const frame = (message: object) => Buffer.concat(encodeFrame(message));

/** Feeds `bytes` to a connection in pieces of `step`; answers what was heard and why it was closed. */
async function hearAll(bytes: Buffer, { step = bytes.length, maxBytes = 1000 } = {}) {
  const heard: unknown[] = [];
  const stream = new PassThrough();
  const { closed } = openConnection(stream, maxBytes, (message) => heard.push(message));
  for (let at = 0; at < bytes.length && !stream.destroyed; at += step)
    stream.write(bytes.subarray(at, at + step));
  stream.end();
  return { heard, why: await closed };
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
  t.equal(await closed, 'no message');
});

t.test('nothing is sent after the end, and nobody minds', async (t) => {
  const stream = new PassThrough();
  const connection = openConnection(stream, 10, () => {});
  connection.end();
  connection.send({ kind: 'late' });
  t.equal(await connection.closed, '');
  connection.send({ kind: 'later' });
});
