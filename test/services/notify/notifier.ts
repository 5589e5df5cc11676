import t, { type Test } from 'tap';
import { Refusal } from '../../../src/core/errors.js';
import { createLog } from '../../../src/core/log.js';
import type { Visit } from '../../../src/services/notify/message.js';
import { Notifier, type NotifierParts } from '../../../src/services/notify/notifier.js';
import type { Target } from '../../../src/services/notify/target.js';
import type { Alert } from '../../../src/store/alerts.js';
import { KEY, makePhoto, openTestStore, runOn, sendBurst } from '../../support/store.js';

const MINUTE = 60_000;

/** A hub with one target; `answer` decides what becomes of it. */
async function notifierWithTargets(t: Test, more: Partial<NotifierParts> = {}) {
  const { store, clock } = await openTestStore(t);
  const run = runOn(store);
  await store.addCamera('porch', 'The porch', KEY);
  const told: Visit[] = [];
  const alerts: Alert[] = [];
  const receiver = { answer: async (): Promise<void> => {} };
  const target: Target = {
    name: 'webhook',
    tell: async (visit) => {
      await receiver.answer();
      told.push(visit);
    },
    alert: async (alert) => {
      await receiver.answer();
      alerts.push(alert);
    },
  };
  const begin = () => {
    const notifier = new Notifier({
      store,
      targets: () => [target],
      isQuiet: () => false,
      areVisitsTold: () => true,
      visitGapMs: 15 * MINUTE,
      urlOf: (photo) => `https://hub.test/#/photo/${photo}`,
      clock,
      log: createLog('silent'),
      ...more,
    });
    notifier.start();
    t.teardown(() => notifier.stop());
    return notifier;
  };
  let bursts = 0;
  async function photo(pet: 'cat' | null = 'cat', at = clock.now()) {
    bursts += 1;
    await sendBurst(run, `b${bursts}`, { at });
    return makePhoto(run, store.nextCutJob(), { at, cut: { pet, hasPet: pet !== null } });
  }
  return { store, clock, told, alerts, receiver, begin, photo };
}

t.test('one visit is told once', async (t) => {
  const { clock, told, begin, photo } = await notifierWithTargets(t);
  const notifier = begin();
  await notifier.settled();
  const first = await photo();
  await notifier.settled();
  t.match(told, [{ photo: first, camera: 'porch', cameraName: 'The porch', pet: 'cat' }]);
  t.equal(told[0]?.url, `https://hub.test/#/photo/${first}`);
  for (let minutes = 0; minutes < 30; minutes += 10) {
    await clock.advance(10 * MINUTE);
    await photo();
  }
  await notifier.settled();
  t.equal(told.length, 1, 'a pet that stays is not news');
  await clock.advance(20 * MINUTE);
  await photo(null);
  await notifier.settled();
  t.equal(told.length, 1, 'nor is an empty room');
  await photo();
  await notifier.settled();
  t.equal(told.length, 2);
});

t.test('a hub that has just learnt to tell does not begin with old news', async (t) => {
  const { told, begin, photo } = await notifierWithTargets(t);
  await photo();
  await begin().settled();
  t.equal(told.length, 0);
});

t.test('quiet hours are quiet, and nothing is told after them', async (t) => {
  let quiet = true;
  const { clock, told, begin, photo } = await notifierWithTargets(t, { isQuiet: () => quiet });
  const notifier = begin();
  await notifier.settled();
  await photo();
  await notifier.settled();
  quiet = false;
  await clock.advance(20 * MINUTE);
  await photo();
  await notifier.settled();
  t.equal(told.length, 1);
});

t.test('a target that wants a large picture gets the preview, every other the thumbnail', async (t) => {
  const sent: (string | undefined)[] = [];
  const seen = (name: string, picture?: Target['picture']): Target => ({
    name,
    ...(picture && { picture }),
    tell: async (_visit, image) => void sent.push(`${name} ${image && Buffer.from(image.bytes).toString()}`),
    alert: async () => {},
  });
  const targets = [seen('small'), seen('large', 'preview')];
  const { store, begin, photo } = await notifierWithTargets(t, { targets: () => targets });
  const notifier = begin();
  await notifier.settled();
  const id = await photo();
  await notifier.settled();
  const image = (variant: 'thumb' | 'preview') =>
    Buffer.from(store.image(id, variant)?.bytes ?? []).toString();
  t.strictSame(sent.sort(), [`large ${image('preview')}`, `small ${image('thumb')}`]);
  t.not(image('preview'), image('thumb'));
});

t.test('a visit that is nobody’s news is not told, and not told afterwards', async (t) => {
  let told = false;
  const home = await notifierWithTargets(t, { areVisitsTold: () => told });
  const notifier = home.begin();
  await notifier.settled();
  await home.photo();
  await notifier.settled();
  told = true;
  await home.clock.advance(20 * MINUTE);
  t.equal(home.told.length, 0);
  await home.photo();
  await notifier.settled();
  t.equal(home.told.length, 1);
});

