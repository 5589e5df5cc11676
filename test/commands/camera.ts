import t from 'tap';
import { systemClock } from '../../src/clock.js';
import { camera } from '../../src/commands/camera.js';
import { readConfig } from '../../src/config.js';
import { createLog } from '../../src/log.js';
import { openStore } from '../../src/store/store.js';
import { temporaryFolder } from '../rig/folder.js';

function hubIn(directory: string) {
  const run = async (...args: string[]) => {
    const lines: string[] = [];
    const config = () => readConfig({ PETCAM_DATA_DIR: directory });
    await camera.run(args, { config, version: '0.0.0', print: (line) => lines.push(line) });
    return lines.join('\n');
  };
  const json = async (...args: string[]) => JSON.parse(await run(...args, '--json'));
  return { run, json };
}

t.test('add gives an id, a key that the hub then knows, and the broker', async (t) => {
  const directory = temporaryFolder(t);
  const { run, json } = hubIn(directory);
  const added = await json('add', 'Living room');
  t.match(added, {
    id: 'living-room',
    name: 'Living room',
    key: /^[0-9a-f]{64}$/,
    broker: 'mqtt://127.0.0.1:1883',
  });
  const store = await openStore({ directory, clock: systemClock, log: createLog('silent'), inline: true });
  t.ok(store.checkCameraKey('living-room', Buffer.from(added.key, 'hex')));
  t.notOk(store.checkCameraKey('living-room', Buffer.alloc(32)));
  await store.close();
  t.match(await run('add', 'Küche', '--id', 'kitchen'), /id +kitchen\n +key +[0-9a-f]{64}/);
  const [, typed = ''] = (await json('add', 'Hall')).console.split('hub ');
  t.match(
    JSON.parse(typed),
    { v: 1, port: 8883, camera: 'hall', key: /^[0-9a-f]{64}$/ },
    'as the firmware reads it',
  );
  t.equal((await json('add', '거실')).id, 'camera', 'a name without Latin letters still gives an id');
});

t.test('list and remove', async (t) => {
  const { run, json } = hubIn(temporaryFolder(t));
  t.match(await run('list'), 'No cameras yet');
  await run('add', 'Hall');
  t.match(await run('list'), /hall +Hall +0 photos, never seen/);
  t.strictSame(
    (await json('list')).map(({ id }: { id: string }) => id),
    ['hall'],
  );
  t.strictSame(await json('remove', 'hall'), { removed: 'hall' });
  await run('add', 'Hall');
  t.match(await run('remove', 'hall'), 'forgotten');
  t.match(await run('list'), 'No cameras yet');
});

t.test('mistakes are answered by name', async (t) => {
  const { run } = hubIn(temporaryFolder(t));
  await t.rejects(run('add'), { code: 'usage' });
  await t.rejects(run('add', 'x', '--id', 'Bridge!'), { code: 'usage', message: /at most 32/ });
  await t.rejects(run('add', 'x', '--id', 'bridge'), { code: 'usage' });
  await t.rejects(run('polish'), { code: 'usage' });
  await t.rejects(run(), { code: 'usage' });
  await t.rejects(run('remove', 'nobody'), { code: 'camera-unknown' });
  await run('add', 'x');
  await t.rejects(run('add', 'x'), { code: 'camera-exists' });
});
