import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import t from 'tap';
import { Viewer } from '../../../../src/cameras/live/viewer.js';
import { PictureReader } from '../../../../src/web/cameras/live/pictures.js';
import { jpegOf } from '../../../support/frames.js';
import { settled } from '../../../support/manual-clock.js';

/** What the hub sends for these pictures. */
async function streamOf(pictures: Uint8Array[]): Promise<Buffer> {
  const viewer = new Viewer();
  const sent: Buffer[] = [];
  const phone = viewer.pipe(new PassThrough());
  phone.on('data', (chunk) => sent.push(chunk));
  for (const picture of pictures) {
    viewer.show(picture);
    await settled();
  }
  viewer.destroy();
  return Buffer.concat(sent);
}

t.test('the pictures come out as they went in, however the bytes are cut', async () => {
  const pictures = [jpegOf(1, 900), jpegOf(13, 40), jpegOf(10, 3000)];
  const stream = await streamOf(pictures);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 }), (sizes) => {
      const reader = new PictureReader();
      const seen: Uint8Array[] = [];
      for (let at = 0, turn = 0; at < stream.length; turn += 1) {
        const size = sizes[turn % sizes.length] as number;
        seen.push(...reader.push(stream.subarray(at, at + size)));
        at += size;
      }
      return (
        seen.length === 3 &&
        seen.every((picture, index) => Buffer.compare(picture, pictures[index] as Buffer) === 0)
      );
    }),
  );
});

t.test('what is no live view is given up', async (t) => {
  const text = (words: string) => new TextEncoder().encode(words);
  t.throws(() => new PictureReader().push(text('HTTP/1.1 200\r\n\r\n')), RangeError);
  t.throws(() => new PictureReader().push(text('Content-Length: 99999999\r\n\r\n')), RangeError);
  const endless = new PictureReader();
  t.throws(() => {
    for (let count = 0; count < 300; count += 1) endless.push(new Uint8Array(1024));
  }, RangeError);
});
