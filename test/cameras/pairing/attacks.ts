/** What somebody in the street, in the home or in the middle can do to a pairing without the code of the label. */
import t from 'tap';
import { openSession } from '../../../src/cameras/pairing/conversation.js';
import { RadioError } from '../../../src/cameras/pairing/failure.js';
import { decode, encode } from '../../../src/cameras/pairing/messages.js';
import { createGcmSession } from '../../../src/cameras/pairing/security2.js';
import { DirectRadio } from '../../support/direct-radio.js';
import { FakeEsp32 } from '../../support/fake-esp32.js';
import { type Bench, join, openBench, pair, prove, search } from './fixtures/bench.js';

/** A bench whose owner waits for the password of the Wi-Fi: the session is up. */
async function secured(options: Parameters<typeof openBench>[0] = {}): Promise<Bench> {
  const bench = openBench(options);
  await search(bench);
  await prove(bench);
  return bench;
}

t.test('a message that is sent to the camera again is refused by it, and nobody gets a key', async (t) => {
  const bench = await secured();
  let recorded: Uint8Array | null = null;
  bench.radio.between = (_endpoint, message, pass) => {
    const answer = recorded ? pass(recorded) : pass(message);
    recorded ??= message;
    return answer;
  };
  t.match(await join(bench), { step: 'failed', failure: { code: 'unknown-protocol' } });
  t.equal(bench.cameras[0]?.handover, null);
});

t.test('an answer of before is not taken for the next one', async (t) => {
  const bench = await secured();
  let recorded: Uint8Array | null = null;
  bench.radio.between = (_endpoint, message, pass) => {
    const answer = pass(message);
    recorded ??= answer;
    return recorded;
  };
  t.match(await join(bench), { step: 'failed', failure: { code: 'tampered' }, until: null });
});

t.test('messages out of their order open on neither side', async (t) => {
  const key = Buffer.alloc(32, 1);
  const nonce = Buffer.alloc(12, 2);
  const [hub, camera] = [createGcmSession(key, nonce), createGcmSession(key, nonce)];
  const [first, second] = [hub.seal(Buffer.from('first')), hub.seal(Buffer.from('second'))];
  t.throws(() => camera.open(second), { code: 'tampered' });
  t.throws(() => camera.open(first), { code: 'tampered' }, 'nor after that: such a session is over');
});

t.test('the same words never look the same', async (t) => {
  const session = createGcmSession(Buffer.alloc(32, 1), Buffer.alloc(12, 2));
  const seen = new Set(
    Array.from({ length: 100 }, () => Buffer.from(session.seal(Buffer.from('x'))).toString('hex')),
  );
  t.equal(seen.size, 100);
});

t.test('one changed bit is noticed, and so is a shortened answer', async (t) => {
  for (const change of [
    (answer: Uint8Array) => answer.map((byte, index) => (index === 0 ? byte ^ 1 : byte)),
    (answer: Uint8Array) => answer.subarray(0, 10),
    (answer: Uint8Array) => answer.subarray(0, -1),
  ]) {
    const bench = await secured();
    bench.radio.between = (_endpoint, message, pass) => change(pass(message));
    t.match(await join(bench), { failure: { code: 'tampered' } });
  }
});

t.test('a handover whose answer is forged is taken back', async (t) => {
  const bench = await secured();
  bench.radio.between = (endpoint, message, pass) => {
    const answer = pass(message);
    return endpoint === 'petcam-hub' ? Buffer.alloc(answer.length) : answer;
  };
  t.match(await join(bench), { failure: { code: 'tampered' } });
  t.equal(bench.registry.keys.size, 0);
});

t.test('a man in the middle without the code', async (t) => {
  await t.test('who plays a camera of his own is refused by the hub or gives himself away', async (t) => {
    const bench = openBench({ cameras: [{ code: 'his own' }] });
    t.match(await pair(bench), { failure: { code: 'wrong-code' } });

    const bold = openBench({ cameras: [{ code: 'his own' }] });
    await search(bold);
    bold.radio.between = (endpoint, message, pass) => {
      const { security2 } = endpoint === 'prov-session' ? decode('SessionMessage', message) : {};
      if (!security2?.proof) return pass(message);
      const proofAnswer = { status: 0, proof: Buffer.alloc(64), nonce: Buffer.alloc(12) };
      return encode('SessionMessage', { security: 2, security2: { kind: 3, proofAnswer } });
    };
    t.match(await prove(bold), { failure: { code: 'tampered' }, until: null });
  });

  await t.test('who swaps the public keys for his own learns nothing', async (t) => {
    const bench = openBench();
    await search(bench);
    const his = new FakeEsp32({ code: 'his own' });
    bench.radio.between = (endpoint, message, pass) => {
      const hello = endpoint === 'prov-session' && decode('SessionMessage', message).security2?.hello;
      return hello ? his.handle(endpoint, message) : pass(message);
    };
    const { failure } = await prove(bench);
    t.ok(['wrong-code', 'unknown-protocol'].includes(failure?.code ?? ''));
    t.equal(bench.registry.keys.size, 0);
  });

  await t.test('who sends a public key that makes the secret known', async (t) => {
    const bench = openBench();
    await search(bench);
    bench.radio.between = (endpoint, message, pass) => {
      if (endpoint !== 'prov-session') return pass(message);
      const helloAnswer = { status: 0, publicKey: Buffer.alloc(384), salt: Buffer.alloc(16) };
      return encode('SessionMessage', { security: 2, security2: { kind: 1, helloAnswer } });
    };
    t.match(await prove(bench), { failure: { code: 'tampered' } });
  });

  await t.test('who talks the hub down to less security', async (t) => {
    for (const said of ['{"prov":{"ver":"v1.1","sec_ver":0,"cap":["no_sec"]}}', '{"prov":{"ver":"v1.0"}}']) {
      const bench = openBench({ prepare: (radio) => downgrade(radio, said) });
      t.match(await pair(bench), { failure: { code: 'insecure-camera' } });
    }
  });
});

