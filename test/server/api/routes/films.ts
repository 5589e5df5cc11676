import t from 'tap';
import { startApi } from '../../../support/api/hub.js';

t.test('a film of photos: asked for, looked at until it is there, fetched, removed', async (t) => {
  const hub = await startApi(t);
  const { headers } = await hub.signedIn('member');
  const ids = [await hub.photo(), await hub.photo()];
  const ask = (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
    hub.app.inject({ method, url, headers, ...(payload && { payload }) });
  const caption = Buffer.from('a line').toString('base64');
  let go = () => {};
  const waits = new Promise<void>((resolve) => {
    go = resolve;
  });
  hub.vision.answers.film = async (_bytes, _signal, _request, onProgress) => {
    onProgress?.(0.5);
    await waits;
    return { bytes: new Uint8Array([1, 2, 3, 4]), mime: 'video/mp4', width: 1080, height: 1920 };
  };
  const payload = { shape: '9:16', photos: [{ id: ids[0], caption }, { id: ids[1] }] };
  const made = await ask('POST', '/films', payload);
  t.match(made, { statusCode: 202 });
  t.match(made.json(), { id: 1, state: 'pending', done: 0, photos: 2, file: null, mime: null, bytes: 0 });
  while ((await ask('GET', '/films/1')).json().done !== 0.5) await new Promise(setImmediate);
  t.match((await ask('GET', '/films/1/file')).json(), { code: 'film-unknown' });
  go();
  while ((await ask('GET', '/films/1')).json().state === 'pending') await new Promise(setImmediate);
  t.match((await ask('GET', '/films')).json().films, [
    { id: 1, state: 'done', done: 1, mime: 'video/mp4', bytes: 4, file: '/films/1/file' },
  ]);
  const whole = await ask('GET', '/films/1/file');
  t.match(whole, { statusCode: 200, headers: { 'content-type': 'video/mp4', 'accept-ranges': 'bytes' } });
  const part = await hub.app.inject({ url: '/films/1/file', headers: { ...headers, range: 'bytes=1-2' } });
  t.match(part, { statusCode: 206, headers: { 'content-range': 'bytes 1-2/4' } });
  t.equal((await ask('DELETE', '/films/1')).statusCode, 204);
  t.match((await ask('GET', '/films/1')).json(), { code: 'film-unknown' });
  t.match((await ask('DELETE', '/films/1')).json(), { code: 'film-unknown' });
});

t.test('what is no film is refused, and guests have none', async (t) => {
  const hub = await startApi(t);
  const { headers } = await hub.signedIn('member');
  const id = await hub.photo();
  const guest = await hub.signedIn('guest', { cameras: ['porch'], until: hub.clock.now() + 1_000_000 });
  const make = (payload: object, who = headers) =>
    hub.app.inject({ method: 'POST', url: '/films', headers: who, payload });
  t.match((await make({ shape: '9:16', photos: [] })).json(), { code: 'request-invalid' });
  t.match((await make({ shape: '4:3', photos: [{ id }] })).json(), { code: 'request-invalid' });
  t.match((await make({ shape: '1:1', photos: [{ id, caption: 'no base64!' }] })).json(), {
    code: 'request-invalid',
  });
  t.match((await make({ shape: '1:1', photos: [{ id: 999 }] })).json(), { code: 'photo-unknown' });
  t.match((await make({ shape: '1:1', photos: [{ id }] }, guest.headers)).json(), { code: 'not-for-guests' });
});
