import t from 'tap';
import { burst } from '../../src/cli/burst.js';
import { readConfig } from '../../src/core/config/config.js';
import { KEY, openTestStore, runOn, sendBurst } from '../support/store.js';

const { store, directory, clock } = await openTestStore(t);
await store.addCamera('porch', 'Porch', KEY);
for (const name of ['one', 'two', 'three']) await sendBurst(runOn(store), name);

async function run(...args: string[]): Promise<string> {
  const lines: string[] = [];
  await burst.run(args, {
    config: () => readConfig({ PETCAM_DATA_DIR: directory }),
    version: '0.0.0',
    print: (line) => lines.push(line),
  });
  return lines.join('\n');
}

t.test('bursts that were set aside are listed with their reason, and are put back', async (t) => {
  t.equal(await run('list'), 'No burst is set aside.');
  await store.setBurstAside(1, { reason: 'vision-crashed', detail: 'SIGSEGV' });
  await store.setBurstAside(2, { reason: 'unforeseen', detail: 'x is not iterable' });
  t.match(await run('list'), / 1 {2}porch +\d{4}-\S+ {2}3 frames {2}vision-crashed: SIGSEGV/);
  t.match(JSON.parse(await run('list', '--json')), [
    { id: 2, camera: 'porch', frames: 3, reason: 'unforeseen', at: clock.now() },
    { id: 1 },
  ]);
  t.equal(await run('retry', '1'), '1 in the queue again.');
  t.strictSame(
    store.burstsAside().map(({ id }) => id),
    [2],
  );
  t.equal(await run('retry', '--all', '--json'), '{"queued":[2]}');
  t.strictSame(store.cutQueue().waiting, 3);
  t.equal(await run('retry', '--all'), '0 in the queue again.');
});

t.test('what makes no sense is refused', async (t) => {
  for (const args of [[], ['eat'], ['retry'], ['retry', 'one'], ['retry', '0']])
    await t.rejects(run(...args), { name: 'Refusal', code: 'usage' });
  await t.rejects(run('retry', '3'), { code: 'burst-not-aside' });
  await t.rejects(run('retry', '99'), { code: 'burst-unknown' });
});
