import t from 'tap';
import { startApi } from '../../../support/api/hub.js';

const MINUTE = 60_000;

t.test('moments are the hub’s, and any photo of one leads to it', async (t) => {
  const { app, photo, clock, signedIn } = await startApi(t);
  const { headers } = await signedIn('member');
  const now = clock.now();
  const made: number[] = [];
  for (const age of [120, 60, 0]) made.unshift(await photo({ at: now - age * MINUTE }));
  const other = await photo({ at: now - 10 * MINUTE, camera: 'hall' });
  const ask = async (url: string) => (await app.inject({ url, headers })).json();
  const { moments } = await ask(`/moments?from=${now - 180 * MINUTE}`);
  t.strictSame(
    moments.map(({ photos }: { photos: number[] }) => photos),
    [made, [other]],
  );
  t.equal(moments[0].id, made[2]);
  const whole = await ask(`/moments/${made[1]}`);
  t.strictSame(whole.moment, moments[0]);
  t.strictSame(
    whole.photos.map(({ id }: { id: number }) => id),
    made,
  );
  t.match(await ask('/moments/999'), { code: 'photo-unknown' });
  const folded = await photo({ at: now, pet: null });
  t.match(await ask(`/moments/${folded}`), { code: 'photo-unknown' }, 'what shows only movement is in none');
});
