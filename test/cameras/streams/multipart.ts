import fc from 'fast-check';
import t from 'tap';
import { MAX_FRAME_BYTES } from '../../../src/cameras/protocol/limits.js';
import { MultipartSplitter } from '../../../src/cameras/streams/multipart.js';
import { tinyJpeg } from '../../support/jpegs.js';
import { refusalOf } from '../../support/refusals.js';

/** Pictures that come out of bytes, which go in as pieces of `size`. */
function pictures(
  bytes: Buffer,
  { boundary = 'frame' as string | null, size = bytes.length } = {},
): Buffer[] {
  const found: Buffer[] = [];
  const splitter = new MultipartSplitter(boundary, (jpeg) => found.push(Buffer.from(jpeg)));
  for (let at = 0; at < bytes.length; at += size) splitter.push(bytes.subarray(at, at + size));
  return found;
}

interface Manner {
  delimiter?: string;
  head?: (length: number) => string;
  line?: string;
  before?: string;
}

/** A stream of parts in the manner of some camera, with the delimiter that ends the last one. */
function streamOf(jpegs: readonly Buffer[], manner: Manner = {}): Buffer {
  const { delimiter = '--frame', line = '\r\n', before = '' } = manner;
  const head = manner.head ?? ((length) => `Content-Type: image/jpeg${line}Content-Length: ${length}${line}`);
  const parts = jpegs.map((jpeg) =>
    Buffer.concat([Buffer.from(`${delimiter}${line}${head(jpeg.length)}${line}`), jpeg, Buffer.from(line)]),
  );
  return Buffer.concat([Buffer.from(before), ...parts, Buffer.from(`${delimiter}${line}`)]);
}

const three = [1, 2, 3].map((seed) => tinyJpeg(seed, 100 + seed));
const bare = () => 'Content-Type: image/jpeg\r\n';

t.test('pictures are found in every manner in which cameras send them', async (t) => {
  const manners: [string, Manner, string | null][] = [
    ['with lengths', {}, 'frame'],
    ['without lengths', { head: bare }, 'frame'],
    ['without any head', { head: () => '' }, 'frame'],
    ['with line feeds alone', { line: '\n' }, 'frame'],
    ['with a line end before the first part', { before: '\r\n' }, 'frame'],
    ['with words before the first part', { before: 'Camera 1\r\n\r\n' }, 'frame'],
    ['with a boundary that has its dashes already', { delimiter: '--frame' }, '--frame'],
    ['with two more dashes than announced', { delimiter: '----frame' }, '--frame'],
    ['without dashes in the body', { delimiter: 'frame' }, 'frame'],
    ['with another boundary than announced', { delimiter: '--other' }, 'frame'],
    ['without an announced boundary', {}, null],
    ['with quotes around it', {}, '"frame"'],
    [
      'with two content types',
      {
        head: (length) =>
          `Content-Type: application/octet-stream\r\nContent-type: image/jpeg\r\nContent-length: ${length}\r\n`,
      },
      'frame',
    ],
    ['with a length that is too small', { head: () => 'Content-Length: 30\r\n' }, 'frame'],
    ['with two different lengths', { head: (n) => `Content-Length: ${n}\r\nContent-Length: 7\r\n` }, 'frame'],
  ];
  for (const [name, manner, boundary] of manners) {
    const whole = pictures(streamOf(three, manner), { boundary });
    const expected = name.includes('too small') ? three.slice(1) : three;
    t.same(whole, expected, name);
    t.same(pictures(streamOf(three, manner), { boundary, size: 1 }), expected, `${name}, byte by byte`);
  }
});

t.test('the pieces in which the bytes come make no difference', async () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 4000 }), { maxLength: 6 });
  const property = fc.property(
    lengths,
    fc.boolean(),
    fc.integer({ min: 1, max: 700 }),
    (list, counted, size) => {
      const jpegs = list.map((length, seed) => tinyJpeg(seed, length));
      const stream = streamOf(jpegs, counted ? {} : { head: bare });
      const found = pictures(stream, { size });
      return found.length === jpegs.length && found.every((jpeg, at) => jpeg.equals(jpegs[at] as Buffer));
    },
  );
  fc.assert(property);
});

t.test('a picture is handed out when its last byte has come, not when the next one begins', async (t) => {
  const stream = streamOf(three);
  const found = pictures(stream.subarray(0, stream.indexOf('--frame', 10)));
  t.same(found, [three[0]]);
});

t.test('half a JPEG is no picture, and the next one is', async (t) => {
  const [first, second] = three as [Buffer, Buffer, Buffer];
  t.same(pictures(streamOf([first.subarray(0, 50), second])), [second]);
  t.same(pictures(streamOf([first.subarray(0, 50), second], { head: bare })), [second]);
  // A camera that was cut off in the middle and began anew.
  const cut = Buffer.concat([
    streamOf([first]).subarray(0, 80),
    Buffer.from('\r\n'),
    streamOf([second, first]),
  ]);
  t.same(pictures(cut, { size: 7 }), [first]);
});

t.test('sound and text between the pictures are passed over', async (t) => {
  const text = Buffer.from('--frame\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello\r\n');
  t.same(pictures(Buffer.concat([text, streamOf(three), text.subarray(9), streamOf(three)])).length, 6);
});

t.test('what is no stream of JPEGs ends with one reason', async (t) => {
  const reason = (bytes: Buffer) => refusalOf(() => pictures(bytes, { size: 1000 }));
  t.equal(reason(Buffer.alloc(5000, 'x')), 'stream-malformed', 'one line without end');
  t.equal(
    reason(Buffer.from(`${'x'.repeat(4000)}\n`.repeat(2))),
    'stream-malformed',
    'lines that divide nothing',
  );
  t.equal(
    reason(Buffer.from(`--frame\r\n${'X: y\r\n'.repeat(2000)}`)),
    'stream-malformed',
    'a head without end',
  );
  t.equal(
    reason(streamOf([Buffer.from('GIF89a not a JPEG')])),
    'stream-no-picture',
    'another kind of picture',
  );
});

t.test('a part above the limit of a frame is refused before it is kept', async (t) => {
  const large = tinyJpeg(1, MAX_FRAME_BYTES);
  t.equal(
    refusalOf(() => pictures(streamOf([large]), { size: 1000 })),
    'stream-too-large',
  );
  t.equal(
    refusalOf(() => pictures(streamOf([large], { head: bare }), { size: 1000 })),
    'stream-too-large',
  );
  const endless = Buffer.concat([
    Buffer.from('--frame\r\n\r\n\xff\xd8', 'latin1'),
    Buffer.alloc(2 * MAX_FRAME_BYTES, 7),
  ]);
  t.equal(
    refusalOf(() => pictures(endless)),
    'stream-too-large',
  );
  const largest = tinyJpeg(1, MAX_FRAME_BYTES - 8);
  t.same(pictures(streamOf([largest, largest]), { size: 65_536 }), [largest, largest]);
});
