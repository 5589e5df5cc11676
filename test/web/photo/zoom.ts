import t from 'tap';
import { closeOn, keepInside, pan, shownSize, swipeOf, whole, zoomAt } from '../../../src/web/photo/zoom.js';

const stage = { width: 400, height: 600 };

t.test('what lies under the fingers stays under them', async (t) => {
  const point = { x: 100, y: 300 };
  const view = zoomAt(whole, point, 2, stage);
  t.same(view, { scale: 2, x: -100, y: -300 });
  t.equal((point.x - view.x) / view.scale, point.x);
});

t.test('there is a smallest and a largest', async (t) => {
  t.same(zoomAt({ scale: 2, x: -50, y: -50 }, { x: 0, y: 0 }, 0.01, stage), whole);
  t.equal(zoomAt(whole, { x: 0, y: 0 }, 1000, stage).scale, 6);
});

t.test('the picture never leaves the stage', async (t) => {
  const view = { scale: 2, x: -100, y: -100 };
  t.same(pan(view, { x: 9999, y: 9999 }, stage), { scale: 2, x: 0, y: 0 });
  t.same(pan(view, { x: -9999, y: -9999 }, stage), { scale: 2, x: -400, y: -600 });
  t.same(pan(whole, { x: 50, y: 50 }, stage), whole);
});

t.test('a picture shows whole on any stage', async (t) => {
  t.same(shownSize(stage, 4 / 3), { width: 400, height: 300 });
  t.same(shownSize({ width: 1200, height: 300 }, 4 / 3), { width: 400, height: 300 });
});

t.test('a swipe is far, or fast', async (t) => {
  t.equal(swipeOf({ x: 200, y: 20 }, 900, stage), 'newer');
  t.equal(swipeOf({ x: -50, y: 5 }, 100, stage), 'older');
  t.equal(swipeOf({ x: -50, y: 5 }, 900, stage), null);
  t.equal(swipeOf({ x: 10, y: 300 }, 900, stage), 'close');
  t.equal(swipeOf({ x: 10, y: -300 }, 900, stage), null);
});

t.test('original and enlargement are compared close on the head', async (t) => {
  const phone = { width: 390, height: 500 };
  const pet = { x: 0.6, y: 0.4, width: 0.2, height: 0.5 };
  const view = closeOn(pet, phone, 4 / 3);
  t.ok(view.scale >= 2.5 && view.scale <= 4);
  const height = 390 / (4 / 3);
  const head = { x: 0.7 * 390, y: (500 - height) / 2 + (0.4 + 0.275 / 2) * height };
  const seen = { x: view.x + head.x * view.scale, y: view.y + head.y * view.scale };
  t.ok(Math.abs(seen.x - 195) < 1 && Math.abs(seen.y - 250) < 1, 'the head is in the middle');
});

t.test('without a pet they are compared in the middle, and never beside the picture', async (t) => {
  const phone = { width: 390, height: 500 };
  const middle = closeOn(null, phone, 4 / 3);
  t.ok(middle.scale >= 2.5);
  t.equal(Math.round(middle.x + 195 * middle.scale), 195);
  const corner = closeOn({ x: 0, y: 0, width: 0.05, height: 0.05 }, phone, 4 / 3);
  t.equal(corner.scale, 4);
  t.same(corner, keepInside(corner, phone));
});
