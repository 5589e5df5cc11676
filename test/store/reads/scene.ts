import t from 'tap';
import { KEY, makePhoto, openTestStore, runOn, sendBurst } from '../../support/store.js';

t.test('the scene of a photo has its pets in shares of the picture; an unknown photo has none', async (t) => {
  const { store } = await openTestStore(t);
  const run = runOn(store);
  await store.addCamera('porch', 'Porch', KEY);
  await sendBurst(run, 'b1');
  const photo = await makePhoto(run, store.nextCutJob());
  const pets = [{ x: 10 / 800, y: 10 / 600, width: 1 / 4, height: 1 / 4 }];
  t.strictSame(store.sceneOf(photo), { regions: [], pets });
  t.equal(store.sceneOf(photo + 1), null);
  await store.deletePhoto(photo);
  t.equal(store.sceneOf(photo), null);
});
