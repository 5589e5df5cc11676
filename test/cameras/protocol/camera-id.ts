import t from 'tap';
import { freeCameraId } from '../../../src/cameras/protocol/camera-id.js';

const free = () => false;
const pattern = /^[a-z0-9][a-z0-9-]{0,31}$/;

t.test('a name becomes an id that MQTT topics can carry', async (t) => {
  t.equal(freeCameraId('Living room', free), 'living-room');
  t.equal(freeCameraId('  Café -- Küche! ', free), 'cafe-kuche');
  t.equal(freeCameraId('거실', free), 'camera');
  t.match(freeCameraId('x'.repeat(64), free), pattern);
  t.match(freeCameraId(`${'x'.repeat(27)} y`, free), pattern);
});

t.test('a taken or reserved id gets a number', async (t) => {
  t.equal(freeCameraId('Hub', free), 'hub-2');
  const taken = new Set(['door', 'door-2']);
  t.equal(
    freeCameraId('Door', (id) => taken.has(id)),
    'door-3',
  );
});
