import t from 'tap';
import { startApi } from '../../../support/api/hub.js';

const HOUR = 3_600_000;
const { app, store, clock, link, signedIn } = await startApi(t);
await store.addCamera('porch', 'Porch', new Uint8Array(32));

const put = async (url: string, payload: object, role: 'owner' | 'member' = 'owner') =>
  app.inject({ method: 'PUT', url, payload, headers: (await signedIn(role)).headers });
const get = async (url: string) =>
  (await app.inject({ url, headers: (await signedIn('owner')).headers })).json();

t.test('a camera takes photos by its timetable, and the quiet hours are kept', async (t) => {
  t.strictSame(await get('/cameras/porch/timetable'), { timetable: null, next: [] });
  // 04:03 in Berlin.
  const timetable = { every: '2h', between: ['08:00', '22:00'], days: ['sun', 'mon'] };
  const answer = await put('/cameras/porch/timetable', { timetable });
  t.equal(answer.statusCode, 200);
  t.strictSame(answer.json().timetable, timetable);
  t.strictSame(
    answer.json().next.map((time: number) => new Date(time).toISOString().slice(0, 16)),
    ['2025-11-23T07:00', '2025-11-23T09:00', '2025-11-23T11:00'],
  );
  await clock.advance(8 * HOUR);
  t.strictSame(link.asked, Array(3).fill(['porch', 'capture', {}]));
  const { timeZone, jobs } = await get('/schedules');
  t.equal(timeZone, 'Europe/Berlin');
  const job = jobs.find(({ name }: { name: string }) => name === 'capture/porch');
  t.match(job, { outcome: 'done', note: 'A burst was asked for.', running: false });

  const quiet = { from: '13:00', until: '17:00' };
  t.strictSame((await put('/quiet-hours', { quiet })).json(), { quiet });
  t.strictSame(await get('/quiet-hours'), { quiet });
  await clock.advance(6 * HOUR);
  t.equal(link.asked.length, 4, 'at 18:00, and neither at 14:00 nor at 16:00');
  t.strictSame((await put('/quiet-hours', { quiet: null })).json(), { quiet: null });

  await put('/cameras/porch/pause', { pause: { minutes: 120 } });
  await clock.advance(2 * HOUR);
  t.equal(link.asked.length, 4, 'nor at 20:00, while it is paused');

  link.answer = () => {
    throw new Error('The camera is not connected.');
  };
  await clock.advance(2 * HOUR);
  const failed = (await get('/schedules')).jobs.find(
    ({ name }: { name: string }) => name === 'capture/porch',
  );
  t.match(failed, { outcome: 'failed', note: 'The camera is not connected.' });

  t.strictSame((await put('/cameras/porch/timetable', { timetable: null })).json(), {
    timetable: null,
    next: [],
  });
});

t.test('what does not fit, and who may not', async (t) => {
  const cron = await put('/cameras/porch/timetable', { timetable: { cron: ['0 8 * *'] } });
  t.match(cron.json(), { status: 400, code: 'timetable-invalid', detail: /five fields/ });
  const every = await put('/cameras/porch/timetable', { timetable: { every: '1m' } });
  t.match(every.json(), { code: 'timetable-invalid', detail: /5m to 24h/ });
  t.match((await put('/cameras/porch/timetable', { timetable: { at: ['8'] } })).json(), {
    code: 'request-invalid',
  });
  t.match((await put('/cameras/shed/timetable', { timetable: null })).json(), { code: 'camera-unknown' });
  t.match((await put('/quiet-hours', { quiet: { from: '25:00', until: '07:00' } })).json(), {
    code: 'request-invalid',
  });
  for (const url of ['/cameras/porch/timetable', '/quiet-hours'])
    t.match((await put(url, { timetable: null, quiet: null }, 'member')).json(), { code: 'owner-only' }, url);
});
