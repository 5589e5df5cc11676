import t from 'tap';
import { Fault } from '../../../src/core/errors.js';
import { createLog } from '../../../src/core/log.js';
import { watchStorage } from '../../../src/services/schedule/storage-watch.js';
import { ManualClock } from '../../support/manual-clock.js';

const use = { usedBytes: 0, databaseBytes: 0, photos: 0, frames: 0 };

t.test('a disk that is slow, fails or is full is said in one line, once, and so is its end', async (t) => {
  const clock = new ManualClock();
  const lines: string[] = [];
  const log = createLog('silent');
  log.error = (...[, message]: unknown[]) => lines.push(`error: ${message}`);
  log.info = (message: unknown) => lines.push(`info: ${message}`);
  const disk = { freeBytes: 2 ** 30, room: true, probe: async () => {} };
  const store = {
    probe: () => disk.probe(),
    hasRoom: () => disk.room,
    storageUse: () => ({ ...use, freeBytes: disk.freeBytes }),
  };
  const watch = watchStorage(store, 2 ** 28, clock, log);
  await watch.look();
  t.strictSame(watch.issues(), []);

  disk.probe = () => clock.advance(12_000);
  await watch.look();
  t.match(watch.issues(), [{ code: 'storage-slow', text: /slow: a small write took 12 s; an SD card/ }]);
  disk.probe = () => Promise.reject(new Fault('storage-failed', 'the disk is read-only', 'x'));
  await watch.look();
  t.match(watch.issues(), [{ code: 'storage', text: 'nothing can be stored: the disk is read-only' }]);
  disk.probe = () => Promise.reject(new Fault('storage-full', 'the disk is full', 'x'));
  await watch.look();
  t.match(watch.issues(), [{ code: 'storage-full', text: 'nothing can be stored: the disk is full' }]);
  disk.probe = async () => {};
  disk.freeBytes = 2 ** 27;
  disk.room = false;
  await watch.look();
  t.match(watch.issues(), [
    { code: 'storage-full', text: /full: 128 MiB are free, and new photos are refused below 256 MiB/ },
  ]);
  const bare = watchStorage(store, 0, clock, log);
  t.match(bare.issues(), [{ text: 'the disk is full: 128 MiB are free, and new photos are refused' }]);
  disk.freeBytes = 2 ** 30;
  disk.room = true;
  t.strictSame(watch.issues(), [], 'heals without a look');
  t.strictSame(lines, ['error: storage: probe failed', 'info: storage: probe succeeds again']);
});
