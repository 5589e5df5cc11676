import t from 'tap';
import { readTurn } from '../../../../src/core/upright.js';
import type { Burst } from '../../../../src/server/api/schemas/bursts.js';
import type { Photo, PhotosPage } from '../../../../src/server/api/schemas/photos.js';
import { startApi } from '../../../support/api/hub.js';

/** One hub for all: each test has a camera of its own, and asks for its photos alone. */
const { app, photo, clock, store, vision, signedIn } = await startApi(t);
const { headers } = await signedIn('member');
const now = clock.now();

async function get<T>(url: string): Promise<T> {
  return (await app.inject({ url, headers })).json();
}

async function patch(id: number, payload: object): Promise<Photo & { code?: string }> {
  return (await app.inject({ method: 'PATCH', url: `/photos/${id}`, headers, payload })).json();
}

const idsOf = ({ photos }: PhotosPage) => photos.map(({ id }) => id);

t.test('pages go from the newest to the oldest and end', async (t) => {
  const made: number[] = [];
  for (let age = 0; age < 5; age += 1) made.push(await photo({ camera: 'pages', at: now - age * 1000 }));
  const pages: number[][] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: PhotosPage = await get(`/photos?camera=pages&limit=2${cursor && `&cursor=${cursor}`}`);
    pages.push(idsOf(page));
    cursor = page.next;
  }
  t.strictSame(pages, [made.slice(0, 2), made.slice(2, 4), made.slice(4)]);
});

t.test('photos that arrive while somebody turns pages neither repeat nor hide others', async (t) => {
  const camera = 'busy';
  const old: number[] = [];
  for (let count = 0; count < 4; count += 1) old.unshift(await photo({ camera, at: now }));
  const first = await get<PhotosPage>('/photos?camera=busy&limit=2');
  await photo({ camera, at: now + 5000 });
  await photo({ camera, at: now });
  const second = await get<PhotosPage>(`/photos?camera=busy&cursor=${first.next}`);
  t.strictSame([...idsOf(first), ...idsOf(second)], old);
});

t.test('every filter narrows the list', async (t) => {
  const camera = 'filters';
  const cat = await photo({ camera, at: now });
  const dog = await photo({ camera, at: now - 1000, pet: 'dog' });
  const none = await photo({ camera, at: now - 2000, pet: null });
  await store.setFavourite(dog, true);
  const ids = async (query: string) => idsOf(await get(`/photos?camera=filters&${query}`));
  t.strictSame(await ids('favourite=true'), [dog]);
  t.strictSame(await ids('favourite=false'), [cat], 'what shows only movement is left out');
  t.strictSame(await ids('favourite=false&movement=all'), [cat, none]);
  t.strictSame(await ids('movement=only'), [none]);
  t.strictSame(await ids('pet=cat'), [cat]);
  t.strictSame(await ids('pet=any'), [cat, dog]);
  t.strictSame(await ids('pet=none'), [none]);
  const { takenAt } = await get<Photo>(`/photos/${dog}`);
  t.strictSame(await ids(`from=${takenAt}`), [cat, dog]);
  t.strictSame(await ids(`until=${takenAt}&movement=all`), [none]);
});

t.test('a photo says where its images are', async (t) => {
  const id = await photo({ camera: 'one' });
  const before = await get<Photo>(`/photos/${id}`);
  t.match(before, {
    id,
    camera: 'one',
    pet: 'cat',
    favourite: false,
    upscale: 'pending',
    summary: { text: 'sharpest of 3' },
    images: { thumb: `/photos/${id}/image?variant=thumb&v=${before.version}`, upscaled: null },
  });
  const larger = { bytes: new Uint8Array(4), mime: 'image/jpeg', width: 1600, height: 1200 } as const;
  await store.saveUpscale(id, before.frameId, larger, 'x2');
  const after = await get<Photo>(`/photos/${id}`);
  t.equal(after.images.upscaled, `/photos/${id}/image?variant=upscaled&v=${after.version}`);
  t.not(after.version, before.version, 'so that no cache shows the old one');
});

t.test('months are counted for the scroll bar', async (t) => {
  const camera = 'months';
  for (const day of [new Date(2026, 9, 15), new Date(2026, 10, 15), new Date(2026, 10, 16)])
    await photo({ camera, at: day.getTime() });
  const [november, december] = [new Date(2026, 10).getTime(), new Date(2026, 11).getTime()];
  t.match(await get('/photos/months?camera=months'), {
    months: [
      { month: '2026-11', photos: 2, from: november, until: december },
      { month: '2026-10', photos: 1, until: november },
    ],
  });
});

t.test('favourite, and back', async (t) => {
  const id = await photo();
  for (const favourite of [true, false]) t.equal((await patch(id, { favourite })).favourite, favourite);
});

t.test('choosing another frame of the burst', async (t) => {
  const id = await photo();
  const before = await get<Photo>(`/photos/${id}`);
  const { frames } = await get<Burst>(`/bursts/${before.burstId}`);
  const chosenFrame = frames.find((frame) => frame.id !== before.frameId)?.id as number;
  const asked = vision.asked.length;
  const after = await patch(id, { chosenFrame, favourite: true });
  t.match(after, { frameId: chosenFrame, favourite: true, summary: { code: 'chosen-by-owner' } });
  t.ok(after.version > before.version);
  t.equal(vision.asked.length, asked + 1);
  await patch(id, { chosenFrame });
  t.equal(vision.asked.length, asked + 1, 'choosing what is chosen costs nothing');
});

