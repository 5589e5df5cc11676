import t from 'tap';
import { testBroker } from '../../../src/cameras/mqtt/broker-check.js';
import { systemClock } from '../../../src/core/clock.js';
import { KEY, startBroker } from '../../support/broker.js';

t.test('a broker with room for a frame passes', async (t) => {
  const { broker } = await startBroker(t);
  await t.resolves(testBroker(broker, 'petcam-hub', systemClock));
});

t.test('what is wrong with a broker is named', async (t) => {
  const { broker, url } = await startBroker(t, { authenticate: async () => true });
  const address = { url, username: 'porch-test', password: KEY };
  await t.rejects(testBroker(address, 'porch', systemClock), { code: 'broker-acl' }, 'no right to listen');
  await t.rejects(testBroker({ ...address, username: 'x' }, 'porch', systemClock), {
    code: 'broker-unreachable',
  });
  const silent = await startBroker(t, { authenticate: () => new Promise(() => {}) });
  const there = { ...address, url: silent.url };
  await t.rejects(testBroker(there, 'porch', systemClock, 50), {
    code: 'broker-unreachable',
    message: /no answer/,
  });
  await broker.stop();
  await t.rejects(testBroker(address, 'porch', systemClock), { code: 'broker-unreachable' }, 'not there');
});
