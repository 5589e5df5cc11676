/** The last photos on the phone, for times when the hub cannot be reached. */
import path from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import t from 'tap';
import { databasePath, openForWriting } from '../../src/store/database.js';
import { registerOwner, startHub } from '../support/hub.js';
import { fillGallery, giveThumbnails } from '../support/many-photos.js';
import { startRawServer } from '../support/raw-server.js';
import { KEY } from '../support/store.js';
import { accessibilityFaults, fillIn, noBrowser, openBrowser, openPhone, owner } from './fixtures/browser.js';

/** One of them is in the bin. */
const PHOTOS = 70;
const CHOICE = 'Keep the last 60 photos on this phone';

/** What lies in the browser: how many photos, and whether one can be read by who reads the files. */
const stored = (page: Page) =>
  page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    if (!names.includes('petcam-kept')) return null;
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve) => {
        request.onsuccess = () => resolve(request.result);
      });
    const database = await answer(indexedDB.open('petcam-kept'));
    const store = (name: string) => database.transaction(name).objectStore(name);
    const photos: { id: number; sealed: ArrayBuffer }[] = await answer(store('photos').getAll());
    const key: CryptoKey = await answer(store('facts').get('key'));
    database.close();
    const text = photos.map(({ sealed }) => new TextDecoder('latin1').decode(sealed)).join('');
    return {
      photos: photos.length,
      oldest: photos[0]?.id,
      legible: /WEBP|Porch|takenAt/.test(text),
      extractable: key.extractable,
    };
  });

t.test('the app without its hub shows the photos that are kept', { skip: noBrowser }, async (t) => {
  const whole = t;
  const hub = await startHub(t);
  await hub.store.addCamera('porch', 'Porch', KEY);
  const db = openForWriting(databasePath(path.join(hub.directory, 'data')));
  const grey = { create: { width: 64, height: 48, channels: 3 as const, background: '#976' } };
  fillGallery(db, PHOTOS);
  giveThumbnails(db, await sharp(grey).webp().toBuffer());
  db.exec(
    `INSERT INTO photo_image (photo_id, variant, mime, sha256, width, height, bytes)
     SELECT photo_id, 'preview', mime, sha256, width, height, bytes FROM photo_image`,
  );
  db.prepare('UPDATE photo SET taken_at = ? + id').run(Date.now() - 1_000);
  db.close();
  const mina = await registerOwner(hub);
  const { page } = await openPhone(await openBrowser(t));
  const choice = page.getByLabel(CHOICE);
  const lost = page.getByRole('heading', { name: 'Can’t reach the hub' });
  const tiles = page.locator('.kept-tiles img');
  const openSettings = async () => {
    await page.goto(`${hub.url}/#/settings`);
    await fillIn(page, owner, 'Sign in');
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
  };
  const keep = async () => {
    await choice.check();
    await page.getByText('60 photos kept').waitFor();
  };

  await t.test('only for who wants it, and to be read by nobody else', async (t) => {
    await openSettings();
    await choice.waitFor();
    t.equal(await choice.isChecked(), false);
    t.equal(await stored(page), null);
    await keep();
    t.same(await stored(page), { photos: 60, oldest: 11, legible: false, extractable: false });
  });

  await t.test('the hub is off: the photos are there, with what to try', async (t) => {
    await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
    await page.reload();
    await page.getByText('60 photos kept').waitFor();
    await hub.hub.stop();
    await page.reload();
    await lost.waitFor();
    await page.getByText(/Your last photos, as of \d/).waitFor();
    await page.getByText('not in your home network, or the hub is off').waitFor();
    await tiles.first().waitFor();
    t.equal(await tiles.count(), 60);
    await page.waitForFunction(
      () => (document.querySelector<HTMLImageElement>('.kept-tiles img')?.naturalWidth ?? 0) > 0,
    );
    t.same(await accessibilityFaults(page), []);
  });

  await t.test('one is shown large, and the escape key leads back', async (t) => {
    const tile = page.locator('.kept-tiles button').nth(2);
    await tile.click();
    const large = page.getByRole('dialog');
    await large.waitFor();
    await page.waitForFunction(() => {
      const row = document.querySelector('.kept-row');
      return row && Math.round(row.scrollLeft / row.clientWidth) === 2;
    });
    t.same(await accessibilityFaults(page), []);
    await page.keyboard.press('Escape');
    await large.waitFor({ state: 'detached' });
    t.ok(await tile.evaluate((element) => element === document.activeElement));
  });

  await t.test('an address that never answers is no reason to wait for minutes', async (t) => {
    const silent = await startRawServer(t, () => undefined, Number(new URL(hub.url).port));
    await page.goto('about:blank');
    await page.goto(`${hub.url}/#/settings`, { waitUntil: 'commit' });
    await lost.waitFor();
    t.equal(await tiles.count(), 60);
    silent.close();
  });

  await t.test('the hub is back, and the page goes on by itself', async (t) => {
    await startHub(whole, {
      PETCAM_DATA_DIR: path.join(hub.directory, 'data'),
      PETCAM_HTTP_PORT: new URL(hub.url).port,
    });
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    t.equal(await choice.isChecked(), true);
  });

  await t.test('a session that is ended elsewhere takes them along', async (t) => {
    await mina.send('DELETE', '/sessions');
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.waitForFunction(async () => (await indexedDB.databases()).length === 0);
    t.pass('nothing is left');
  });

  await t.test('signing out takes them along, and so does the switch', async (t) => {
    await openSettings();
    t.equal(await choice.isChecked(), false, 'it is asked anew');
    await keep();
    await choice.uncheck();
    await page.waitForFunction(async () => (await indexedDB.databases()).length === 0);
    await keep();
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.waitForFunction(async () => (await indexedDB.databases()).length === 0);
    t.pass('nothing is left');
  });
});