t.test('a frame that cannot be shown is not chosen', async (t) => {
  const id = await photo({ aside: 1 });
  const { burstId, frameId } = await get<Photo>(`/photos/${id}`);
  const stranger = await get<Photo>(`/photos/${await photo()}`);
  const [kept, aside] = store.burst(burstId)?.frames.filter((frame) => frame.id !== frameId) ?? [];
  const asked = vision.asked.length;
  const code = async (chosenFrame?: number) => (await patch(id, { chosenFrame })).code;
  t.equal(await code(stranger.frameId), 'frame-unknown');
  t.equal(await code(0), 'request-invalid');
  t.equal(await code(aside?.id), 'frame-aside');
  await store.trimFrames(Number.MAX_SAFE_INTEGER, 1000);
  t.equal(await code(kept?.id), 'frame-gone');
  t.equal(vision.asked.length, asked, 'nothing was decoded for these');
});

t.test('a deletion can be taken back', async (t) => {
  const url = `/photos/${await photo({ camera: 'bin' })}`;
  t.equal((await app.inject({ method: 'DELETE', url, headers })).statusCode, 204);
  t.match(await get(url), { status: 404, code: 'photo-unknown' });
  t.strictSame(idsOf(await get('/photos?camera=bin')), []);
  t.equal((await app.inject({ method: 'POST', url: `${url}/restore`, headers })).statusCode, 200);
  t.equal((await app.inject({ url, headers })).statusCode, 200);
});

t.test('what does not exist is told by name', async (t) => {
  const calls = [
    { method: 'GET', url: '/photos/9999' },
    { method: 'PATCH', url: '/photos/9999', payload: { favourite: true } },
    { method: 'DELETE', url: '/photos/9999' },
    { method: 'POST', url: '/photos/9999/restore' },
  ] as const;
  for (const call of calls)
    t.match(
      (await app.inject({ ...call, headers })).json(),
      { status: 404, code: 'photo-unknown' },
      call.method,
    );
});

t.test('bad requests name every fault', async (t) => {
  const faults = async (method: 'GET' | 'PATCH', url: string, payload?: object) => {
    const problem = (await app.inject({ method, url, headers, ...(payload && { payload }) })).json();
    t.equal(problem.status, 400);
    return problem.faults?.map(({ field }: { field: string }) => field).sort();
  };
  t.strictSame(await faults('GET', '/photos?limit=0&pet=horse&from=x'), [
    'querystring/from',
    'querystring/limit',
    'querystring/pet',
  ]);
  t.strictSame(await faults('GET', '/photos/first'), ['params/id']);
  t.strictSame(await faults('PATCH', '/photos/1', { favourite: 'yes', rating: 5 }), [
    'body/favourite',
    'body/rating',
  ]);
  t.strictSame(await faults('PATCH', '/photos/1', {}), ['body']);
  t.match(await get('/photos?cursor=zzz'), { code: 'cursor-invalid' });
});

t.test('a photo is turned, and turned back', async (t) => {
  const id = await photo({ camera: 'sideways' });
  const before = await get<Photo>(`/photos/${id}`);
  const turned = await patch(id, { turn: 270 });
  t.match(turned, { turn: 270, width: before.height, height: before.width, upscale: 'pending' });
  t.not(turned.images.thumb, before.images.thumb, 'under another address');
  const { frames } = await get<Burst>(`/bursts/${turned.burstId}`);
  t.match(frames[0]?.images.original, 'turn=270', 'its frames too');
  const bytes = async (url: string) => (await app.inject({ url, headers })).rawPayload;
  const [plain, seen] = [await bytes(before.images.original), await bytes(turned.images.original)];
  t.equal(readTurn(seen).orientation, 8);
  const tag = async () => (await app.inject({ url: turned.images.original, headers })).headers.etag;
  t.match(await tag(), '-270"');
  t.match(await patch(id, { turn: 0 }), { turn: 0, width: before.width, height: before.height });
  t.notMatch(await tag(), '-270"');
  t.ok(plain.length > 0);
  t.match(await patch(id, { turn: 45 }), { code: 'request-invalid' });
});

t.test('the days of a month that have photos, on the wall of a zone', async (t) => {
  const { app, photo, signedIn } = await startApi(t);
  const { headers } = await signedIn('member');
  const days = async (query: string) => (await app.inject({ url: `/photos/days?${query}`, headers })).json();
  await photo({ at: Date.parse('2025-10-31T23:30:00Z'), camera: 'hall' });
  await photo({ at: Date.parse('2025-11-30T22:00:00Z'), pet: 'dog' });
  await photo({ at: Date.parse('2025-11-09T12:00:00Z') });
  t.strictSame(await days('month=2025-11&tz=UTC'), { days: [9, 30] });
  t.strictSame(await days('month=2025-11&tz=Europe/Berlin'), { days: [1, 9, 30] });
  t.strictSame(await days('month=2025-12&tz=Asia/Seoul'), { days: [1] });
  t.strictSame(await days('month=2025-11&tz=UTC&pet=cat'), { days: [9] });
  t.ok((await days('month=2025-11')).days.includes(9), "by the hub's own clock");
  t.match(await days('month=2025-13'), { code: 'request-invalid' });
  t.match(await days('month=2025-11&tz=Moon'), { code: 'request-invalid' });
});