function downgrade(radio: DirectRadio, said: string): void {
  radio.between = (endpoint, message, pass) => (endpoint === 'proto-ver' ? Buffer.from(said) : pass(message));
}

t.test('a man in the middle of security 1, which an owner has allowed', async (t) => {
  const outcome = async (answer: (kind: 'hello' | 'proof') => object | null) => {
    const bench = openBench({ cameras: [{ security: 1 }], allowSecurity1: true });
    await search(bench);
    bench.radio.between = (endpoint, message, pass) => {
      const { security1 } = endpoint === 'prov-session' ? decode('SessionMessage', message) : {};
      const forged = security1 && answer(security1.hello ? 'hello' : 'proof');
      return forged
        ? encode('SessionMessage', { security: 1, security1: { kind: 1, ...forged } })
        : pass(message);
    };
    return (await prove(bench)).failure?.code;
  };
  const zeroKey = { helloAnswer: { status: 0, publicKey: Buffer.alloc(32), random: Buffer.alloc(16) } };
  t.equal(await outcome((kind) => (kind === 'hello' ? zeroKey : null)), 'tampered');
  t.equal(
    await outcome((kind) =>
      kind === 'proof' ? { proofAnswer: { status: 0, proof: Buffer.alloc(32) } } : null,
    ),
    'tampered',
  );
  t.equal(
    await outcome((kind) =>
      kind === 'proof' ? { proofAnswer: { status: 6, proof: Buffer.alloc(0) } } : null,
    ),
    'wrong-code',
  );
  t.equal(
    await outcome((kind) => (kind === 'hello' ? { helloAnswer: { status: 6 } } : null)),
    'unknown-protocol',
  );
  t.equal(await outcome(() => ({})), 'unknown-protocol');
});

t.test('a shortened nonce is not filled up', async (t) => {
  const bench = openBench();
  await search(bench);
  bench.radio.between = (endpoint, message, pass) => {
    const answer = pass(message);
    const { security2 } = endpoint === 'prov-session' ? decode('SessionMessage', answer) : {};
    if (!security2?.proofAnswer) return answer;
    const proofAnswer = { ...security2.proofAnswer, nonce: Buffer.alloc(8) };
    return encode('SessionMessage', { security: 2, security2: { kind: 3, proofAnswer } });
  };
  t.match(await prove(bench), { failure: { code: 'unknown-protocol' } });
});

t.test('a second hub', async (t) => {
  await t.test(
    'that begins in the middle breaks the session of the first, and gets nothing itself',
    async (t) => {
      const bench = await secured();
      const [camera] = bench.cameras;
      const second = new DirectRadio(camera as FakeEsp32);
      await second.connect('device-0', () => {});
      await t.rejects(openSession(second, { version: 'v1.1', security: 2 }, 'a guess'), {
        code: 'wrong-code',
      });
      t.match(await join(bench), { step: 'failed' });
      t.equal(camera?.handover, null, 'nobody has this camera');
      t.match(await pair(bench), { step: 'arriving' }, 'and the first hub has it in the end');
    },
  );

  await t.test('that comes later finds nobody', async (t) => {
    const bench = openBench();
    await pair(bench);
    const second = new DirectRadio(...bench.cameras);
    await t.rejects(
      second.connect('device-0', () => {}),
      new RadioError('camera-silent', 'nobody there'),
    );
  });
});

t.test('who tries all codes at a camera gets five of them', async (t) => {
  const camera = new FakeEsp32();
  const radio = new DirectRadio(camera);
  for (let guess = 0; guess < 5; guess += 1) {
    await radio.connect('device-0', () => {});
    await t.rejects(openSession(radio, { version: 'v1.1', security: 2 }, `${guess}`), { code: 'wrong-code' });
  }
  await t.rejects(
    radio.connect('device-0', () => {}),
    { code: 'camera-silent' },
  );
});

t.test('nothing is said without a session, and nothing that a stranger says is kept', async (t) => {
  const camera = new FakeEsp32();
  const radio = new DirectRadio(camera);
  await radio.connect('device-0', () => {});
  const handover = { v: 1, host: '203.0.113.1', port: 8883, camera: 'porch', key: 'a'.repeat(64) };
  await t.rejects(radio.exchange('petcam-hub', Buffer.from(JSON.stringify(handover))), { code: 'refused' });
  t.equal(camera.handover, null);
});
