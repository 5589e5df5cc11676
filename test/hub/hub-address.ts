import t from 'tap';
import { DEFAULT_SETTINGS } from '../../src/cameras/protocol/settings.js';
import { Refusal } from '../../src/core/errors.js';
import { createLog } from '../../src/core/log.js';
import { HubAddress, type HubAddressParts } from '../../src/hub/hub-address.js';
import { ToldHosts } from '../../src/hub/told-hosts.js';
import { settled } from '../support/manual-clock.js';
import { KEY, openTestStore } from '../support/store.js';

const BEFORE = '192.168.1.10';
const AFTER = '192.168.1.20';

/** A hub with cameras that were told its address of before, and what it asks of them. */
async function hubWith(
  t: Parameters<typeof openTestStore>[0],
  { port = 8883 }: { port?: number | null } = {},
) {
  const { store, clock } = await openTestStore(t);
  const place = { host: BEFORE };
  const log = createLog('silent');
  const told = new ToldHosts({ store, host: () => place.host, log });
  const asked: [string, string, object][] = [];
  const answers = { refuse: false };
  const address = new HubAddress({
    store,
    told,
    host: () => place.host,
    port,
    command: async (...question) => {
      asked.push(question);
      if (answers.refuse) throw new Refusal('camera-refused', 'storage');
      return {};
    },
    log,
  });
  address.start();
  t.teardown(() => address.stop());
  async function come(camera: string, capabilities?: string[]) {
    const state = {
      ...{ firmware: '1.1.0', board: 'ai-thinker', rssi: -60, uptimeMs: 1, resetReason: 'power-on' },
      bursts: { queued: 0, sent: 0, lost: 0, framesLost: 0 },
      settings: DEFAULT_SETTINGS,
      ...(capabilities && { capabilities }),
    };
    await store.touchCamera(camera, { at: clock.now(), online: false, state });
    await store.touchCamera(camera, { at: clock.now(), online: true });
    await settled();
  }
  async function add(camera: string) {
    await store.addCamera(camera, camera, KEY);
    told.note(camera);
    await settled();
  }
  return { store, clock, place, told, asked, answers, address, come, add };
}

t.test('an announced address goes to who is there, and to the others when they come', async (t) => {
  const { address, asked, come, add, told, place } = await hubWith(t);
  for (const camera of ['porch', 'garden', 'old']) await add(camera);
  await come('porch', ['flip', 'move']);
  await come('old');
  t.strictSame(asked, [], 'they know where it is');
  t.strictSame(address.state(), { host: BEFORE, next: null });
  t.strictSame(await address.announce(AFTER), [
    { camera: 'porch', outcome: 'told' },
    { camera: 'garden', outcome: 'away' },
    { camera: 'old', outcome: 'unsupported' },
  ]);
  t.strictSame(asked, [['porch', 'move', { host: AFTER, port: 8883 }]]);
  t.strictSame(address.state(), { host: BEFORE, next: AFTER });
  await come('porch', ['move']);
  t.equal(asked.length, 1, 'what it knows is not said again');
  await come('garden', ['move']);
  t.strictSame(asked[1], ['garden', 'move', { host: AFTER, port: 8883 }]);
  t.equal(told.toldTo('garden'), AFTER);

  place.host = AFTER;
  t.strictSame(address.state(), { host: AFTER, next: null }, 'it is there');
  await come('garden', ['move']);
  t.equal(asked.length, 2);
});

t.test('a camera that waits for the hub at its next address is not lost', async (t) => {
  const { address, come, add, told, store, clock, place } = await hubWith(t);
  await add('porch');
  await come('porch', ['move']);
  await address.announce(AFTER);
  await settled();
  await store.touchCamera('porch', { at: clock.now(), online: false });
  t.strictSame(told.issues(), []);
  place.host = '192.168.1.30';
  t.strictSame(told.issues(), [], 'it tries that address and the one of before');
  await store.setSetting('hub-next-host', null);
  t.match(told.issues(), [{ code: 'camera-old-address' }]);
});

t.test('an announcement is taken back by the address of now', async (t) => {
  const { address, asked, come, add } = await hubWith(t);
  await add('porch');
  await come('porch', ['move']);
  await address.announce(AFTER);
  await address.announce(BEFORE);
  t.match(asked, [
    ['porch', 'move', { host: AFTER }],
    ['porch', 'move', { host: BEFORE }],
  ]);
  t.equal(address.state().next, null);
});

t.test('a hub whose address has changed tells each camera that finds it', async (t) => {
  const { asked, come, add, told, place, answers } = await hubWith(t);
  await add('porch');
  place.host = AFTER;
  answers.refuse = true;
  await come('porch', ['move']);
  t.equal(told.toldTo('porch'), BEFORE, 'it did not take it');
  answers.refuse = false;
  await come('porch', ['move']);
  t.strictSame(asked[1], ['porch', 'move', { host: AFTER, port: 8883 }]);
  t.equal(told.toldTo('porch'), AFTER);
  place.host = 'petcam.local';
  await come('porch', ['move']);
  t.equal(asked.length, 2, 'its name says nothing new while it has no address');
});

t.test('a camera of which nothing was noted, and one that is gone, are left alone', async (t) => {
  const { asked, come, store, place } = await hubWith(t);
  await store.addCamera('porch', 'Porch', KEY);
  place.host = AFTER;
  await come('porch', ['move']);
  t.strictSame(asked, []);
  await store.removeCamera('porch');
  await settled();
  t.strictSame(asked, []);
});

t.test('word of a camera that is gone by then is left alone', async (t) => {
  const listeners: Parameters<HubAddressParts['store']['onEvents']>[0][] = [];
  const address = new HubAddress({
    store: {
      setting: () => null,
      setSetting: async () => {},
      cameras: () => [],
      camera: () => null,
      onEvents(listener) {
        listeners.push(listener);
        return () => {};
      },
    },
    told: { note: () => {}, toldTo: () => BEFORE },
    host: () => AFTER,
    port: 8883,
    command: async () => t.fail('nobody is asked'),
    log: createLog('silent'),
  });
  address.start();
  const data = { camera: 'porch', online: true };
  for (const listener of listeners) listener([{ id: 1, at: 0, type: 'camera.updated', data }]);
  await settled();
  t.equal(listeners.length, 1);
});

t.test('with an external broker the address is not the hub’s to tell', async (t) => {
  const { address, asked, come, add, place } = await hubWith(t, { port: null });
  await add('porch');
  await t.rejects(address.announce(AFTER), { code: 'pairing-unavailable' });
  place.host = AFTER;
  await come('porch', ['move']);
  t.strictSame(asked, []);
});
