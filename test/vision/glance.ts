import t from 'tap';
import { glanceAt } from '../../src/vision/glance.js';
import { fixture, gradient, sound, unsound } from '../rig/photos.js';

t.test('a frame seen from afar has its own size and twenty-five cells across', async (t) => {
  const { width, height, columns, rows, light, detail } = await glanceAt(fixture('cat-focus', 3));
  t.strictSame([width, height, columns, rows], [800, 600, 25, 18]);
  t.strictSame([light.length, detail.length], [450, 450]);
});

t.test('a frame that lies on its side is seen upright', async (t) => {
  const bytes = await gradient(400, 300).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  t.match(await glanceAt(bytes), { width: 300, height: 400, columns: 18, rows: 25 });
});

t.test('every kind of picture is seen', async (t) => {
  for (const [name, make] of Object.entries(sound)) {
    const { light, detail, grain } = await glanceAt(await make());
    t.ok([...light, ...detail, grain].every(Number.isFinite), name);
  }
});

t.test('what the full decoder refuses is refused at the first look, with the same reason', async (t) => {
  for (const [name, { code, bytes }] of Object.entries(unsound)) {
    await t.rejects(glanceAt(await bytes()), { name: 'Refusal', code }, name);
  }
});
