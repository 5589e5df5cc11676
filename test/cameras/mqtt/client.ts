import t, { type Test } from 'tap';
import {
  type BrokerAddress,
  type LinkOptions,
  MqttLink,
  withinTime,
} from '../../../src/cameras/mqtt/client.js';
import { systemClock } from '../../../src/core/clock.js';
import { KEY, quiet, startBroker } from '../../support/broker.js';
import { hasty } from '../../support/hub-side.js';
import { ManualClock } from '../../support/manual-clock.js';

/** A link of the camera `porch`, and a promise of its first connection. */
function link(t: Test, address: BrokerAddress, options: Partial<LinkOptions> = {}) {
  let arrived = () => {};
  const up = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const made = new MqttLink({
    address,
    clientId: 'porch',
    clock: systemClock,
    log: quiet,
    onMessage: async () => {},
    onUp: async () => arrived(),
    onDown: () => {},
    onRefused: () => {},
    ...options,
  });
  t.teardown(() => made.stop());
  return { made, up };
}

t.test('without a connection nothing is promised', async (t) => {
  const { made } = link(t, { url: 'mqtt://127.0.0.1:1' });
  t.notOk(made.up);
  await t.rejects(made.publish('petcam/porch/state', Buffer.alloc(0)), { code: 'broker-unreachable' });
  await t.rejects(made.subscribe('petcam/porch/#'), { code: 'broker-unreachable' });
});

t.test('what the broker does not allow is said', async (t) => {
  const { url } = await startBroker(t);
  const { made, up } = link(t, { url, username: 'porch', password: KEY });
  made.start();
  await up;
  await t.resolves(made.subscribe('petcam/porch/#'));
  await t.rejects(made.subscribe('petcam/garden/#'), { code: 'broker-acl', message: /petcam\/garden/ });
});

t.test('a connection that does not serve is made again', async (t) => {
  const { broker } = await startBroker(t);
  let tries = 0;
  let served = () => {};
  const up = new Promise<void>((resolve) => {
    served = resolve;
  });
  const { made } = link(t, broker, {
    clock: hasty(50),
    async onUp() {
      tries += 1;
      if (tries < 3) throw new Error('not yet');
      served();
    },
  });
  made.start();
  await up;
  t.equal(tries, 3);
});

t.test('a certificate of nobody is not trusted', async (t) => {
  const { port } = await startBroker(t);
  const reported = new Promise<string>((resolve) => {
    const { made } = link(t, { url: `mqtts://127.0.0.1:${port}`, ca: '' }, { onDown: resolve });
    made.start();
  });
  t.not(await reported, '', 'the connection does not come about, and it is said why');
});

t.test('waiting has an end', async (t) => {
  const clock = new ManualClock();
  const waited = withinTime(1000, clock, new Promise(() => {}));
  await clock.advance(1000);
  await t.resolves(waited);
  await t.resolves(withinTime(1000, clock, Promise.reject(new Error('failed'))));
  t.equal(clock.pending, 0);
});
