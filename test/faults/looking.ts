import { appendFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import t, { type Test } from 'tap';
import type { Health } from '../../src/server/api/schemas/health.js';
import type { PhotosPage } from '../../src/server/api/schemas/photos.js';
import type { Store } from '../../src/store/contract.js';
import { personAt, registerOwner, startHub } from '../support/hub.js';
import {
  fillUp,
  makeReadOnly,
  makeWritable,
  mountFailingCard,
  mountSmallDisk,
  protectFile,
} from '../support/small-disk.js';
import { addPhotos, withStore } from '../support/stocked.js';

const JSON_TYPE = { 'content-type': 'application/json' };

async function post(url: string, body: object): Promise<Response> {
  return fetch(url, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(body) });
}

/** Signs in, refreshes twice, and looks at the newest photo. */
async function lookAround(t: Test, url: string) {
  const signedIn = await post(`${url}/token`, { username: 'Mina', password: 'a long enough one' });
  t.equal(signedIn.status, 200, 'signed in');
  let tokens = (await signedIn.json()) as { access_token: string; refresh_token: string };
  for (let times = 0; times < 2; times += 1) {
    const refreshed = await post(`${url}/token/refresh`, { refresh_token: tokens.refresh_token });
    t.equal(refreshed.status, 200, 'refreshed');
    tokens = (await refreshed.json()) as typeof tokens;
  }
  const person = personAt(url, tokens.access_token);
  const { photos } = await person.get<PhotosPage>('/photos');
  const image = await person.fetch(`/photos/${photos[0]?.id}/image?variant=original`);
  t.equal(image.status, 200);
  t.ok((await image.arrayBuffer()).byteLength > 10_000, 'a photo is seen');
  return { person, photos };
}

t.test('a disk that is full to the last block: sign in, look, and delete', async (t) => {
  const disk = mountSmallDisk(t, 32);
  if (!disk) return;
  const data = path.join(disk, 'data');
  await withStore(data, (store) => addPhotos(store, 6));
  const hub = await startHub(t, { PETCAM_DATA_DIR: data });
  await registerOwner(hub);
  fillUp(path.join(disk, 'ballast'));
  const log = path.join(data, 'petcam.db-wal');
  t.ok(existsSync(log));
  t.throws(() => appendFileSync(log, Buffer.alloc(4_096)), { code: 'ENOSPC' });
  const { person, photos } = await lookAround(t, hub.url);
  for (const { id } of photos) {
    const gone = await person.fetch(`/photos/${id}`, { method: 'DELETE' });
    t.equal(gone.status, 204, `photo ${id} can be deleted`);
    fillUp(path.join(disk, 'ballast'));
  }
  t.match(await person.get('/photos'), { photos: [] });
  const open = (await (await fetch(`${hub.url}/health`)).json()) as Health;
  t.strictSame(open, { status: 'degraded', disk: 'full' }, 'said before anybody signs in');
});

t.test('a card that has turned read-only: sign in and look, and hear why nothing changes', async (t) => {
  const card = mountFailingCard(t, 48);
  if (!card) return;
  const data = path.join(card.folder, 'data');
  await withStore(data, (store) => addPhotos(store, 2));
  const hub = await startHub(t, { PETCAM_DATA_DIR: data });
  await registerOwner(hub);
  card.fail();
  const { person, photos } = await lookAround(t, hub.url);
  const answer = await person.fetch(`/photos/${photos[0]?.id}`, { method: 'DELETE' });
  t.equal(answer.status, 507);
  t.match(await answer.json(), { code: 'storage-failed', detail: /read-only or failing/ });
  const open = (await (await fetch(`${hub.url}/health`)).json()) as Health;
  t.strictSame(open, { status: 'degraded', disk: 'failing' });
  t.equal((await person.fetch('/logout', { method: 'POST', headers: JSON_TYPE, body: '{}' })).status, 204);
  t.equal((await person.fetch('/photos')).status, 401, 'signed out at once');
});

/** Starts a hub on a disk that only reads, and looks around. */
async function startAndLook(t: Test, data: string) {
  const hub = await startHub(t, { PETCAM_DATA_DIR: data });
  const { person, photos } = await lookAround(t, hub.url);
  const answer = await person.fetch(`/photos/${photos[0]?.id}`, { method: 'DELETE' });
  t.equal(answer.status, 507);
  const open = (await (await fetch(`${hub.url}/health`)).json()) as Health;
  t.strictSame(open, { status: 'degraded', disk: 'failing' }, 'said before anybody signs in');
  t.match(JSON.stringify(await person.get('/health')), /storage-failed.*read-only/);
  await hub.hub.stop();
}

t.test('a hub that starts on a disk that only reads, after a clean stop', async (t) => {
  const disk = mountSmallDisk(t, 48);
  if (!disk) return;
  const data = path.join(disk, 'data');
  await withStore(data, (store) => addPhotos(store, 2));
  const before = await startHub(t, { PETCAM_DATA_DIR: data });
  await registerOwner(before);
  await before.hub.stop();
  makeReadOnly(disk);
  await startAndLook(t, data);
});

t.test('a hub that starts on a card that turned read-only under the one before', async (t) => {
  const card = mountFailingCard(t, 48);
  if (!card) return;
  const data = path.join(card.folder, 'data');
  await withStore(data, (store) => addPhotos(store, 2));
  const before = await startHub(t, { PETCAM_DATA_DIR: data });
  await registerOwner(before);
  card.fail();
  await before.hub.stop();
  await startAndLook(t, data);
});

/** Favours a photo until that is stored, or the store has ended. */
async function favourUntilSettled(store: Store, photo: number): Promise<'stored' | 'ended'> {
  let hasEnded = false;
  store.onFault(() => {
    hasEnded = true;
  });
  while (!hasEnded) {
    const isStored = await store.setFavourite(photo, true).then(
      () => true,
      () => false,
    );
    if (isStored) return 'stored';
    await setTimeout(100);
  }
  return 'ended';
}

t.test('a file that could only be read when the hub started is written to once it can be', async (t) => {
  const disk = mountSmallDisk(t, 48);
  if (!disk) return;
  const data = path.join(disk, 'data');
  await withStore(data, (store) => addPhotos(store, 2));
  const before = await startHub(t, { PETCAM_DATA_DIR: data });
  await before.hub.stop();
  const allow = protectFile(t, path.join(data, 'petcam.db'));
  const { store } = await startHub(t, { PETCAM_DATA_DIR: data });
  await t.rejects(store.setFavourite(1, true), { code: 'storage-failed' });
  allow();
  t.equal(await favourUntilSettled(store, 1), 'stored');
});

t.test(
  'a disk that could only be read when the hub started ends that hub once it takes writes',
  async (t) => {
    const disk = mountSmallDisk(t, 48);
    if (!disk) return;
    const data = path.join(disk, 'data');
    await withStore(data, (store) => addPhotos(store, 2));
    const before = await startHub(t, { PETCAM_DATA_DIR: data });
    await registerOwner(before);
    await before.hub.stop();
    makeReadOnly(disk);
    const { hub, store } = await startHub(t, { PETCAM_DATA_DIR: data });
    makeWritable(disk);
    t.equal(await favourUntilSettled(store, 1), 'ended', 'the service starts it again');
    await hub.stop();
    const after = await startHub(t, { PETCAM_DATA_DIR: data });
    const { person, photos } = await lookAround(t, after.url);
    t.equal((await person.fetch(`/photos/${photos[0]?.id}`, { method: 'DELETE' })).status, 204);
  },
);
