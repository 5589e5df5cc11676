import t from 'tap';
import type { Photo } from '../../../../src/server/api/schemas/photos.js';
import { startApi } from '../../../support/api/hub.js';

t.test('an owner says who lives here, everybody reads it, and photos say who is on them', async (t) => {
  const { app, photo, signedIn } = await startApi(t);
  const owner = await signedIn('owner');
  const member = await signedIn('member');
  const shown = await photo({ pet: 'dog' });
  const ask = (headers: object, method: 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
    app.inject({ method, url, headers: headers as never, ...(payload && { payload }) });

  const added = await ask(owner.headers, 'POST', '/pets', { name: ' Nabi ', kind: 'cat', photo: shown });
  t.equal(added.statusCode, 201);
  const nabi = added.json();
  t.match(nabi, { name: 'Nabi', kind: 'cat', picture: { photo: shown, thumb: /variant=thumb&v=1/ } });
  t.equal((await ask(member.headers, 'POST', '/pets', { name: 'X', kind: 'cat' })).statusCode, 403);
  t.strictSame((await app.inject({ url: '/pets', headers: member.headers })).json(), {
    pets: [nabi],
    recognition: null,
  });

  const photoNow = async (): Promise<Photo> =>
    (await app.inject({ url: `/photos/${shown}`, headers: member.headers })).json();
  t.match(await photoNow(), { pet: 'cat', pets: [nabi.id], corrected: false });
  const listed = await app.inject({ url: `/photos?who=${nabi.id}`, headers: member.headers });
  t.equal(listed.json().photos.length, 1);

  const say = async (payload: object) =>
    (await ask(member.headers, 'PATCH', `/photos/${shown}`, payload)).json();
  t.match(await say({ pet: null }), { pet: null, pets: [], corrected: true });
  t.match(await say({ pets: [nabi.id] }), { pet: 'cat', pets: [nabi.id], corrected: true });
  t.match(await say({ pets: null }), { pet: 'cat', corrected: false });
  t.match(await say({ pets: [77] }), { code: 'pet-unknown' });

  const renamed = await ask(owner.headers, 'PATCH', `/pets/${nabi.id}`, { name: 'Nabiya', photo: null });
  t.match(renamed.json(), { name: 'Nabiya', picture: null });
  t.match((await ask(owner.headers, 'PATCH', `/pets/${nabi.id}`, { kind: 'dog' })).json(), { kind: 'dog' });
  t.equal((await ask(owner.headers, 'DELETE', `/pets/${nabi.id}`)).statusCode, 204);
  t.match(await photoNow(), { pet: 'dog', pets: [] });
});

t.test('reasons name the kind that lives here', async (t) => {
  const { app, store, signedIn, run } = await startApi(t);
  const { headers } = await signedIn('owner');
  const { cutOf, makePhoto, sendBurst, KEY } = await import('../../../support/store.js');
  await store.addCamera('hall', 'Hall', KEY);
  await sendBurst(run, 'b1', { camera: 'hall' });
  const params = { of: 3, pet: 'dog', whole: 'yes' };
  const reason = {
    code: 'chosen-sharpest',
    params,
    text: 'chosen: sharpest of 3 with the whole dog in view',
  };
  const cut = cutOf(3);
  const frames = cut.frames.map((frame) => (frame.place === 1 ? { ...frame, reason } : frame));
  const id = await makePhoto(run, store.nextCutJob(), { cut: { pet: 'dog', summary: reason, frames } });
  const textsOf = async () => {
    const photo = (await app.inject({ url: `/photos/${id}`, headers })).json();
    const burst = (await app.inject({ url: `/bursts/${photo.burstId}`, headers })).json();
    return [photo.summary.text, burst.frames[0].reason.text];
  };
  t.match((await textsOf()).join(), /dog.*dog/);
  const { id: nabi } = await store.addPet({ name: 'Nabi', kind: 'cat', photo: null });
  t.match((await textsOf()).join(), /whole cat.*whole cat/);
  await store.changePet(nabi, { kind: 'other' });
  t.match((await textsOf()).join(), /whole pet.*whole pet/);
});
