import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import type { BrokerAddress } from '../../../src/cameras/mqtt/client.js';
import { Ingest } from '../../../src/cameras/mqtt/ingest.js';
import { systemClock } from '../../../src/core/clock.js';
import { quiet, startBroker } from '../../support/broker.js';
import { NotedIntake } from '../../support/intake.js';
import { mosquittoIsHere, startMosquitto } from '../../support/mosquitto.js';

async function startIngest(t: { teardown(end: () => unknown): void }, address: BrokerAddress) {
  const ingest = new Ingest({
    address,
    version: '1',
    clock: systemClock,
    log: quiet,
  });
  t.teardown(() => ingest.stop());
  await ingest.start(new NotedIntake());
  return ingest;
}

t.test('the embedded broker gives the hub its own message back, again and again', async (t) => {
  const { broker } = await startBroker(t);
  const ingest = await startIngest(t, { connect: () => broker.connect() });
  await ingest.probe();
  await ingest.probe();
});

t.test('without the embedded broker the hub is not whole', async (t) => {
  const { broker } = await startBroker(t);
  const ingest = await startIngest(t, { connect: () => broker.connect() });
  await broker.stop();
  await t.rejects(ingest.probe(), { code: 'broker-unreachable' });
});

t.test('an external broker answers, and is not missed while it is away', async (t) => {
  if (!mosquittoIsHere(t)) return;
  const { url, stop } = await startMosquitto(t, ['max_packet_size 2000000']);
  const ingest = await startIngest(t, { url });
  await ingest.probe();
  await stop();
  while (ingest.connected) await pause(20);
  await t.resolves(ingest.probe());
});
