import t from 'tap';
import { isWholeJpeg } from '../../../src/cameras/streams/whole-jpeg.js';
import { sampleFrames } from '../../support/jpegs.js';

t.test('a JPEG is whole to its last byte, and with what drivers append', async (t) => {
  const [frame] = sampleFrames() as [Buffer];
  t.equal(isWholeJpeg(frame), true);
  t.equal(isWholeJpeg(Buffer.concat([frame, Buffer.alloc(100)])), true);
  for (const share of [0.1, 0.5, 0.9, 0.99])
    t.equal(isWholeJpeg(frame.subarray(0, frame.length * share)), false, `${share} of it`);
  t.equal(isWholeJpeg(frame.subarray(0, frame.length - 1)), false);
});

t.test('the end of a thumbnail in the header is not the end of the picture', async (t) => {
  const [frame] = sampleFrames() as [Buffer];
  const thumbnail = Buffer.concat([
    Buffer.from([0xff, 0xda]),
    Buffer.from('tiny'),
    Buffer.from([0xff, 0xd9]),
  ]);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xffe1);
  head.writeUInt16BE(thumbnail.length + 2, 2);
  const withThumbnail = Buffer.concat([frame.subarray(0, 2), head, thumbnail, frame.subarray(2)]);
  t.equal(isWholeJpeg(withThumbnail), true);
  t.equal(isWholeJpeg(withThumbnail.subarray(0, withThumbnail.length / 2)), false);
  t.equal(isWholeJpeg(Buffer.from('no JPEG at all')), false);
});
