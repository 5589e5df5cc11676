import t from 'tap';
import { readableAs } from '../../../src/cameras/streams/answer.js';

t.test('what a camera answers is read by its content types', (t) => {
  const stream = (boundary: string | null) => ({ kind: 'stream', boundary });
  t.strictSame(readableAs(['multipart/x-mixed-replace; boundary=frame']), stream('frame'));
  t.strictSame(readableAs(['multipart/x-mixed-replace;boundary="a; b"']), stream('a; b'));
  t.strictSame(
    readableAs(['text/html', 'multipart/x-mixed-replace']),
    stream(null),
    'two types, no boundary',
  );
  t.strictSame(readableAs([]), { kind: 'snapshot' });
  t.strictSame(readableAs(['application/octet-stream']), { kind: 'snapshot' });
  t.equal(readableAs(['text/html; charset=utf-8']), null);
  t.end();
});
