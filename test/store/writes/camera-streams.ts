import t from 'tap';
import type { StreamSource } from '../../../src/cameras/streams/source.js';
import type { CameraStream } from '../../../src/store/cameras.js';
import { KEY, openTestStore } from '../../support/store.js';
import { addGarden } from '../../support/synced.js';

t.test('a camera by address takes no name that is in use, and only one by address is changed', async (t) => {
  const { store } = await openTestStore(t);
  await addGarden(store);
  await store.addCamera('porch', 'Porch', KEY);
  await t.rejects(addGarden(store), { code: 'camera-exists' });
  const source = store.streamSource('garden') as StreamSource;
  const stream = store.camera('garden')?.stream as CameraStream;
  for (const id of ['porch', 'nowhere'])
    await t.rejects(store.changeStream(id, source, stream), { code: 'camera-unknown' }, id);
  await store.removeCamera('garden');
  await t.rejects(store.changeStream('garden', source, stream), { code: 'camera-unknown' });
  await addGarden(store);
  t.match(store.camera('garden'), { stream }, 'the name is free again');
});
