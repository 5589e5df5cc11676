/** Frames that every viewer shows although something lies behind their end, or their end is missing. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { newCameraKey } from '../../src/cameras/protocol/identity.js';
import { registerOwner, SAMPLE_BURSTS, startHub } from '../support/hub.js';
import { PlainCamera } from '../support/plain-camera.js';
import { untilStored } from '../support/until.js';

t.test('they become a photo, and are kept byte for byte as they were sent', async (t) => {
  const hub = await startHub(t);
  const { store } = hub;
  const owner = await registerOwner(hub);
  const key = newCameraKey();
  await store.addCamera('porch', 'Porch', Buffer.from(key, 'hex'));
  const camera = new PlainCamera(`mqtt://127.0.0.1:${hub.mqttPort}`, 'porch', key);
  t.teardown(() => camera.stop());

  const shot = (index: number) => readFileSync(path.join(SAMPLE_BURSTS, `cat-focus/0${index}.jpg`));
  const frames = [
    Buffer.concat([shot(0), Buffer.alloc(300)]),
    Buffer.concat([shot(1), Buffer.from('what a driver left behind the end')]),
    shot(2).subarray(0, -2),
  ];
  camera.burst('odd', frames);
  const photo = () => store.photos({ limit: 1 })[0];
  await untilStored(store, () => photo()?.upscale === 'done');

  const detail = store.burst(photo()?.burstId ?? 0);
  t.equal(detail?.frames.length, frames.length);
  for (const { id, index, length } of detail?.frames ?? []) {
    const sent = frames[index] as Buffer;
    t.ok(sent.equals(Buffer.from(store.frameBytes(id) ?? [])), `frame ${index}`);
    t.equal(length, sent.length);
  }
  const chosen = detail?.frames.find(({ state }) => state === 'chosen')?.index ?? -1;
  const original = await owner.fetch(`/photos/${photo()?.id}/image?variant=original`);
  t.ok(frames[chosen]?.equals(Buffer.from(await original.arrayBuffer())), 'and served as they were sent');
});
