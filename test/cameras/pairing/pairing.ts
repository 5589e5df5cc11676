import t from 'tap';
import type { PairingStep } from '../../../src/cameras/pairing/contract.js';
import { type RadioCode, RadioError } from '../../../src/cameras/pairing/failure.js';
import type { RefusalCode } from '../../../src/core/codes.js';
import { Refusal } from '../../../src/core/errors.js';
import type { Between } from '../../support/direct-radio.js';
import { type FakeEsp32Options, HOME } from '../../support/fake-esp32.js';
import { CODE, join, openBench, pair, prove, search } from './fixtures/bench.js';

// Each of many pairings computes a key exchange on both sides.
const WAY: PairingStep[] = [
  'searching',
  'choosing',
  'connecting',
  'securing',
  'scanning',
  'networks',
  'joining',
  'handover',
  'arriving',
  'done',
];

t.test('every step in its order, and at the end both know the same key', async (t) => {
  const bench = openBench();
  t.match(bench.pairing.status(), { step: 'idle', until: null });
  await pair(bench);
  t.ok(bench.radio.closed, 'the radio is gone before the camera restarts');
  bench.pairing.arrived('garden');
  t.equal(bench.pairing.status().step, 'arriving', 'another camera changes nothing');
  bench.pairing.arrived('porch');
  t.same(bench.steps(), WAY);
  t.match(bench.pairing.status(), {
    name: 'Porch',
    camera: 'porch',
    ssid: HOME.ssid,
    version: 'v1.1',
    failure: null,
    until: null,
    networks: [
      { ssid: 'Home', rssi: -48, secured: true },
      { ssid: 'Guests', rssi: -70, secured: false },
    ],
  });
  const key = bench.registry.keys.get('porch');
  t.match(key, /^[0-9a-f]{64}$/);
  t.same(bench.cameras[0]?.handover, { host: '192.168.1.10', port: 8883, camera: 'porch', key });
  t.same(bench.registry.admissions, [{ camera: 'porch', name: 'Porch', key, again: false }]);
});

t.test('no secret is shown or logged', async (t) => {
  const bench = openBench();
  await pair(bench);
  const seen = JSON.stringify(bench.shown) + bench.lines.join('');
  for (const secret of [CODE, HOME.password, bench.registry.keys.get('porch') as string]) {
    t.notOk(seen.includes(secret));
  }
});

t.test('a known camera keeps its id and gets a new key', async (t) => {
  const bench = openBench();
  bench.registry.keys.set('porch', 'f'.repeat(64));
  await bench.pairing.open({ name: 'Porch', camera: 'porch', keepKey: false, seconds: 120 });
  await bench.clock.advance(0);
  await prove(bench);
  await join(bench);
  t.match(bench.registry.admissions, [{ camera: 'porch', again: true }]);
  t.not(bench.registry.keys.get('porch'), 'f'.repeat(64));
});

/** A known camera whose Wi-Fi changes, up to where the pairing waits for it. */
async function changeWifi(camera: Partial<FakeEsp32Options>, between?: Between) {
  const bench = openBench({
    cameras: [camera],
    prepare: (radio) => {
      if (between) radio.between = between;
    },
  });
  bench.registry.keys.set('porch', FORMER.key);
  await bench.pairing.open({ name: 'Porch', camera: 'porch', keepKey: true, seconds: 120 });
  await bench.clock.advance(0);
  await prove(bench);
  await join(bench);
  return bench;
}

const FORMER = { host: '192.168.1.9', port: 8883, camera: 'porch', key: 'f'.repeat(64) };

t.test('a camera that only changes its Wi-Fi keeps hub and key', async (t) => {
  const bench = await changeWifi({ paired: FORMER });
  t.same(bench.cameras[0]?.handover, FORMER);
  t.same(bench.registry.admissions, [], 'its key stays');
  bench.pairing.arrived('porch');
  t.same(bench.steps(), WAY);
  t.match(bench.pairing.status(), { camera: 'porch', ssid: HOME.ssid });
});

t.test('one that has nothing to keep, or does not know how, gets a new key instead', async (t) => {
  const bench = await changeWifi({ paired: null });
  t.match(bench.registry.admissions, [{ camera: 'porch', again: true }]);
  t.equal(bench.cameras[0]?.handover?.key, bench.registry.keys.get('porch'));
  t.not(bench.registry.keys.get('porch'), FORMER.key);
  bench.pairing.arrived('porch');
  t.equal(bench.pairing.status().step, 'done');
});

