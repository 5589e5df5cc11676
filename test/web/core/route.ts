import t from 'tap';
import { formatRoute, parseRoute, type Route } from '../../../src/web/core/route.js';

const routes: Route[] = [
  { name: 'today' },
  { name: 'gallery', filter: {} },
  { name: 'gallery', filter: { camera: 'kitchen', pet: 'cat', favourite: true } },
  { name: 'photo', id: 12, filter: { pet: 'dog' } },
  { name: 'highlights' },
  { name: 'frame' },
  { name: 'activity' },
  { name: 'cameras' },
  { name: 'camera', id: 'living-room' },
  { name: 'pairing', camera: null },
  { name: 'pairing', camera: 'living-room' },
  { name: 'pairing', camera: null, found: { name: 'PetCam-3A7F10', code: '40718235' } },
  { name: 'flash' },
  { name: 'settings' },
  { name: 'share', photos: [12, 7] },
  { name: 'films', photos: [] },
  { name: 'films', photos: [3] },
  { name: 'shared', token: 'a_b-C' },
  { name: 'setup', code: 'ABCD-1234' },
  { name: 'join', code: 'a/b?c&d' },
  { name: 'move', code: 'K7QF-2MXD-9HPA' },
];

for (const route of routes) {
  t.test(`${formatRoute(route)} leads back to where it came from`, async (t) => {
    t.same(parseRoute(formatRoute(route)), route);
  });
}

t.test('addresses that name nothing lead somewhere sensible', async (t) => {
  t.same(parseRoute(''), { name: 'today' });
  t.same(parseRoute('#/nowhere/at/all'), { name: 'today' });
  t.same(parseRoute('#/photo/zero'), { name: 'gallery', filter: {} });
  t.same(parseRoute('#/cameras/Not%20an%20id'), { name: 'cameras' });
  t.same(parseRoute('#/pair/Not%20an%20id'), { name: 'pairing', camera: null });
  t.same(parseRoute('#/pair?board=PetCam-3A7F10&code=1'), { name: 'pairing', camera: null });
  t.same(parseRoute('#/pair?board=Other&code=40718235'), { name: 'pairing', camera: null });
  t.same(parseRoute('#/share?photos=3,x,,0,9'), { name: 'share', photos: [3, 9] });
  t.same(parseRoute('#/share'), { name: 'share', photos: [] });
  t.same(parseRoute('#/photo/-3'), { name: 'gallery', filter: {} });
  t.same(parseRoute('#/gallery?pet=horse&favourite=maybe'), { name: 'gallery', filter: {} });
});

t.test('the link of the terminal brings its code along', async (t) => {
  t.same(parseRoute('#/setup?code=KQ7F-2MZX'), { name: 'setup', code: 'KQ7F-2MZX' });
});
