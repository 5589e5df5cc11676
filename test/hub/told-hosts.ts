import t from 'tap';
import { createLog } from '../../src/core/log.js';
import { noteTold, ToldHosts } from '../../src/hub/told-hosts.js';
import { settled } from '../support/manual-clock.js';
import { KEY, openTestStore } from '../support/store.js';

t.test('cameras that look for the hub at an old address are named', async (t) => {
  const { store, clock } = await openTestStore(t);
  let host = '192.168.1.20';
  const told = new ToldHosts({ store, host: () => host, log: createLog('silent') });
  for (const id of ['porch', 'garden', 'old']) await store.addCamera(id, id, KEY);
  told.note('porch');
  await noteTold(store, 'garden', host);
  await settled();
  t.strictSame(told.issues(), []);
  host = '192.168.1.77';
  await store.touchCamera('garden', { at: clock.now(), online: true });
  t.match(told.issues(), [
    {
      code: 'camera-old-address',
      about: 'porch',
      text: /porch was told to find the hub at 192.168.1.20, which is at 192.168.1.77 now/,
    },
  ]);
  t.equal(told.issues().length, 1, 'a camera that is connected has found it');
  const broken = new ToldHosts({
    store: {
      cameras: () => {
        throw new Error('disk I/O error');
      },
      setting: () => null,
      setSetting: () => Promise.reject(new Error('the disk is full')),
    },
    host: () => host,
    log: createLog('silent'),
  });
  broken.note('porch');
  await settled();
  t.strictSame(broken.issues(), [], 'the database says so itself');
});
