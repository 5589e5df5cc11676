import path from 'node:path';
import t from 'tap';
import { newCameraKey } from '../../src/cameras/protocol/identity.js';
import { CAMERA_HEADERS, make, missingTools, startCamera } from '../support/firmware.js';
import { registerOwner, SAMPLE_BURSTS, startHub } from '../support/hub.js';
import { untilStored } from '../support/until.js';

t.test(
  'a hub that said where it will be has its cameras back there',
  { skip: missingTools(...CAMERA_HEADERS) },
  async (t) => {
    t.match(await make('host'), { code: 0 });
    const first = await startHub(t);
    const owner = await registerOwner(first);
    const key = newCameraKey();
    await first.store.addCamera('porch', 'Porch', Buffer.from(key, 'hex'));
    const camera = startCamera(t, key, [
      ...['--url', `mqtts://127.0.0.1:${first.mqttTlsPort}`, '--camera', 'porch'],
      ...['--bursts', SAMPLE_BURSTS, '--every', '0'],
    ]);
    const knows = () => first.store.camera('porch')?.state?.capabilities?.includes('move') === true;
    await untilStored(first.store, () => first.store.camera('porch')?.online === true && knows());
    t.strictSame(await owner.send('POST', '/hub/address', { host: '127.0.0.2' }), {
      host: '127.0.0.1',
      next: '127.0.0.2',
      cameras: [{ camera: 'porch', outcome: 'told' }],
    });
    await first.hub.stop();

    const second = await startHub(t, {
      PETCAM_DATA_DIR: path.join(first.directory, 'data'),
      PETCAM_MQTT_TLS_HOST: '127.0.0.2',
      PETCAM_MQTT_TLS_PORT: String(first.mqttTlsPort),
    });
    await untilStored(second.store, () => second.store.camera('porch')?.online === true);
    t.pass('it came to the new address');
    camera.stop();
    t.match(await camera.ended, { code: 0 });
  },
);
