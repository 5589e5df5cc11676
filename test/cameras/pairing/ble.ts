/** Real noble against real bleno on virtual adapters, in this process: what happens on the air, and what breaks there. */
import t, { type Test } from 'tap';
import { BLE_LIMITS, type BleLimits, createBle } from '../../../src/cameras/pairing/ble.js';
import type { FoundCamera } from '../../../src/cameras/pairing/contract.js';
import { askVersion, Conversation, openSession } from '../../../src/cameras/pairing/conversation.js';
import { failureOf } from '../../../src/cameras/pairing/failure.js';
import { encodeHandover } from '../../../src/cameras/pairing/handover.js';
import type { Radio } from '../../../src/cameras/pairing/radio.js';
import { FakeEsp32, type FakeEsp32Options, HOME } from '../../support/fake-esp32.js';
import { advertise } from '../../support/fake-esp32-ble.js';
import { Air, loadAnew, missingNoble } from '../../support/virtual-hci.js';

const skip = missingNoble();
const CODE = '12345678';
type Ble = Omit<Radio, 'close'>;
// Each of many conversations computes a key exchange on both sides.
type Noble = Awaited<typeof import('@abandonware/noble')>;

interface Scene {
  air: Air;
  cameras: FakeEsp32[];
  ble: Ble;
}

/** Cameras on the air and an adapter that hears them. */
async function onAir(
  t: Test,
  cameras: Partial<FakeEsp32Options>[],
  limits: Partial<BleLimits> = {},
): Promise<Scene> {
  const air = new Air();
  t.teardown(() => air.close());
  const noble = loadAnew<Noble>('@abandonware/noble', air);
  const fakes = cameras.map((options) => new FakeEsp32(options));
  for (const fake of fakes) await advertise(air, fake);
  const ble = createBle(async () => ({ default: noble }), { ...BLE_LIMITS, ...limits });
  return { air, cameras: fakes, ble };
}

/** Resolves once `count` cameras have told their names. */
function found(ble: Ble, count = 1): Promise<FoundCamera[]> {
  const byDevice = new Map<string, FoundCamera>();
  return new Promise((resolve, reject) => {
    ble
      .scan((camera) => {
        byDevice.set(camera.device, camera);
        const all = [...byDevice.values()];
        if (all.filter(({ name }) => name !== '').length === count) resolve(all);
      })
      .catch(reject);
  });
}

/** All of the talk, up to the key; resolves with the step that failed and why, or with `done`. */
async function converse(ble: Ble, device: string, code = CODE): Promise<string> {
  try {
    await ble.connect(device, () => {});
    const version = await askVersion(ble, true);
    const conversation = new Conversation(ble, await openSession(ble, version, code));
    await conversation.networks();
    await conversation.join(HOME.ssid, HOME.password);
    while ((await conversation.wifiState()) === 'connecting');
    const key = 'a'.repeat(64);
    await conversation.handOver(encodeHandover({ host: 'hub.local', port: 8883, camera: 'porch', key }));
    return 'done';
  } catch (error) {
    return failureOf(error).code;
  }
}

t.test(
  'found, connected and handed over, at every size of packet and with both kinds of camera',
  { skip },
  async (t) => {
    for (const options of [
      { mtu: 256, stack: 'nimble' },
      { mtu: 23, stack: 'nimble' },
      { mtu: 185, stack: 'bluedroid' },
      { mtu: 23, stack: 'bluedroid', security: 1 },
    ] satisfies Partial<FakeEsp32Options>[]) {
      const { ble, cameras } = await onAir(t, [options]);
      const [camera] = await found(ble);
      t.match(camera, { name: 'PetCam-A1B2C3', rssi: -50 });
      t.equal(await converse(ble, camera?.device as string), 'done', JSON.stringify(options));
      t.match(cameras[0]?.handover, { host: 'hub.local', camera: 'porch' });
    }
  },
);

t.test('of two cameras in the air the chosen one is spoken to', { skip }, async (t) => {
  const { ble, cameras, air } = await onAir(t, [{ name: 'PetCam-1' }, { name: 'PetCam-2' }]);
  const all = await found(ble, 2);
  t.same(all.map(({ name }) => name).sort(), ['PetCam-1', 'PetCam-2']);
  air.rssi = -80;
  const second = all.find(({ name }) => name === 'PetCam-2');
  t.equal(await converse(ble, second?.device as string), 'done');
  t.equal(cameras[0]?.handover, null);
  t.ok(cameras[1]?.handover);
  await t.rejects(
    ble.connect('nobody', () => {}),
    { code: 'radio-failed' },
  );
});

t.test('a camera whose signal moves is told again', { skip }, async (t) => {
  const { ble, air } = await onAir(t, [{}]);
  const heard: number[] = [];
  await new Promise<void>((resolve) => {
    void ble.scan(({ rssi }) => {
      heard.push(rssi);
      air.rssi = -70;
      if (rssi === -70) resolve();
    });
  });
  t.same([...new Set(heard)], [-50, -70]);
});

