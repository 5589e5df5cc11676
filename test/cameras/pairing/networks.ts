import t from 'tap';
import { networksIn } from '../../../src/cameras/pairing/networks.js';

const entry = (ssid: string | Buffer, rssi: number, auth = 3) => ({ ssid: Buffer.from(ssid), rssi, auth });

t.test('the strongest first, each name once with its best signal', async (t) => {
  const networks = networksIn([
    entry('Home', -80),
    entry('Café', -60, 0),
    entry('Home', -40),
    entry('Home', -70),
  ]);
  t.same(networks, [
    { ssid: 'Home', rssi: -40, secured: true },
    { ssid: 'Café', rssi: -60, secured: false },
  ]);
});

t.test('hidden networks and names that are no text are left out', async (t) => {
  t.same(networksIn([entry('', -40), entry(Buffer.from([0xff, 0xfe]), -40), entry('a\u0000b', -40)]), []);
});
