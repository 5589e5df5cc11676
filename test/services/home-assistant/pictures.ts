import { createServer } from 'node:net';
import t, { type Test } from 'tap';
import type { BrokerAddress } from '../../../src/cameras/mqtt/client.js';
import { systemClock } from '../../../src/core/clock.js';
import { Pictures } from '../../../src/services/home-assistant/pictures.js';
import { Topics } from '../../../src/services/home-assistant/topics.js';
import type { ImageVariant } from '../../../src/store/types.js';
import { freePorts } from '../../support/free-ports.js';
import { mosquittoIsHere, startMosquitto } from '../../support/mosquitto.js';

const BYTES: Record<ImageVariant, number> = {
  original: 400_000,
  upscaled: 900_000,
  preview: 90_000,
  thumb: 12_000,
};

/** Pictures of one photo, with the number of bytes of each variant. */
const picturesAt = (address: BrokerAddress, bytes = BYTES) =>
  new Pictures({
    address,
    topics: new Topics('00112233'),
    store: {
      image: (photo, variant) =>
        photo === 1 ? { bytes: Buffer.alloc(bytes[variant]), mime: 'image/webp', sha256: '' } : null,
    },
    clock: systemClock,
  });

async function proved(t: Test, limit: number, bytes = BYTES) {
  const { url } = await startMosquitto(t, [`max_packet_size ${limit}`]);
  const pictures = picturesAt({ url }, bytes);
  await pictures.prove();
  return pictures;
}

t.test('pictures are as large as the broker passes them', { skip: !mosquittoIsHere(t) }, async (t) => {
  const all = await proved(t, 2_000_000);
  t.equal(all.of(1).byteLength, BYTES.original);
  t.equal(all.contentType, 'image/jpeg');
  t.strictSame(all.issues(), []);
  t.equal(all.of(2).byteLength, 0, 'a picture that is gone');

  const smaller = await proved(t, 200_000);
  t.equal(smaller.of(1).byteLength, BYTES.preview);
  t.equal(smaller.contentType, 'image/webp');
  t.notOk(smaller.fits(200_000));
  const [issue] = smaller.issues();
  t.match(issue, { code: 'home-assistant-packet-limit', text: /smaller pictures are.*max_packet_size/ });
  await smaller.prove();
  t.equal(smaller.issues()[0]?.since, issue?.since, 'it is the same issue after another connection');

  t.equal((await proved(t, 50_000)).of(1).byteLength, BYTES.thumb);
  const odd = await proved(t, 50_000, { ...BYTES, thumb: 40_000 });
  t.equal(odd.of(1).byteLength, 0, 'a thumbnail above the limit is left out');

  const none = await proved(t, 5000);
  t.equal(none.of(1).byteLength, 0);
  t.notOk(none.fits(1));
  t.match(none.issues(), [{ text: /no picture is shown there/ }]);
});

t.test('a broker that goes away proves nothing', async (t) => {
  const [port] = await freePorts(1);
  const pictures = picturesAt({ url: `mqtt://127.0.0.1:${port}` });
  await t.rejects(pictures.prove(), { code: 'broker-unreachable' });
  t.strictSame(pictures.issues(), []);
  t.notOk(pictures.fits(1), 'nothing is sent before it is known to pass');
});

t.test('a proof that takes long is ended with the connection', async (t) => {
  let arrived = () => {};
  const there = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const server = createServer((socket) => {
    socket.on('error', () => {}).resume();
    arrived();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const { port } = server.address() as { port: number };
  const pictures = picturesAt({ url: `mqtt://127.0.0.1:${port}` });
  const ended = t.rejects(pictures.prove(), { name: 'AbortError' });
  await there;
  pictures.endProof();
  await ended;
});
