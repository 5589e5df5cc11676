import t from 'tap';
import { listenAll, startAssistant } from '../../support/assistant.js';
import { connectHub, startBroker } from '../../support/broker.js';
import { openTestStore } from '../../support/store.js';

t.test('who is at home is what Home Assistant said last, while it is there', async (t) => {
  const { store, clock } = await openTestStore(t);
  const { broker } = await startBroker(t);
  const client = connectHub(t, broker);
  const hears = await listenAll(client);
  const parts = { address: { connect: () => broker.connect() }, store, clock };
  const first = startAssistant(t, parts);
  t.equal(first.presence(), null, 'nobody is connected yet');
  const says = (state: string | null) =>
    hears('petcam-hub/00112233/state', (payload) => JSON.parse(String(payload)).somebody_home === state);
  await says(null);
  t.equal(first.presence(), null, 'it has said nothing yet');
  const order = (payload: string) =>
    client.publishAsync('petcam-hub/00112233/_home/set/presence', payload, { qos: 1 });
  const untilPresence = async (expected: string | null) => {
    while (first.presence() !== expected) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  await order('ON');
  await says('ON');
  t.equal(first.presence(), 'home');
  await client.publishAsync('homeassistant/status', 'offline', { qos: 1 });
  await untilPresence(null);
  await client.publishAsync('homeassistant/status', 'online', { qos: 1 });
  await untilPresence('home');
  await order('perhaps');
  await order('OFF');
  await says('OFF');
  t.equal(first.presence(), 'away');
  await first.stop();

  const second = startAssistant(t, parts);
  while (second.presence() === null) await new Promise((resolve) => setTimeout(resolve, 10));
  t.equal(second.presence(), 'away', 'it outlives a restart of the hub');
});