t.test('a lost answer to "keep" is waited out, an error of the transport ends it', async (t) => {
  const fails =
    (code: RadioCode): Between =>
    (endpoint, message, pass) => {
      if (endpoint !== 'petcam-hub') return pass(message);
      pass(message);
      throw new RadioError(code, 'the link broke');
    };
  const lost = await changeWifi({ paired: FORMER }, fails('link-lost'));
  t.equal(lost.pairing.status().step, 'arriving');
  t.match(lost.lines.at(-1), /handover unanswered/);
  lost.pairing.arrived('porch');
  t.equal(lost.pairing.status().step, 'done');
  const refused = await changeWifi({ paired: FORMER }, fails('refused'));
  t.match(refused.pairing.status(), { step: 'failed', failure: { code: 'handover-refused' } });
  t.equal(refused.registry.keys.get('porch'), FORMER.key);
});

t.test('what comes at the wrong time or is wrong itself is refused and changes nothing', async (t) => {
  const bench = openBench();
  const { pairing } = bench;
  const refused = (code: RefusalCode, call: Promise<unknown>) =>
    t.rejects(call, new Refusal(code, ''), { code });
  const open = (change: object) =>
    pairing.open({ name: 'Porch', camera: null, keepKey: false, seconds: 120, ...change });
  await refused('request-invalid', open({ name: ' ' }));
  await refused('request-invalid', open({ name: 'x'.repeat(65) }));
  await refused('request-invalid', open({ keepKey: true }));
  await refused('request-invalid', open({ seconds: 29 }));
  await refused('request-invalid', open({ seconds: 601 }));
  await refused('request-invalid', open({ seconds: 30.5 }));
  await refused('camera-unknown', open({ camera: 'cellar' }));
  await refused('pairing-not-now', pairing.choose({ device: 'device-0', code: CODE }));
  await refused('pairing-not-now', pairing.wifi({ ssid: 'Home', password: '' }));
  t.match(await pairing.cancel(), { step: 'idle' });
  await search(bench);
  await refused('pairing-busy', open({}));
  await refused('request-invalid', pairing.choose({ device: 'device-9', code: CODE }));
  await refused('request-invalid', pairing.choose({ device: 'device-0', code: ' - ' }));
  await refused('request-invalid', pairing.choose({ device: 'device-0', code: '1'.repeat(65) }));
  await refused('pairing-not-now', pairing.wifi({ ssid: 'Home', password: '' }));
  await prove(bench, '1234 56-78');
  await refused('pairing-not-now', pairing.choose({ device: 'device-0', code: CODE }));
  await refused('request-invalid', pairing.wifi({ ssid: '', password: '' }));
  await refused('request-invalid', pairing.wifi({ ssid: 'é'.repeat(17), password: '' }));
  await refused('request-invalid', pairing.wifi({ ssid: 'Home', password: 'short' }));
  await refused('request-invalid', pairing.wifi({ ssid: 'Home', password: 'x'.repeat(65) }));
  t.equal(pairing.status().step, 'networks');
});

t.test('cameras are shown with the strongest signal first, as long as none is chosen', async (t) => {
  const bench = openBench({ cameras: [{ name: 'PetCam-1' }, { name: 'PetCam-2' }] });
  await search(bench);
  t.match(bench.pairing.status().found, [{ name: 'PetCam-1' }, { name: 'PetCam-2' }]);
  bench.radio.find({ device: 'device-1', name: 'PetCam-2', rssi: -30 });
  t.match(bench.pairing.status().found, [{ name: 'PetCam-2', rssi: -30 }, { name: 'PetCam-1' }]);
  await prove(bench, CODE, 'device-1');
  bench.radio.find({ device: 'device-7', name: 'late', rssi: -10 });
  t.equal(bench.pairing.status().found.length, 2);
  await join(bench);
  t.equal(bench.cameras[0]?.handover, null);
  t.match(bench.cameras[1]?.handover, { camera: 'porch' });
});

