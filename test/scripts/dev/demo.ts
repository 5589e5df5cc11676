import t from 'tap';
import { makeHome } from '../../../scripts/dev/demo/home.js';
import { openQtResources } from '../../../scripts/dev/demo/qt-resources.js';
import { type DemoBurst, type Scenery, sampled } from '../../../scripts/dev/demo/scenery.js';
import { temporaryFolder } from '../../support/folder.js';
import { withStore } from '../../support/stocked.js';

t.test('the home of the demo is one that the hub could have filled', async (t) => {
  const directory = temporaryFolder(t);
  // The sample bursts, and a dog that looks like the cat: who is seen comes with the burst.
  const cats = sampled();
  const scenery: Scenery = {
    ...cats,
    kinds: ['cat', 'dog'],
    burst: async (camera, number, hour, count): Promise<DemoBurst> => {
      const burst = await cats.burst(camera, number, hour, count);
      return camera === 'hall' ? { ...burst, kind: 'dog' } : burst;
    },
  };
  const { person, password } = await makeHome(directory, scenery, 'http://127.0.0.1:8090/', 12);
  t.equal(person, 'Mina');
  t.ok(password.length >= 10);
  await withStore(directory, (store) => {
    t.strictSame(
      store.cameras().map(({ id, stream }) => [id, stream?.kind ?? null]),
      [
        ['living-room', null],
        ['hall', null],
        ['garden', 'stream'],
      ],
    );
    t.equal(store.streamSource('garden')?.url, 'http://127.0.0.1:8090/');
    const pets = store.pets();
    t.strictSame(
      pets.map(({ name, kind }) => [name, kind]),
      [
        ['Nabi', 'cat'],
        ['Bori', 'dog'],
      ],
    );
    const photos = store.photos({ limit: 200 });
    t.ok(photos.length > 12, `${photos.length} photos`);
    t.ok(
      Date.now() - Math.min(...photos.map(({ takenAt }) => takenAt)) > 8 * 86_400_000,
      'they go back days',
    );
    t.equal(store.backlog().cuts, 0, 'nothing waits to be cut');
    t.equal(store.backlog().upscales, 4, 'the newest are left to the hub');
    for (const pet of pets)
      t.ok(
        photos.some((photo) => photo.pets.includes(pet.id)),
        `${pet.name} is on photos`,
      );
    for (const { id, burstId } of photos) {
      t.ok(store.image(id, 'thumb')?.bytes.length);
      t.equal(store.burst(burstId)?.frames.filter(({ state }) => state === 'chosen').length, 1);
    }
  });
});

/** A resource file of one folder `a` with one file `b`, as rcc writes version 2. */
function resourceFile(content: string): Buffer {
  const name = (text: string) => {
    const head = Buffer.alloc(6);
    head.writeUInt16BE(text.length);
    return Buffer.concat([head, Buffer.from(text, 'utf16le').swap16()]);
  };
  const names = Buffer.concat([name(''), name('a'), name('b')]);
  const entry = (nameAt: number, flags: number, first: number, second: number) => {
    const bytes = Buffer.alloc(22);
    bytes.writeUInt32BE(nameAt);
    bytes.writeUInt16BE(flags, 4);
    bytes.writeUInt32BE(first, 6);
    bytes.writeUInt32BE(second, 10);
    return bytes;
  };
  const tree = Buffer.concat([entry(0, 2, 1, 1), entry(6, 2, 1, 2), entry(14, 0, 0, 0)]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const data = Buffer.concat([length, Buffer.from(content)]);
  const header = Buffer.alloc(20);
  header.write('qres', 'latin1');
  header.writeUInt32BE(2, 4);
  header.writeUInt32BE(20, 8);
  header.writeUInt32BE(20 + tree.length, 12);
  header.writeUInt32BE(20 + tree.length + data.length, 16);
  return Buffer.concat([header, tree, data, names]);
}

t.test('files of a Qt resource file are read by their path', async (t) => {
  const read = openQtResources(resourceFile('a picture'));
  t.equal(read('a/b').toString(), 'a picture');
  t.throws(() => read('a/c'), /no a\/c in this Qt resource file/);
  t.throws(() => openQtResources(Buffer.from('RIFF, and so on, for a while')), /not a Qt resource file/);
});
