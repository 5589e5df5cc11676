import t from 'tap';
import { Places } from '../../src/core/places.js';

const limits = { most: 6, strangers: 4, perAddress: 2 };

t.test('one address has so many places, as long as nobody there has proved anything', async (t) => {
  const places = new Places(limits);
  t.strictSame(places.enter('a1', 'a'), { admitted: true });
  t.strictSame(places.enter('a2', 'a'), { admitted: true });
  t.strictSame(places.enter('a3', 'a'), { admitted: false });
  places.leave('a1');
  t.strictSame(places.enter('a3', 'a'), { admitted: true });
  places.prove('a2');
  places.prove('a2');
  t.strictSame(places.enter('a4', 'a'), { admitted: true }, 'several may be behind one address');
  t.strictSame(places.enter('a5', 'a'), { admitted: false });
  places.leave('a2');
  places.leave('nobody');
  places.prove('nobody');
  t.strictSame(places.enter('a5', 'a'), { admitted: false }, 'what was proved did not count');
});

t.test(
  'a stranger takes the place of the one who has held it longest, and none of who is known',
  async (t) => {
    const places = new Places(limits);
    places.enter('camera', 'porch');
    places.prove('camera');
    places.leave('camera');
    for (const address of ['a', 'b', 'c', 'd']) places.enter(`${address}1`, address);
    t.strictSame(places.enter('e1', 'e'), { admitted: true, leaves: 'a1' });
    t.strictSame(places.enter('camera', 'porch'), { admitted: true }, 'its place was kept');
    t.strictSame(places.enter('more', 'porch'), { admitted: true });
    places.prove('camera');
    t.strictSame(places.enter('f1', 'f'), { admitted: true, leaves: 'b1' });
    t.strictSame(places.enter('third', 'porch'), { admitted: true, leaves: 'c1' }, 'all are taken');
  },
);

t.test('where all have proved whose they are nobody has to leave', async (t) => {
  const places = new Places({ most: 2, strangers: 2, perAddress: 2 });
  for (const key of ['one', 'two']) {
    places.enter(key, 'porch');
    places.prove(key);
  }
  t.strictSame(places.enter('three', 'hall'), { admitted: false });
});

t.test('one address that is known cannot take every place from the others', async (t) => {
  const places = new Places({ most: 4, strangers: 4, perAddress: 2 });
  const enter = (key: string, address: string) => {
    const decision = places.enter(key, address);
    places.prove(key);
    return decision;
  };
  for (const key of ['a1', 'a2', 'a3']) enter(key, 'a');
  enter('b1', 'b');
  t.strictSame(enter('c1', 'c'), { admitted: true, leaves: 'a1' });
  t.strictSame(enter('d1', 'd'), { admitted: false }, 'two are what an address may need');
});

t.test('addresses are remembered, not without end', async (t) => {
  const places = new Places({ most: 2, strangers: 0, perAddress: 2 });
  const visit = (address: string) => {
    const { admitted } = places.enter(address, address);
    places.prove(address);
    places.leave(address);
    return admitted;
  };
  t.notOk(visit('stranger'), 'nobody has a place here unless known');
  const open = new Places(limits);
  for (let address = 0; address < 300; address += 1) {
    open.enter(`${address}`, `${address}`);
    open.prove(`${address}`);
    open.leave(`${address}`);
  }
  for (const address of ['s', 't', 'u', 'v']) open.enter(address, address);
  t.strictSame(open.enter('299', '299'), { admitted: true });
  t.strictSame(open.enter('0', '0'), { admitted: true, leaves: 's' }, 'the first was forgotten');
});