t.test('the window closes by itself', async (t) => {
  await t.test('over an empty room', async (t) => {
    const bench = openBench({ cameras: [] });
    await search(bench, 30);
    t.equal(bench.pairing.status().until, bench.clock.now() + 30_000);
    await bench.clock.advance(29_999);
    t.equal(bench.pairing.status().step, 'searching');
    await bench.clock.advance(1);
    t.match(bench.pairing.status(), { step: 'failed', failure: { code: 'nothing-found' }, until: null });
    t.ok(bench.radio.closed);
    t.equal(bench.clock.pending, 0);
  });

  await t.test('over cameras that nobody chooses', async (t) => {
    const bench = openBench();
    await search(bench, 30);
    await bench.clock.advance(30_000);
    t.match(bench.pairing.status(), { step: 'failed', failure: { code: 'window-closed' } });
  });

  await t.test('later after each choice, and after ten minutes for good', async (t) => {
    const bench = openBench();
    const opened = bench.clock.now();
    await search(bench, 30);
    await bench.clock.advance(20_000);
    await prove(bench);
    t.equal(bench.pairing.status().until, opened + 140_000);
    for (const wrong of ['first wrong', 'second wrong', 'third wrong', 'fourth wrong', 'fifth wrong']) {
      await bench.clock.advance(100_000);
      await join(bench, { ...HOME, password: wrong });
    }
    t.match(bench.pairing.status(), { failure: { code: 'wifi-password' }, until: opened + 600_000 });
    await bench.clock.advance(opened + 600_000 - bench.clock.now());
    t.match(bench.pairing.status(), { step: 'failed', failure: { code: 'wifi-password' }, until: null });
    t.ok(bench.radio.closed);
    await t.rejects(bench.pairing.wifi(HOME), { code: 'pairing-not-now' });
  });
});

t.test('cancel ends it at every step, and the next try succeeds', async (t) => {
  for (const step of WAY.slice(0, -1)) {
    await t.test(step, async (t) => {
      const bench = openBench();
      const stop = bench.pairing.onChange((status) => {
        if (status.step === step) queueMicrotask(() => void bench.pairing.cancel());
      });
      await pair(bench).catch(() => {});
      await bench.clock.advance(60_000);
      t.match(bench.pairing.status(), { step: 'failed', failure: { code: 'cancelled' }, until: null });
      t.equal(bench.steps().at(-2), step);
      t.ok(bench.radio.closed || step === 'searching');
      t.equal(bench.clock.pending, 0, 'nothing is left running');
      t.match(await bench.pairing.cancel(), { failure: { code: 'cancelled' } }, 'again does nothing');
      stop();
      const next = openBench();
      next.registry.keys.set('other', 'a');
      if (bench.cameras[0]) bench.cameras[0].handover = null;
      t.match(await pair(bench), { step: 'arriving' });
    });
  }
});

t.test('a key that nobody got is taken back when the cancel comes before it is sent', async (t) => {
  const bench = openBench();
  const admit = bench.registry.admit.bind(bench.registry);
  bench.registry.admit = async (admission) => {
    void bench.pairing.cancel();
    return admit(admission);
  };
  await pair(bench);
  await bench.clock.advance(0);
  t.equal(bench.registry.keys.size, 0);
  t.equal(bench.cameras[0]?.handover, null);
});

t.test('a wrong code is said at once and may be typed again', async (t) => {
  const bench = openBench();
  await search(bench);
  t.match(await prove(bench, '00000000'), { step: 'failed', failure: { code: 'wrong-code' } });
  t.ok(bench.pairing.status().until);
  t.match(await prove(bench), { step: 'networks', failure: null });
});

t.test('whoever guesses is slowed down, then stopped, also in the next window', async (t) => {
  const bench = openBench();
  await search(bench);
  const waits: number[] = [];
  for (let guess = 0; guess < 5; guess += 1) {
    const before = bench.clock.now();
    await prove(bench, `0000000${guess}`);
    waits.push(Math.round((bench.clock.now() - before) / 1000));
  }
  t.same(waits, [0, 1, 2, 4, 8]);
  t.match(bench.pairing.status(), { step: 'failed', failure: { code: 'too-many-codes' }, until: null });
  t.ok(bench.cameras[0]?.silent, 'the camera counts too');
  if (bench.cameras[0]) bench.cameras[0].wrongCodes = 0;
  await search(bench);
  t.match(await prove(bench), { failure: { code: 'too-many-codes' } }, 'even the right one');
  await bench.clock.advance(60_000);
  await search(bench);
  t.match(await prove(bench), { step: 'networks' });
});

