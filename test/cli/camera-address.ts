/** Cameras by address from the terminal, beside a hub that runs. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { camera } from '../../src/cli/camera.js';
import { readConfig } from '../../src/core/config/config.js';
import { behindPassword, esphomeStream } from '../support/camera-firmware.js';
import { temporaryFolder } from '../support/folder.js';
import { quietSettings, registerOwner, startHub } from '../support/hub.js';
import { sampleFrames } from '../support/jpegs.js';
import { startRawServer } from '../support/raw-server.js';

t.test('a camera is looked for, added, shown, moved and never given a key', async (t) => {
  const knows = (header: string) => header === `Basic ${btoa('cat:purr')}`;
  const stream = esphomeStream(sampleFrames());
  const locked = await startRawServer(t, behindPassword('Basic realm="cam"', knows, stream));
  const open = await startRawServer(t, esphomeStream(sampleFrames()));
  const hub = await startHub(t, { PETCAM_CAMERA_NETWORKS: '127.0.0.1' });
  await registerOwner(hub);
  const settings = { ...quietSettings(hub.directory), PETCAM_HTTP_PORT: String(hub.httpPort) };
  const run = async (...args: string[]) => {
    const lines: string[] = [];
    const config = () => readConfig(settings);
    await camera.run(args, { config, version: '0.0.0', print: (line) => lines.push(line) });
    return lines.join('\n');
  };
  const folder = temporaryFolder(t);
  const secret = path.join(folder, 'secret');
  writeFileSync(secret, 'purr\n');
  const at = `127.0.0.1:${locked.port}`;
  const login = ['--username', 'cat', '--password-file', secret];

  await t.rejects(run('probe'), { code: 'usage' });
  await t.rejects(run('probe', at), { code: 'stream-password-needed' });
  await t.rejects(run('probe', at, '--username', 'cat'), { code: 'usage', message: /--password-file/ });
  const picture = path.join(folder, 'seen.webp');
  const found = await run('probe', at, ...login, '--picture', picture);
  t.match(found, new RegExp(`http://${at}/\n +pictures without end, \\d+ x \\d+\n +seen: `));
  t.equal(readFileSync(picture).toString('latin1', 8, 12), 'WEBP');
  t.same(hub.store.cameras(), [], 'nothing is kept');

  await t.rejects(run('add', '--address', at), { code: 'usage' });
  await t.rejects(run('add', 'Garden', '--id', 'g', '--address', at), { code: 'usage' });
  t.equal(await run('add', 'Garden', '--address', at, ...login), 'Garden is here, as garden.');
  t.match(await run('list'), /garden +Garden/);
  t.equal(await run('address', 'garden'), `http://${at}/, as cat`);
  t.equal(await run('address', 'garden', `127.0.0.1:${open.port}`), `http://127.0.0.1:${open.port}/`);
  t.match(JSON.parse(await run('address', 'garden', '--json')), { username: null });
  t.notMatch(
    open.requests.map(({ headers }) => headers['authorization']).join(),
    /Basic/,
    'not told elsewhere',
  );
  await t.rejects(run('address', 'nobody'), { code: 'camera-unknown' });

  await t.rejects(run('rotate', 'garden'), { code: 'camera-refused', message: /has no key/ });
  t.equal(hub.store.cameraKey('garden'), null);
  await run('remove', 'garden');
  t.same(hub.store.cameras(), []);
});
