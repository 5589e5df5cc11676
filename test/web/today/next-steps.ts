import t from 'tap';
import { openSteps } from '../../../src/web/today/next-steps.js';

const fresh = {
  newAddress: null,
  isOwner: true,
  cameras: 0,
  pets: 0,
  mayNotify: true,
  mayInstall: true,
  isBackedUp: false,
};
const none = new Set<never>();

t.test('a new home is asked for everything, the camera first', async (t) => {
  t.same(openSteps(fresh, none), ['camera', 'pets', 'notify', 'home-screen', 'backups']);
});

t.test('a hub that has another address asks for that first', async (t) => {
  t.equal(openSteps({ ...fresh, newAddress: 'https://pi.ts.net:8443' }, none)[0], 'move');
});

t.test('what is done, put off or not possible here is not asked', async (t) => {
  t.same(openSteps({ ...fresh, cameras: 1, pets: 2, isBackedUp: true }, none), ['notify', 'home-screen']);
  t.same(openSteps(fresh, new Set(['camera', 'notify'] as const)), ['pets', 'home-screen', 'backups']);
  t.same(openSteps({ ...fresh, mayNotify: false, mayInstall: false }, none), ['camera', 'pets', 'backups']);
});

t.test('nothing is asked before it is known to be missing', async (t) => {
  t.same(openSteps({ ...fresh, cameras: null, pets: null, mayNotify: null, isBackedUp: null }, none), [
    'home-screen',
  ]);
});

t.test('a member is asked for this phone alone', async (t) => {
  t.same(openSteps({ ...fresh, isOwner: false }, none), ['notify', 'home-screen']);
});