t.test('Wi-Fi that does not work is named, and another one may be tried', async (t) => {
  const office = { ssid: 'Office', password: 'long enough', rssi: -60, address: false };
  const bench = openBench({ cameras: [{ networks: [HOME, office] }] });
  await search(bench);
  await prove(bench);
  t.match(await join(bench, { ...HOME, password: 'wrong horse' }), { failure: { code: 'wifi-password' } });
  t.match(await join(bench, { ...HOME, ssid: 'Hidden' }), { failure: { code: 'wifi-not-found' } });
  t.match(await join(bench, office), { failure: { code: 'wifi-no-address' }, ssid: 'Office' });
  t.match(await join(bench), { step: 'arriving', failure: null, ssid: 'Home' });
});

t.test('a camera that takes no Wi-Fi settings', async (t) => {
  const bench = openBench();
  await search(bench);
  await prove(bench);
  const camera = bench.cameras[0];
  if (!camera) return;
  const { handle } = camera;
  let asked = 0;
  camera.handle = function (endpoint, message) {
    asked += 1;
    return handle.call(this, endpoint, message);
  };
  Object.assign(camera.options, { configStatus: 4 });
  t.match(await join(bench), { step: 'failed', failure: { code: 'wifi-refused' } });
  t.equal(asked, 1);
});

t.test('the link breaks at each message in turn: it is said, and the next try succeeds', async (t) => {
  const MESSAGES = 11;
  for (const lost of ['question', 'answer'] as const) {
    for (let cut = 1; cut <= MESSAGES; cut += 1) {
      let calm = false;
      const bench = openBench({
        prepare(radio) {
          radio.between = (_endpoint, message, pass) => {
            if (calm || radio.asked.length !== cut) return pass(message);
            if (lost === 'answer') pass(message);
            throw new RadioError('link-lost', 'cut');
          };
        },
      });
      const { step, failure } = await pair(bench);
      // Nobody knows whether the last message arrived, so that the camera is waited for.
      const last = cut === MESSAGES;
      t.equal(
        last ? step : failure?.code,
        last ? 'arriving' : 'link-lost',
        `${lost} ${cut}: ${bench.radio.asked.at(-1)}`,
      );
      t.equal(bench.registry.keys.size, last ? 1 : 0, 'a key is known only where it may have arrived');
      calm = true;
      await bench.pairing.cancel();
      for (const camera of bench.cameras) camera.handover = null;
      t.equal((await pair(bench)).step, 'arriving');
    }
  }
});

t.test('the camera goes while the owner types the password', async (t) => {
  const bench = openBench();
  await search(bench);
  await prove(bench);
  bench.radio.drop();
  t.match(bench.pairing.status(), { step: 'failed', failure: { code: 'link-lost' }, until: null });
});

t.test('a link that drops while it is asked is said by the question, once', async (t) => {
  const bench = openBench();
  await search(bench);
  await prove(bench);
  bench.radio.between = () => {
    bench.radio.drop();
    throw new RadioError('link-lost', 'gone');
  };
  t.match(await join(bench), { step: 'failed', failure: { code: 'link-lost' } });
  t.equal(bench.shown.filter(({ step }) => step === 'failed').length, 1);
});