t.test(
  'a wrong code is answered at once, and the next try on the same camera succeeds',
  { skip },
  async (t) => {
    for (const stack of ['nimble', 'bluedroid'] as const) {
      for (const security of [1, 2] as const) {
        const { ble } = await onAir(t, [{ stack, security }]);
        const [camera] = await found(ble);
        const device = camera?.device as string;
        t.equal(await converse(ble, device, 'wrong'), 'wrong-code', `${stack}, security ${security}`);
        t.equal(await converse(ble, device), 'done');
      }
    }
  },
);

t.test('a slow link takes longer and changes nothing', { skip }, async (t) => {
  const { ble, air } = await onAir(t, [{}]);
  air.delayMs = 10;
  const [camera] = await found(ble);
  t.equal(await converse(ble, camera?.device as string), 'done');
});

t.test(
  'the link is cut at each packet in turn: it is said, and the next try succeeds',
  { skip },
  async (t) => {
    // It says no at the very end, or it would be off the air after the first time.
    const { ble, air } = await onAir(t, [{ joinPolls: 0, handoverAnswer: { v: 1, status: 'error' } }]);
    const end = 'handover-refused';
    const [camera] = await found(ble);
    const device = camera?.device as string;
    const outcomes = new Map<string, number>();
    let cut = 0;
    for (let outcome = ''; outcome !== end; cut += 1) {
      let packets = 0;
      air.onPacket = () => {
        packets += 1;
        return packets <= cut;
      };
      outcome = await converse(ble, device);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      if (cut % 8 > 0) continue;
      air.onPacket = () => true;
      t.equal(await converse(ble, device), end, `after a cut at packet ${cut}`);
      await ble.disconnect();
    }
    t.ok(cut > 80, `${cut} packets`);
    t.same(
      [...outcomes],
      [
        ['link-lost', cut - 1],
        [end, 1],
      ],
    );
  },
);

t.test('a camera that goes away while nothing is asked is missed at once', { skip }, async (t) => {
  const { ble, air } = await onAir(t, [{}]);
  const [camera] = await found(ble);
  const dropped = new Promise<void>((resolve) => {
    void ble.connect(camera?.device as string, resolve).then(() => air.loseLinks());
  });
  await dropped;
  await t.rejects(ble.exchange('proto-ver', Buffer.from('---')), { code: 'link-lost' });
  await t.rejects(ble.exchange('proto-ver', Buffer.from('---')), { code: 'link-lost' });
});

t.test('a camera that stops answering', { skip }, async (t) => {
  const limits = { connectMs: 300, discoverMs: 300, exchangeMs: 300, disconnectMs: 100 };
  const { ble, air, cameras } = await onAir(t, [{}], limits);
  const [camera] = await found(ble);
  const device = camera?.device as string;
  const endpoints = await ble.connect(device, () => {});
  t.ok(endpoints.includes('petcam-hub'));
  await t.rejects(ble.exchange('no-such', Buffer.from('x')), { code: 'not-our-camera' });
  await ble.connect(device, () => {});
  if (cameras[0]) cameras[0].handle = () => Buffer.alloc(0);
  air.swallow = true;
  await t.rejects(ble.exchange('proto-ver', Buffer.from('---')), { code: 'camera-silent' });
  await t.rejects(ble.exchange('proto-ver', Buffer.from('---')), { code: 'link-lost' });
  air.mute();
  await t.rejects(
    ble.connect(device, () => {}),
    { code: 'camera-silent' },
    'it cannot be reached either',
  );
});

t.test('a peripheral without the service has no endpoints', { skip }, async (t) => {
  const { ble } = await onAir(t, [
    { without: ['prov-ctrl', 'prov-scan', 'prov-session', 'prov-config', 'petcam-hub'] },
  ]);
  const [camera] = await found(ble);
  t.same(await ble.connect(camera?.device as string, () => {}), ['proto-ver']);
  await ble.disconnect();
  await ble.disconnect();
});

t.test('no Bluetooth is a normal answer', { skip }, async (t) => {
  const answer = async (adapter: Air['adapter']) => {
    const air = new Air();
    t.teardown(() => air.close());
    air.adapter = adapter;
    const noble = loadAnew<Noble>('@abandonware/noble', air);
    const ble = createBle(async () => ({ default: noble }), { ...BLE_LIMITS, adapterMs: 200 });
    return ble
      .scan(() => {})
      .then(
        () => 'scans',
        (error) => failureOf(error).code,
      );
  };
  t.equal(await answer('on'), 'scans');
  t.equal(await answer('off'), 'adapter-off');
  t.equal(await answer('missing'), 'no-adapter');
  t.equal(await answer('forbidden'), 'no-permission');
  t.equal(await answer('dead'), 'no-adapter');
});

t.test('a kernel without Bluetooth, and a hub without noble', async (t) => {
  const error = Object.assign(new Error('EAFNOSUPPORT, Address family not supported'), {
    code: 'EAFNOSUPPORT',
  });
  const ble = createBle(async () => {
    throw error;
  });
  await t.rejects(
    ble.scan(() => {}),
    { code: 'no-bluetooth', cause: error },
  );
  await t.rejects(ble.exchange('proto-ver', Buffer.from('---')), { code: 'link-lost' });
});
