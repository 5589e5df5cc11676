import path from 'node:path';
import t from 'tap';
import { petcamHub } from '../support/command-line.js';
import { CAMERA_HEADERS, CAMERA_PROGRAM, make, missingTools } from '../support/firmware.js';
import { temporaryFolder } from '../support/folder.js';
import { quietSettings, SAMPLE_BURSTS } from '../support/hub.js';
import { program } from '../support/program.js';
import { noTwoHomes, type Spoken, twoHomes } from '../support/two-homes.js';

const skip = missingTools(...CAMERA_HEADERS) || noTwoHomes;

/** What `petcam-camera --json` and the hub's log print, a line at a time. */
const says = (said: Spoken, fits: (entry: Record<string, unknown>) => boolean) =>
  said.line((line) => line.startsWith('{') && fits(JSON.parse(line)));

t.test('a hub whose address changed without a word is found by its name', { skip }, async (t) => {
  t.match(await make('host'), { code: 0 });
  const homes = twoHomes(t, 'phone');
  const settings = {
    ...quietSettings(temporaryFolder(t)),
    PETCAM_MDNS: 'true',
    // What nobody in the network could open is not announced there.
    PETCAM_HTTPS_HOST: '0.0.0.0',
    PETCAM_MQTT_TLS_HOST: '0.0.0.0',
    PETCAM_MQTT_TLS_PORT: '8883',
    PETCAM_LOG_LEVEL: 'info',
  };
  const added = await petcamHub(['camera', 'add', 'Porch', '--id', 'porch', '--json'], settings);
  t.equal(added.code, 0, added.err);
  const { key } = JSON.parse(added.out);
  const startHub = async () => {
    const hub = homes.inHubWith(settings, program('src/main'), 'serve');
    await says(hub, ({ hostname }) => hostname === 'petcam.local');
    await says(hub, ({ msg }) => msg === 'ready');
    return hub;
  };

  const first = await startHub();
  const camera = homes.inPhone(
    { PETCAM_CAMERA_KEY: key },
    CAMERA_PROGRAM,
    ...['--json', '--camera', 'porch', '--bursts', path.join(SAMPLE_BURSTS, 'cat-focus')],
    ...['--url', 'mqtts://10.77.0.1:8883', '--name', 'petcam.local'],
    ...['--every', '5', '--interval', '100'],
  );
  await says(camera, ({ event, total }) => event === 'burst delivered' && total === 1);
  t.notOk(
    camera.lines.some((line) => line.includes('found by name')),
    'its address is enough',
  );

  await first.kill();
  homes.readdress('10.77.0.1/24', '10.77.0.9/24');
  await startHub();
  const found = JSON.parse(await says(camera, ({ event }) => event === 'found by name'));
  t.equal(found.detail, '10.77.0.9');
  await says(camera, ({ event, total }) => event === 'connected' && Number(total) >= 2);
  const before = camera.lines.filter((line) => line.includes('"burst delivered"')).length;
  await says(camera, ({ event, total }) => event === 'burst delivered' && Number(total) > before);
  t.pass('photos come to the new address');
});
