import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { DEFAULT_STREAM_SETTINGS } from '../../src/cameras/streams/stream-settings.js';
import { databasePath } from '../../src/store/database.js';
import type { SyncObject, Upload } from '../../src/store/outbox.js';
import { KEY, openTestStore } from '../support/store.js';

const SOURCE = {
  url: 'rtsps://camera.lan/stream2',
  address: '192.168.1.20',
  certificate: 'ab'.repeat(32),
  credentials: { username: 'hub', password: 'tree-house-lamp' },
};
const STREAM = {
  kind: 'stream' as const,
  width: 640,
  height: 480,
  settings: { ...DEFAULT_STREAM_SETTINGS, burstFrames: 7 },
};
const OBJECT = { key: 'house', md5: 'm', bytes: 1 };

type House = Awaited<ReturnType<typeof openTestStore>>;

/** A hub with a camera by address, one with a key, and one by address that was removed; and what it would send. */
async function house(t: Parameters<typeof openTestStore>[0]): Promise<House & { object: SyncObject }> {
  const opened = await openTestStore(t);
  const { store } = opened;
  await store.addStreamCamera('gone', 'Gone', SOURCE, STREAM);
  await store.addCamera('porch', 'Porch', KEY);
  await store.addStreamCamera('garden', 'Garden', SOURCE, STREAM);
  await store.removeCamera('gone');
  return { ...opened, object: store.syncObject(store.homeUpload() as Upload) as SyncObject };
}

t.test('a hub out of a bucket reads the same cameras, and seals them with its own key', async (t) => {
  const old = await house(t);
  const { store, directory } = await openTestStore(t);
  t.equal(await store.importObject(old.object, OBJECT), 'taken');
  t.strictSame(
    store.cameras().map(({ id, stream }) => [id, stream]),
    [
      ['porch', null],
      ['garden', STREAM],
    ],
  );
  t.strictSame(store.streamSource('garden'), SOURCE);
  t.same(store.cameraKey('porch'), KEY);
  t.strictSame([store.streamSource('porch'), store.streamSource('gone')], [null, null]);
  for (const hub of [old.directory, directory])
    for (const file of [databasePath(hub), `${databasePath(hub)}-wal`])
      t.notOk(readFileSync(file).includes('tree-house-lamp'), 'no password lies open in a database');
  t.equal(store.homeUpload(), null, 'the bucket has it as it is');
});

t.test('people without cameras come out of a bucket, too', async (t) => {
  const { object } = await house(t);
  const { store } = await openTestStore(t);
  t.equal(
    await store.importObject({ ...object, rows: { user: object.rows['user'] ?? [] } }, OBJECT),
    'taken',
  );
  t.strictSame(store.cameras(), []);
});

t.test('an address that this hub cannot open any more is not sent, and its camera is', async (t) => {
  const { store, directory } = await house(t);
  await store.close();
  writeFileSync(path.join(directory, 'secret.key'), randomBytes(32));
  const { store: locked } = await openTestStore(t, { directory });
  const { rows } = locked.syncObject(locked.homeUpload() as Upload) as SyncObject;
  t.match(rows['camera'], [{ id: 'gone' }, { id: 'porch', key: null }, { id: 'garden', key: null }]);
  t.strictSame(rows['camera_stream'], []);
});

t.test('a changed address is due to the bucket again', async (t) => {
  const { store, object } = await house(t);
  await store.beginUpload({ ...(store.homeUpload() as Upload), key: 'k' }, { md5: 'm', bytes: 1 });
  await store.finishUpload('k');
  t.equal(store.homeUpload(), null);
  await store.changeStream('garden', { ...SOURCE, address: '192.168.1.21' }, STREAM);
  t.not(store.homeUpload()?.mark, object.mark);
});

t.test('what is no address is refused, and nothing of it is taken', async (t) => {
  const { object } = await house(t);
  const { store } = await openTestStore(t);
  const [stream] = object.rows['camera_stream'] ?? [];
  for (const odd of [{ source: '{}' }, { source: 'http://' }, { settings: '[]' }, { width: 'wide' }]) {
    const rows = { ...object.rows, camera_stream: [{ ...stream, ...odd }] } as SyncObject['rows'];
    t.throws(() => store.importObject({ ...object, rows }, OBJECT), { code: 'parcel-invalid' });
  }
  t.strictSame(store.cameras(), []);
  const stray = { ...object.rows, camera_stream: [{ ...stream, camera_number: 99 }] } as SyncObject['rows'];
  t.equal(await store.importObject({ ...object, rows: stray }, OBJECT), 'taken');
  t.strictSame(
    store.cameras().map(({ id, stream }) => [id, stream]),
    [
      ['porch', null],
      ['garden', null],
    ],
    'an address of no camera is passed over',
  );
});
