import { createServer } from 'node:net';
import t from 'tap';
import { petcamHub } from '../support/command-line.js';
import { temporaryFolder } from '../support/folder.js';
import { quietSettings, startHub } from '../support/hub.js';
import { stockedDirectory } from '../support/stocked.js';

function settingsFor(t: { teardown(end: () => void): void }, data: string) {
  return { ...quietSettings(temporaryFolder(t)), PETCAM_DATA_DIR: data };
}

t.test('a second hub on the same directory: refused, and the first goes on', async (t) => {
  const data = await stockedDirectory(t, 1);
  const hub = await startHub(t, settingsFor(t, data));
  const { code, err } = await petcamHub(['serve'], settingsFor(t, data));
  t.equal(code, 1);
  t.match(err, /another hub.*is using/);
  t.match(err, /systemctl stop/);
  t.match(await petcamHub(['restore', data], settingsFor(t, data)), { code: 1 });
  t.equal((await fetch(`${hub.url}/setup`)).status, 200);
  const cameras = await petcamHub(['camera', 'list', '--json'], settingsFor(t, data));
  t.match(cameras, { code: 0, out: /Front porch/ }, 'commands work beside it');
});

t.test('a port that is taken: said in one line, and nothing is left behind', async (t) => {
  const squatter = createServer().listen(0, '127.0.0.1');
  t.teardown(() => squatter.close());
  await new Promise((resolve) => squatter.once('listening', resolve));
  const port = String((squatter.address() as { port: number }).port);
  const settings = settingsFor(t, await stockedDirectory(t, 1));
  const { code, err } = await petcamHub(['serve'], { ...settings, PETCAM_MQTT_PORT: port });
  t.equal(code, 1);
  t.match(err, new RegExp(`petcam-hub: .*${port}`));
  const hub = await startHub(t, settings);
  t.strictSame(hub.issues(), [], 'the next start finds the directory free');
});
