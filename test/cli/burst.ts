import t from 'tap';
import { burst } from '../../src/cli/burst.js';
import { readConfig } from '../../src/core/config/config.js';
import { cutOf, KEY, makePhoto, openTestStore, runOn, sendBurst } from '../support/store.js';

const { store, directory, clock } = await openTestStore(t);
await store.addCamera('porch', 'Porch', KEY);
for (const name of ['one', 'two', 'three']) await sendBurst(runOn(store), name);

const onlyFirst = cutOf(1);

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
  t.match(await run('list'), / 1 {2}porch +\d{4}-\S+ \S+ \S+ {2}3 frames {2}vision-crashed: SIGSEGV/);
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

t.test('frames set aside in a burst that has its photo are listed and tried again, too', async (t) => {
  const frames = store.burst(3)?.frames ?? [];
  await store.setAside(frames[1]?.id ?? 0, 'vision-timeout');
  const kept = store.cutJob(3);
  await makePhoto(runOn(store), { ...kept, frames: kept.frames.slice(0, 1) }, { cut: onlyFirst });
  t.match(
    await run('list'),
    / 3 {2}porch .* 1 frames {2}vision-timeout: 1 of its 3 frames could not be used/,
  );
  t.match(JSON.parse(await run('list', '--json')), [{ id: 3, frames: 1, reason: 'vision-timeout' }]);
  t.equal(await run('retry', '--all', '--json'), '{"queued":[3]}');
  t.match(store.burst(3), { state: 'closed', photoId: 1, frames: [{}, { state: 'durable' }, {}] });
  t.equal(await run('list'), 'No burst is set aside.');
});

t.test('what makes no sense is refused', async (t) => {
  for (const args of [[], ['eat'], ['retry'], ['retry', 'one'], ['retry', '0']])
    await t.rejects(run(...args), { name: 'Refusal', code: 'usage' });
  await t.rejects(run('retry', '3'), { code: 'burst-not-aside' });
  await t.rejects(run('retry', '99'), { code: 'burst-unknown' });
});
