/** Films from what people ask for to their files, with a vision process that answers as the test says. */
import t from 'tap';
import { Fault, Refusal } from '../../src/core/errors.js';
import { createLog } from '../../src/core/log.js';
import { FilmsService } from '../../src/hub/films.js';
import type { Vision } from '../../src/imaging/vision/types.js';
import { TestVision } from '../support/api/vision.js';
import { addPhotos } from '../support/stocked.js';
import { openTestStore } from '../support/store.js';

type Teardown = { teardown(end: () => unknown): void };

async function home(t: Teardown, photos = 3) {
  const { store, clock } = await openTestStore(t);
  await addPhotos(store, photos);
  const owner = await store.registerFirstOwner({ name: 'Mina', passwordHash: 'h' });
  const vision = new TestVision();
  const log = createLog('silent');
  const start = (by: Pick<Vision, 'run'> = vision) => {
    const service = new FilmsService({ store, vision: by, clock, log });
    service.start();
    t.teardown(() => service.stop());
    return service;
  };
  const ids = store.photos({ limit: 30 }).map(({ id }) => id);
  const film = (some = ids, caption: Uint8Array | null = null) => ({
    shape: '9:16' as const,
    photos: some.map((id) => ({ id, caption })),
    createdBy: owner.id,
  });
  return { store, clock, vision, start, ids, film };
}

t.test('a film is asked for, encoded with its lines, and there', async (t) => {
  const { store, vision, start, ids, film } = await home(t);
  const service = start();
  const row = await service.make(film(ids, Buffer.from('line')));
  t.match(row, { shape: '9:16', state: 'pending', photos: 3, mime: null, length: 0 });
  await service.idle();
  t.match(store.films(), [{ id: row.id, state: 'done', mime: 'video/mp4', length: 2 }]);
  t.match(store.filmBytes(row.id), { mime: 'video/mp4', sha256: /^[0-9a-f]{64}$/ });
  const asked = vision.asked.find(({ task }) => task === 'film');
  const { photos } = (asked as NonNullable<typeof asked>).request as {
    photos: { length: number; caption: number }[];
  };
  t.strictSame(
    photos.map(({ caption }) => caption),
    [4, 4, 4],
  );
  t.equal(
    asked?.bytes.length,
    photos.reduce((sum, { length }) => sum + length + 4, 0),
  );
  t.equal(service.progress(row.id), 0, 'nothing is under way any more');
});

t.test('its progress is known while it is encoded, and it can be given up', async (t) => {
  const { store, start, vision, film } = await home(t);
  const heard: number[] = [];
  vision.answers.film = (_bytes, signal, _request, onProgress) => {
    onProgress?.(0.4);
    heard.push(service.progress(1), service.progress(2));
    void service.remove(1);
    return new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new Refusal('cancelled', 'nobody waits')));
    });
  };
  const service = start();
  await service.make(film());
  await service.idle();
  t.strictSame(heard, [0.4, 0]);
  t.strictSame(store.films(), []);
  await service.remove(7);
});

t.test('one that cannot be made is failed with its reason, and keeps no other waiting', async (t) => {
  const { store, vision, start, film, ids } = await home(t);
  const answer = vision.answers.film;
  vision.answers.film = () => {
    vision.answers.film = answer;
    throw new Refusal('image-undecodable', 'it is damaged');
  };
  const service = start();
  await service.make(film());
  await service.make(film(ids.slice(0, 1)));
  await service.idle();
  t.match(store.films(), [{ state: 'done' }, { state: 'failed', mime: null }]);
  t.equal(store.filmBytes(1), null);
});

t.test('a hub that cannot work, or ends meanwhile, makes it later', async (t) => {
  const { store, clock, vision, start, film } = await home(t);
  const answer = vision.answers.film;
  vision.answers.film = () => {
    vision.answers.film = answer;
    throw new Fault('vision-unavailable', 'it does not start', 'install it again');
  };
  const first = start();
  await first.make(film());
  await first.idle();
  t.match(store.films(), [{ state: 'pending' }]);
  await first.stop();
  const second = start();
  await second.idle();
  t.match(store.films(), [{ state: 'done' }]);
  await clock.advance(60_000);
});

t.test('photos that are gone are left out; with none left there is no film', async (t) => {
  const { store, start, film, ids, vision } = await home(t);
  const gone = start({
    run: () => {
      throw new Error('it has nothing to encode');
    },
  });
  await gone.stop();
  const made = await store.createFilm(film(ids.slice(0, 1)));
  const bytes = store.frameBytes.bind(store);
  t.teardown(() => Object.assign(store, { frameBytes: bytes }));
  Object.assign(store, { frameBytes: () => null });
  const service = start();
  await service.idle();
  t.match(store.film(made.id), { state: 'failed' });
  t.equal(vision.asked.length, 0);
});

t.test('few wait, few are kept, and a photo in the bin takes its films along', async (t) => {
  const { store, film, ids } = await home(t);
  for (let count = 0; count < 4; count += 1) await store.createFilm(film());
  await t.rejects(store.createFilm(film()), { code: 'films-busy' });
  t.equal(store.nextFilmJob([1, 2])?.id, 3);
  await store.beginFilm(1);
  t.equal(store.nextFilmJob()?.id, 2, 'one that was begun goes behind the others');
  await store.forgoFilm(1);
  t.equal(store.nextFilmJob()?.id, 1);
  for (let id = 1; id <= 14; id += 1) {
    if (id > 4) await store.createFilm(film(ids.slice(1)));
    await store.failFilm(id, 'test');
  }
  await store.createFilm(film(ids.slice(1)));
  t.equal(store.films().length, 12);
  await t.rejects(store.createFilm(film([999])), { code: 'photo-unknown' });
  await store.deletePhoto(ids[1] ?? 0);
  t.strictSame([store.films(), store.film(15), store.nextFilmJob()], [[], null, null]);
  await store.restorePhoto(ids[1] ?? 0);
  t.equal(store.films().length, 12);
  await store.deletePhoto(ids[1] ?? 0);
  await store.deleteForEver(ids);
  t.equal(store.films().length, 0, 'for ever');
});
