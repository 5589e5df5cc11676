import { createHash } from 'node:crypto';
import t, { type Test } from 'tap';
import type { UpdateResult, UpdateWant } from '../../../src/cameras/protocol/update.js';
import { type UpdateOptions, UpdateReceiver } from '../../../src/cameras/simulator/receiver.js';
import { firmwareFile, imageBytes, pair } from '../../support/firmware-image.js';
import { ManualClock } from '../../support/manual-clock.js';
import { refusalOf } from '../../support/refusals.js';

function receiver(t: Test, options: Partial<UpdateOptions> = {}) {
  const clock = new ManualClock();
  const wants: UpdateWant[] = [];
  const results: UpdateResult[] = [];
  const did = { restarts: 0, changes: 0, busy: false };
  const camera = new UpdateReceiver({
    key: pair.publicKey,
    ...options,
    clock,
    random: () => 0,
    board: 'simulated',
    firmware: '1.0.0',
    isBusy: () => did.busy,
    want: (want) => wants.push(want),
    result: (result) => results.push(result),
    restart: () => {
      did.restarts += 1;
    },
    changed: () => {
      did.changes += 1;
    },
  });
  t.teardown(() => camera.stop());
  return { camera, clock, wants, results, did };
}

const bytes = imageBytes('1.1.0', 10_000);
const { claim, signature } = firmwareFile({ version: '1.1.0', bytes });

function receiveAll({ camera, wants }: Pick<ReturnType<typeof receiver>, 'camera' | 'wants'>) {
  for (let last = wants.at(-1); last; ) {
    camera.chunk(last.offset, bytes.subarray(last.offset, last.offset + last.length));
    const next = wants.at(-1);
    last = next === last ? undefined : next;
  }
}

t.test('an image is asked for piece by piece, tried and kept', async (t) => {
  const home = receiver(t);
  home.camera.asked({ claim, signature });
  receiveAll(home);
  t.same(home.wants, [
    { version: '1.1.0', offset: 0, length: 4096 },
    { version: '1.1.0', offset: 4096, length: 4096 },
    { version: '1.1.0', offset: 8192, length: 1808 },
  ]);
  t.same(home.results, [{ version: '1.1.0', state: 'restarting' }]);
  t.equal(
    refusalOf(() => home.camera.asked({ claim: claim.replace('1.1.0', '1.2.0'), signature })),
    'busy',
  );
  await home.clock.advance(500);
  t.equal(home.did.restarts, 1);
  t.match(home.camera.state, { firmware: '1.1.0', resetReason: 'ota', update: { state: 'trial' } });
  home.camera.connected();
  await home.clock.advance(1000);
  t.match(home.camera.state, { firmware: '1.1.0', update: { version: '1.1.0', state: 'kept' } });
  t.equal(home.did.changes, 1);
});

t.test('one that does not work is given up, and may be tried again', async (t) => {
  const home = receiver(t, { ending: 'rolled-back' });
  home.camera.asked({ claim, signature });
  receiveAll(home);
  await home.clock.advance(500);
  home.camera.connected();
  await home.clock.advance(1000);
  t.match(home.camera.state, {
    firmware: '1.0.0',
    resetReason: 'panic',
    update: { version: '1.1.0', state: 'rolled-back' },
  });
  home.camera.connected();
  home.camera.asked({ claim, signature });
  t.notHas(home.camera.state, { update: {} }, 'what was is not said any more');
});

t.test('what the camera does not take, in the order of the contract', async (t) => {
  const ask = (image: Parameters<typeof firmwareFile>[0], options: Partial<UpdateOptions> = {}) => {
    const file = firmwareFile({ bytes, ...image });
    return refusalOf(() => receiver(t, options).camera.asked(file as unknown as Record<string, unknown>));
  };
  t.equal(
    refusalOf(() => receiver(t).camera.asked({})),
    'invalid',
  );
  t.equal(
    refusalOf(() => receiver(t).camera.asked({ claim: 'hello', signature })),
    'invalid',
  );
  t.equal(ask({ board: 'ai-thinker', version: '0.1.0' }), 'other-board');
  t.equal(ask({ version: '1.0.0' }, { key: '' }), 'not-newer');
  t.equal(ask({ version: '1.1.0' }, { key: '' }), 'no-key');
  const { camera } = receiver(t);
  t.equal(
    refusalOf(() => camera.asked({ claim, signature: '0'.repeat(128) })),
    'signature',
  );
  t.equal(ask({ version: '1.1.0' }), 'accepted');
});

t.test('it asks again, after a reconnect at once, and lets bursts go first', async (t) => {
  const home = receiver(t);
  home.did.busy = true;
  home.camera.asked({ claim, signature });
  await home.clock.advance(2000);
  t.equal(home.wants.length, 0);
  home.did.busy = false;
  await home.clock.advance(500);
  t.equal(home.wants.length, 1);
  await home.clock.advance(5000);
  t.equal(home.wants.length, 2);
  home.camera.connected();
  t.equal(home.wants.length, 3);
  home.camera.asked({ claim, signature });
  t.equal(home.wants.length, 3, 'the same claim again changes nothing');
  home.camera.chunk(4096, bytes.subarray(4096, 8192));
  home.camera.chunk(0, bytes.subarray(0, 10));
  t.equal(home.wants.length, 3, 'what was not asked for is passed over');
  home.did.busy = true;
  home.did.busy = false;
  receiveAll(home);
  home.did.busy = true;
  await home.clock.advance(2000);
  t.equal(home.did.restarts, 0, 'bursts are delivered before the restart');
  home.did.busy = false;
  await home.clock.advance(500);
  t.equal(home.did.restarts, 1);
});

t.test('damaged, cancelled, without power', async (t) => {
  const damaged = receiver(t);
  damaged.camera.asked({ claim, signature });
  for (const { offset, length } of [0, 4096, 8192].map((at) => ({
    offset: at,
    length: Math.min(4096, 10_000 - at),
  })))
    damaged.camera.chunk(offset, Buffer.alloc(length, 9));
  t.same(damaged.results, [{ version: '1.1.0', state: 'failed', reason: 'hash' }]);
  t.not(createHash('sha256').update(Buffer.alloc(10_000, 9)).digest('hex'), claim.split(' ').at(-1));

  const cancelled = receiver(t);
  cancelled.camera.asked({ claim: '' });
  t.same(cancelled.results, [], 'there was nothing to cancel');
  cancelled.camera.asked({ claim, signature });
  cancelled.camera.asked({ claim: '' });
  t.same(cancelled.results, [{ version: '1.1.0', state: 'failed', reason: 'cancelled' }]);
  await cancelled.clock.advance(60_000);
  t.equal(cancelled.wants.length, 1);

  const weak = receiver(t, { breaksAt: 4096 });
  weak.camera.asked({ claim, signature });
  weak.camera.chunk(0, bytes.subarray(0, 4096));
  t.equal(weak.did.restarts, 1);
  weak.camera.connected();
  t.equal(weak.wants.length, 1, 'it has forgotten');
  weak.camera.asked({ claim, signature });
  receiveAll(weak);
  t.match(weak.results, [{ state: 'restarting' }], 'once is enough');
});
