/** Streams of programs that are not of this project. */
import t from 'tap';
import { readPictures } from '../../../src/cameras/streams/read-pictures.js';
import { StreamReader } from '../../../src/cameras/streams/stream-reader.js';
import { systemClock } from '../../../src/core/clock.js';
import { createLog } from '../../../src/core/log.js';
import { temporaryFolder } from '../../support/folder.js';
import { makeClip, realCamerasAreHere, startFfmpeg, startMotion } from '../../support/real-cameras.js';

/** Reads until `count` pictures have come, through as many tries as that takes. */
async function readThrough(url: string, count: number): Promise<Buffer[]> {
  const pictures: Buffer[] = [];
  await new Promise<void>((resolve) => {
    const reader = new StreamReader({
      camera: 'garden',
      source: { url, address: '127.0.0.1', certificate: null, credentials: null },
      read: readPictures,
      check: () => {},
      onPicture(jpeg) {
        if (pictures.push(Buffer.from(jpeg)) === count) void reader.stop().then(resolve);
      },
      onChange: () => {},
      clock: systemClock,
      log: createLog('silent'),
    });
    reader.start();
  });
  return pictures.slice(0, count);
}

const isJpeg = (bytes: Buffer) =>
  bytes.readUInt16BE(0) === 0xffd8 && bytes.readUInt16BE(bytes.length - 2) === 0xffd9;

t.test('the streams of motion and ffmpeg, and the snapshot of motion, are read', async (t) => {
  if (!realCamerasAreHere(t)) return;
  const folder = temporaryFolder(t);
  const clip = makeClip(folder, ['cat-turns-head']);
  const motion = await startMotion(t, folder, clip);
  const ffmpeg = await startFfmpeg(t, clip);
  const [stream, snapshot, other] = await Promise.all([
    readThrough(motion.stream, 5),
    readThrough(motion.snapshot, 3),
    readThrough(ffmpeg.stream, 5),
  ]);
  for (const [name, pictures] of Object.entries({ stream, snapshot, other }))
    t.ok(pictures.every(isJpeg), `${name}: whole JPEGs`);
});