t.test('the last step', async (t) => {
  await t.test('a camera that says no gets no key', async (t) => {
    const bench = openBench({
      cameras: [{ handoverAnswer: { v: 1, status: 'error', error: { code: 'storage', message: '' } } }],
    });
    t.match(await pair(bench), { step: 'failed', failure: { code: 'handover-refused' } });
    t.equal(bench.registry.admissions.length, 1);
    t.equal(bench.registry.keys.size, 0);
  });

  await t.test('nor does one that answers with an error of the transport', async (t) => {
    const bench = openBench();
    await search(bench);
    await prove(bench);
    bench.radio.between = (endpoint, message, pass) => {
      if (endpoint === 'petcam-hub') throw new RadioError('refused', 'error 4');
      return pass(message);
    };
    t.match(await join(bench), { failure: { code: 'handover-refused' } });
    t.equal(bench.registry.keys.size, 0);
  });

  await t.test('a camera whose answer is lost is waited for, and comes', async (t) => {
    const bench = openBench();
    await search(bench);
    await prove(bench);
    bench.radio.between = (endpoint, message, pass) => {
      const answer = pass(message);
      if (endpoint === 'petcam-hub') throw new RadioError('link-lost', 'cut');
      return answer;
    };
    t.match(await join(bench), { step: 'arriving' });
    bench.pairing.arrived('porch');
    t.equal(bench.pairing.status().step, 'done');
    t.equal(bench.cameras[0]?.handover?.key, bench.registry.keys.get('porch'));
  });

  await t.test('a camera that is faster than its own answer', async (t) => {
    const bench = openBench();
    await search(bench);
    await prove(bench);
    bench.radio.between = (endpoint, message, pass) => {
      const answer = pass(message);
      if (endpoint === 'petcam-hub') bench.pairing.arrived('porch');
      return answer;
    };
    t.match(await join(bench), { step: 'done' });
    t.equal(bench.clock.pending, 0);
  });

  await t.test('a camera that never arrives stays known, for it may come later', async (t) => {
    const bench = openBench();
    await pair(bench);
    await bench.clock.advance(90_000);
    t.match(bench.pairing.status(), { step: 'failed', failure: { code: 'never-arrived' } });
    t.ok(bench.registry.keys.has('porch'));
  });

  await t.test('a hub that does not admit the camera', async (t) => {
    const bench = openBench();
    bench.registry.refuses = new Refusal('camera-exists', 'There is one.');
    t.match(await pair(bench), { failure: { code: 'camera-exists' } });
    bench.registry.refuses = new Error('disk full');
    t.match(await pair(bench), { failure: { code: 'radio-failed' } });
    bench.registry.refuses = null;
    bench.registry.host = 'fe80::1';
    t.match(await pair(bench), { failure: { code: 'radio-failed' } });
    t.equal(bench.cameras[0]?.handover, null);
  });
});

t.test('no Bluetooth is an answer like any other', async (t) => {
  const codes: RadioCode[] = ['no-adapter', 'no-permission', 'no-bluetooth', 'adapter-off', 'radio-failed'];
  for (const code of codes) {
    const bench = openBench({
      prepare: (radio) => {
        radio.scanFails = new RadioError(code, 'as the radio says');
      },
    });
    await search(bench);
    t.match(bench.pairing.status(), { step: 'failed', failure: { code }, until: null });
    t.ok(bench.radio.closed);
  }
});

t.test('what is not a camera of this project, or not safe enough, is left alone', async (t) => {
  const outcome = async (camera: object, allowSecurity1 = false) => {
    const bench = openBench({ cameras: [camera], allowSecurity1 });
    const { failure, step } = await pair(bench);
    return failure?.code ?? step;
  };
  t.equal(await outcome({ without: ['petcam-hub'] }), 'not-our-camera');
  t.equal(await outcome({ security: 0 }), 'insecure-camera');
  t.equal(await outcome({ security: 2, patch: 0 }), 'insecure-camera');
  t.equal(await outcome({ security: 1 }), 'insecure-camera');
  t.equal(await outcome({ security: 1 }, true), 'arriving');
  t.equal(await outcome({ security: 1, code: '87654321' }, true), 'wrong-code');
});

t.test('one window at a time: the next waits until the radio of the one before is gone', async (t) => {
  let closing = () => {};
  let opened = 0;
  const bench = openBench({
    prepare(radio) {
      opened += 1;
      if (opened === 1) {
        radio.close = () =>
          new Promise((resolve) => {
            closing = resolve;
          });
      }
    },
  });
  await search(bench);
  await bench.pairing.cancel();
  await search(bench);
  t.equal(opened, 1);
  closing();
  await bench.clock.advance(0);
  t.equal(opened, 2);
  t.equal(bench.pairing.status().step, 'choosing');
});

t.test('stopping the hub ends the pairing and its radio; listeners can leave', async (t) => {
  const bench = openBench();
  await bench.pairing.stop();
  await search(bench);
  const heard: string[] = [];
  const leave = bench.pairing.onChange(({ step }) => heard.push(step));
  leave();
  await bench.pairing.stop();
  t.same(heard, []);
  t.ok(bench.radio.closed);
  t.match(bench.pairing.status(), { failure: { code: 'cancelled' } });
});

t.test('a window that failed gives way to a new one', async (t) => {
  const bench = openBench();
  await search(bench);
  await prove(bench, '00000000');
  await search(bench);
  t.match(bench.pairing.status(), { step: 'choosing', failure: null });
});
