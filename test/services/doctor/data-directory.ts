import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import {
  checkBackups,
  checkDurableWrites,
  checkOwnership,
  checkRoom,
} from '../../../src/services/doctor/data-directory.js';
import { temporaryFolder } from '../../support/folder.js';
import { openTestStore } from '../../support/store.js';

const me = process.getuid?.() ?? 0;

t.test('the directory as the store makes it is well', async (t) => {
  const { directory } = await openTestStore(t);
  t.match(checkOwnership(directory, me), { verdict: 'ok' });
});

t.test('a directory that is not there is no failure: the first start makes it', async (t) => {
  t.match(checkOwnership(path.join(temporaryFolder(t), 'none'), me), {
    verdict: 'warn',
    text: /not there yet/,
  });
});

t.test('a file that others can read, or that is another user’s, is named with the remedy', async (t) => {
  const { directory } = await openTestStore(t);
  chmodSync(path.join(directory, 'secret.key'), 0o644);
  t.match(checkOwnership(directory, me), {
    verdict: 'fail',
    text: /secret\.key \(mode 644\)/,
    advice: /chmod/,
  });
  t.match(checkOwnership(directory, me + 1), { verdict: 'fail', text: /owned by/, advice: /chown/ });
  chmodSync(directory, 0o755);
  t.match(checkOwnership(directory, me), { text: /mode 755/ });
});

t.test('room: above the reserve, near it, below it', async (t) => {
  const folder = temporaryFolder(t);
  t.match(checkRoom(folder, 0), { verdict: 'ok', text: /MiB free/ });
  t.match(checkRoom(folder, 2 ** 60), { verdict: 'fail', text: /no photo is taken in/ });
  const { text } = checkRoom(folder, 0);
  const free = Number(/^\d+/.exec(text)?.[0]) * 2 ** 20;
  t.match(checkRoom(folder, free / 2), { verdict: 'warn', text: /is little/ });
});

t.test('backups: none, a folder, a folder that is not there', async (t) => {
  t.match(checkBackups(''), { verdict: 'warn', advice: /PETCAM_BACKUP_DIR/ });
  t.match(checkBackups(temporaryFolder(t)), { verdict: 'ok' });
  t.match(checkBackups('/nowhere/at/all'), { verdict: 'fail', advice: /mounted/ });
});

/** A stopwatch on which every write takes as long as the test says. */
function stopwatch(ms: number) {
  let reading = 0;
  return () => (reading += ms);
}

t.test('durable writes: quick, slow, too slow, and nothing stays behind', async (t) => {
  const folder = temporaryFolder(t);
  t.match(checkDurableWrites(folder), { check: 'durable writes', text: /\d+ ms/ });
  t.match(checkDurableWrites(folder, stopwatch(5)), { verdict: 'ok', text: '5 ms' });
  t.match(checkDurableWrites(folder, stopwatch(400)), { verdict: 'warn', advice: /SSD/ });
  t.match(checkDurableWrites(folder, stopwatch(4000)), { verdict: 'fail', advice: /backup/ });
  t.strictSame(readdirSync(folder), []);
});

t.test('a place that cannot be written to', async (t) => {
  const folder = path.join(temporaryFolder(t), 'file');
  writeFileSync(folder, '');
  t.match(checkDurableWrites(folder), { verdict: 'fail', advice: /read-only/ });
});
