/** Whether there is a newer version, of what this machine knows already. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { newerVersion, UpdateWatch } from '../../../src/services/updates/newer-version.js';
import { temporaryFolder } from '../../support/folder.js';
import { ManualClock, settled } from '../../support/manual-clock.js';

const MINUTE = 60_000;

t.test('it looks some minutes after the start, and again from time to time', async (t) => {
  const clock = new ManualClock();
  const answers = [null, '1.1.0', null];
  const updates = new UpdateWatch(clock, async () => answers.shift() ?? null);
  updates.start();
  await clock.advance(4 * MINUTE);
  t.equal(answers.length, 3);
  await clock.advance(MINUTE);
  t.equal(answers.length, 2);
  t.equal(updates.available, null);
  await clock.advance(360 * MINUTE);
  t.equal(updates.available, '1.1.0');
  await clock.advance(360 * MINUTE);
  t.equal(updates.available, null);
  await updates.stop();
  t.equal(clock.pending, 0);
});

t.test('one that stops while it looks does not look again', async (t) => {
  const clock = new ManualClock();
  let answer = (_: string | null) => {};
  const updates = new UpdateWatch(clock, () => new Promise((resolve) => (answer = resolve)));
  updates.start();
  await clock.advance(5 * MINUTE);
  const stopped = updates.stop();
  answer(null);
  await stopped;
  await settled();
  t.equal(clock.pending, 0);
});

t.test(
  'an installer that keeps the version in a file is believed, a file that it is not is none',
  async (t) => {
    const file = path.join(temporaryFolder(t), 'newer-version');
    const asked = async () => {
      t.fail('apt is asked');
      return '';
    };
    t.equal(await newerVersion(file, asked), null);
    for (const [text, version] of [
      ['1.2.0\n', '1.2.0'],
      ['', null],
      ['<html>', null],
      ['1'.repeat(65), null],
    ] as const) {
      writeFileSync(file, text);
      t.equal(await newerVersion(file, asked), version, text);
    }
  },
);

t.test('without a file apt is asked; one that does not answer knows of nothing', async (t) => {
  const policy =
    'petcam-hub:\n  Installed: 1.0.0\n  Candidate: 1.1.0\n  Version table:\n     1.1.0 500\n *** 1.0.0 100\n';
  t.equal(await newerVersion('', async () => policy), '1.1.0');
  t.equal(await newerVersion('', () => Promise.reject(new Error('no apt here'))), null);
});
