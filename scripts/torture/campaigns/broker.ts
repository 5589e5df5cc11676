import { existsSync } from 'node:fs';
import type { Test } from 'tap';
import { freePorts } from '../../../test/support/free-ports.js';
import { startMosquitto } from '../../../test/support/mosquitto.js';
import { type Campaign, type CampaignContext, type CampaignResult, NO_FAULTS } from '../campaign.js';
import { HubUnderTest, pause } from '../hub-under-test.js';
import type { Random } from '../random.js';

type Mosquitto = Awaited<ReturnType<typeof startMosquitto>>;

/** The hub at a Mosquitto that is killed, stands still, or is started anew, and a hub that is killed beside it. */
export const broker: Campaign = {
  name: 'broker',
  fault: 'a Mosquitto that is killed or stands still, or a hub killed beside it',
  quick: 0,
  usual: 20,
  missing: () => (existsSync('/usr/sbin/mosquitto') ? null : 'Mosquitto is not installed'),
  run: runBrokerFaults,
};

async function runBrokerFaults(context: CampaignContext): Promise<CampaignResult> {
  const { random } = context;
  const ends: (() => unknown)[] = [];
  const scope = { teardown: (end: () => unknown) => void ends.push(end) } as unknown as Test;
  const [port = 0] = await freePorts(1);
  const start = () => startMosquitto(scope, [], port);
  let mosquitto = await start();
  const { url } = mosquitto;
  const test = await HubUnderTest.open({ ...context, settings: { PETCAM_MQTT_URL: url }, brokerUrl: url });
  try {
    let faults = 0;
    let kills = 0;
    for (; faults < context.faults; faults += 1) {
      await test.up();
      test.burst();
      await pause(random.between(0, 500));
      if (random.chance(0.3)) {
        await test.hub.end('SIGKILL');
        kills += 1;
      } else mosquitto = await disturb(mosquitto, start, random);
      context.progress(faults + 1);
    }
    const verdict = await test.verdict();
    const { deaths, untidyStops } = test.hub;
    const brokerFaults = faults - kills;
    return { faults: { ...NO_FAULTS, kills, brokerFaults }, done: faults, verdict, deaths, untidyStops };
  } finally {
    await test.close();
    for (const end of ends) await end();
  }
}

/** Gives the broker that runs from now on. */
async function disturb(mosquitto: Mosquitto, start: () => Promise<Mosquitto>, random: Random) {
  if (random.chance(0.5)) {
    process.kill(mosquitto.pid, 'SIGSTOP');
    await pause(random.between(200, 5_000));
    process.kill(mosquitto.pid, 'SIGCONT');
    return mosquitto;
  }
  await mosquitto.stop();
  await pause(random.between(0, 3_000));
  return start();
}