t.test('what was decided survives the end of the hub, and is told once', async (t) => {
  const { store, told, receiver, begin, photo, clock } = await notifierWithTargets(t);
  receiver.answer = async () => {
    throw new Error('no line');
  };
  const before = begin();
  await before.settled();
  await photo();
  await before.settled();
  await before.stop();
  receiver.answer = async () => {};
  await clock.advance(MINUTE);
  const after = begin();
  await after.settled();
  t.equal(told.length, 1);
  await after.stop();
  await begin().settled();
  t.equal(told.length, 1);
  t.equal(store.nextNoticeAt(), null);
});

t.test('a target that fails is asked again, less and less often, and given up', async (t) => {
  const { store, told, receiver, begin, photo, clock } = await notifierWithTargets(t);
  let tries = 0;
  receiver.answer = async () => {
    tries += 1;
    throw new Error('no line');
  };
  const notifier = begin();
  await notifier.settled();
  await photo();
  await notifier.settled();
  while (store.nextNoticeAt() !== null) {
    await clock.advance(Math.max((store.nextNoticeAt() ?? 0) - clock.now(), 1000));
    await notifier.settled();
  }
  t.equal(tries, 6);
  t.equal(told.length, 0);
  await clock.advance(15 * MINUTE);
  t.match(notifier.issues(), [{ code: 'notify-failing', about: 'webhook', text: /no line/ }]);
  receiver.answer = async () => {};
  await photo();
  await notifier.settled();
  t.equal(told.length, 1);
  t.strictSame(notifier.issues(), [], 'it works again');
});

t.test('a target that says no, or a photo that is gone, ends it', async (t) => {
  const { store, receiver, begin, photo } = await notifierWithTargets(t);
  receiver.answer = async () => {
    throw new Refusal('notify-refused', 'no');
  };
  const notifier = begin();
  await notifier.settled();
  await photo();
  await notifier.settled();
  t.equal(store.nextNoticeAt(), null);
});

t.test('a browser that is gone is forgotten', async (t) => {
  const subscription = { endpoint: 'https://push.test/1', p256dh: 'key', auth: 'secret' };
  let store: Awaited<ReturnType<typeof notifierWithTargets>>['store'] | null = null;
  const gone = (id: number): Target => ({
    name: `push/${id}`,
    tell: async () => {
      throw new Refusal('notify-gone', 'gone');
    },
    alert: async () => {},
  });
  const { begin, photo, ...rest } = await notifierWithTargets(t, {
    targets: () => store?.pushSubscriptions().map(({ id }) => gone(id)) ?? [],
  });
  store = rest.store;
  const user = await store.registerFirstOwner({ name: 'mina', passwordHash: 'x' });
  const expiresAt = rest.clock.now() + 1e9;
  const session = await store.createSession({
    userId: user.id,
    refreshHash: 'h',
    device: 'phone',
    expiresAt,
  });
  await store.addPushSubscription(session.id, subscription);
  await store.addPushSubscription(session.id, subscription);
  t.equal(store.pushSubscriptions().length, 1);
  const notifier = begin();
  await notifier.settled();
  await photo();
  await notifier.settled();
  t.equal(store.pushSubscriptions().length, 0);

  for (let index = 0; index < 8; index += 1)
    await store.addPushSubscription(session.id, { ...subscription, endpoint: `https://push.test/${index}` });
  await t.rejects(
    store.addPushSubscription(session.id, { ...subscription, endpoint: 'https://push.test/9' }),
    {
      code: 'push-full',
    },
  );
  await store.removePushSubscription(session.id, 'https://push.test/0');
  t.equal(store.pushSubscriptions().length, 7);
  await store.revokeSession(session.id);
  t.equal(store.pushSubscriptions().length, 0, 'who is signed out is not told');
});

t.test('what cannot be read now is read a minute later', async (t) => {
  const { store, clock, told, begin, photo } = await notifierWithTargets(t);
  const notifier = begin();
  await notifier.settled();
  const { noticedUpTo } = store;
  store.noticedUpTo = () => {
    throw new Error('the disk');
  };
  await photo();
  await notifier.settled();
  t.equal(told.length, 0);
  store.noticedUpTo = noticedUpTo;
  await clock.advance(MINUTE);
  await notifier.settled();
  t.equal(told.length, 1);
});

t.test('a visit that is told late is told as it is known by then', async (t) => {
  const { store, clock, told, receiver, begin, photo } = await notifierWithTargets(t);
  receiver.answer = async () => {
    throw new Error('no line');
  };
  const notifier = begin();
  await notifier.settled();
  const id = await photo();
  await notifier.settled();
  const rabbit = await store.addPet({ name: 'Momo', kind: 'other', photo: null });
  await store.answerPhoto(id, { pets: [rabbit.id] });
  await store.removeCamera('porch');
  receiver.answer = async () => {};
  await clock.advance(10 * MINUTE);
  await notifier.settled();
  t.match(told, [{ photo: id, cameraName: 'porch', pet: null, names: ['Momo'] }]);
});
