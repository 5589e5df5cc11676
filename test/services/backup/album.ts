import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { withPhotoExif } from '../../../src/core/photo-exif.js';
import { stamper } from '../../../src/core/stamp.js';
import { exportAlbum } from '../../../src/services/backup/album.js';
import type { Store } from '../../../src/store/contract.js';
import { temporaryFolder } from '../../support/folder.js';
import { addPhotos } from '../../support/stocked.js';
import { imageOf, openTestStore } from '../../support/store.js';

async function storeWithPhotos(t: Parameters<typeof openTestStore>[0] & { teardown(end: () => void): void }) {
  const { store } = await openTestStore(t);
  await addPhotos(store, 12);
  const folder = temporaryFolder(t);
  const request = {
    folder,
    filter: {},
    timeZone: 'Europe/Berlin',
    software: 'PetCam hub 0.1.0',
    upscaled: false,
    reserveBytes: 0,
  };
  return { store, folder, request };
}

const files = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.\w+$/.test(name))
    .sort();

t.test(
  'ordinary photos by year and month, with their times, and what the hub knows beside them',
  async (t) => {
    const { store, folder, request } = await storeWithPhotos(t);
    const heard: string[] = [];
    const report = await exportAlbum(store, request, (done, total) => heard.push(`${done}/${total}`));
    t.strictSame(report, { written: 12, kept: 0 });
    t.equal(heard.at(-1), '12/12');
    t.equal(files(folder).length, 24);
    const [first] = store.photos({ limit: 1, oldestFirst: true });
    const { date, time, fraction, offset } = stamper('Europe/Berlin')(first?.takenAt ?? 0);
    const name = `${date}_${time.replaceAll(':', '-')}_porch_${first?.id}`;
    const file = path.join(folder, '2025', '11', name);
    t.equal(statSync(`${file}.jpg`).mtimeMs, first?.takenAt);
    const original = store.image(first?.id ?? 0, 'original')?.bytes ?? new Uint8Array();
    const written = readFileSync(`${file}.jpg`);
    t.equal(written.length > original.length, true);
    t.ok(
      written.equals(
        Buffer.from(
          withPhotoExif(original, {
            taken: { date, time, fraction, offset },
            camera: 'Front porch',
            software: 'PetCam hub 0.1.0',
            description: first?.summary.text ?? '',
          }),
        ),
      ),
    );
    t.match(JSON.parse(readFileSync(`${file}.json`, 'utf8')), {
      id: first?.id,
      cameraName: 'Front porch',
      takenAt: `${date}T${time}.${fraction}+01:00`,
      pet: 'cat',
      frames: [{ index: 0, place: 1 }, {}, {}],
    });
    t.ok(existsSync(path.join(folder, '2025', '12')), 'the next month has a folder of its own');
  },
);

t.test('a second run writes what is new, changed or was lost, and goes on after a power cut', async (t) => {
  const { store, folder, request } = await storeWithPhotos(t);
  await exportAlbum(store, request);
  t.strictSame(await exportAlbum(store, request), { written: 0, kept: 12 });
  await addPhotos(store, 1, 'new');
  const [newest] = store.photos({ limit: 1 });
  await store.setFavourite(newest?.id ?? 0, true);
  rmSync(path.join(folder, files(folder).find((name) => name.endsWith('.json')) ?? ''));
  rmSync(path.join(folder, files(folder).filter((name) => name.endsWith('.jpg'))[5] ?? ''));
  t.strictSame(await exportAlbum(store, request), { written: 4, kept: 9 });
  t.strictSame(await exportAlbum(store, request), { written: 0, kept: 13 });
});

t.test('a part of them; the enlarged ones too; a camera that was removed', async (t) => {
  const { store, folder, request } = await storeWithPhotos(t);
  const [photo] = store.photos({ limit: 1 });
  await store.setFavourite(photo?.id ?? 0, true);
  await store.saveUpscale(photo?.id ?? 0, photo?.frameId ?? 0, imageOf(9, 'image/jpeg'), 'x2');
  await store.removeCamera('porch');
  const part = { ...request, filter: { favourite: true }, upscaled: true };
  t.strictSame(await exportAlbum(store, part), { written: 1, kept: 0 });
  t.equal(files(folder).length, 3);
  t.ok(files(folder).some((name) => name.endsWith('_x2.jpg')));
  t.strictSame(await exportAlbum(store, part), { written: 0, kept: 1 });
  const sidecar = files(folder).find((name) => name.endsWith('.json')) ?? '';
  t.match(JSON.parse(readFileSync(path.join(folder, sidecar), 'utf8')), {
    camera: 'porch',
    cameraName: null,
  });
});

t.test('a disk that would run full is left with room', async (t) => {
  const { store, request } = await storeWithPhotos(t);
  const greedy = { ...request, reserveBytes: 2 ** 60 };
  await t.rejects(exportAlbum(store, greedy), { code: 'export-full', hint: /goes on where it ended/ });
  const gone = { ...store, image: () => null } as unknown as Store;
  t.strictSame(await exportAlbum(gone, request), { written: 0, kept: 0 }, 'a photo that went meanwhile');
});
