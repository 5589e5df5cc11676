import t from 'tap';
import { plugIn, startHub } from '../support/hub.js';
import { untilStored } from '../support/until.js';

t.test('a camera above its share of bursts keeps them, and another is served meanwhile', async (t) => {
  const hub = await startHub(t, { PETCAM_CAMERA_BURSTS_PER_HOUR: '2' });
  const { store } = hub;
  const settings = { burstIntervalMs: 100, burstFrames: 1 };
  const eager = await plugIn(t, hub, { camera: 'eager', settings });
  const calm = await plugIn(t, hub, { camera: 'calm', settings });
  const online = () => store.cameras().filter((camera) => camera.online).length === 2;
  await untilStored(store, online);
  for (let burst = 0; burst < 5; burst += 1) eager.capture('motion');
  const refused = () =>
    store.rejections().some(({ camera, reason }) => camera === 'eager' && reason === 'hub-busy');
  const closed = (id: number) => !['open', undefined].includes(store.burst(id)?.state);
  await untilStored(store, () => closed(1) && closed(2));
  calm.capture('motion');
  await untilStored(store, () => closed(3));
  t.equal(store.burst(3)?.camera, 'calm');
  await untilStored(store, refused);
  t.equal(store.burst(4), null, 'no row for what waits');
  t.equal(eager.pending(), 3, 'the camera keeps it');
  t.match(
    hub.issues().filter((text) => text.includes('eager')),
    [/^eager sends more than 2 bursts an hour/],
  );
});
