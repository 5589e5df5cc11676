import { connect } from 'node:net';
import type { CameraMessage } from '../../../test/support/contract-camera.js';
import { type Campaign, type CampaignContext, type CampaignResult, NO_FAULTS } from '../campaign.js';
import { HubUnderTest, pause } from '../hub-under-test.js';
import type { Random } from '../random.js';

/** More than the hub keeps open for one camera. */
const MOST_BURSTS = 15;
const STRANGERS = 20;

/**
 * Many bursts at once from three cameras over a link that drops, doubles and reorders messages and breaks, with
 * connections of strangers and messages that no camera should send in between.
 */
export const storm: Campaign = {
  name: 'storm',
  fault: 'up to 15 bursts at once over a bad link, among strangers and rubbish',
  quick: 0,
  usual: 6,
  missing: () => null,
  run: runStorms,
};

async function runStorms(context: CampaignContext): Promise<CampaignResult> {
  const { random } = context;
  const links = new BadLinks(random.fork());
  const disturb = (message: CameraMessage) => links.carry(message);
  const test = await HubUnderTest.open({
    ...context,
    cameras: ['porch', 'attic', 'garden'],
    disturb,
    window: MOST_BURSTS,
  });
  try {
    await test.up();
    let storms = 0;
    for (; storms < context.faults; storms += 1) {
      links.areBad = true;
      await rage(test, random);
      links.areBad = false;
      await test.settle();
      context.progress(storms + 1);
    }
    const verdict = await test.verdict();
    const { deaths, untidyStops } = test.hub;
    return { faults: { ...NO_FAULTS, storms }, done: storms, verdict, deaths, untidyStops };
  } finally {
    await test.close();
  }
}

async function rage(test: HubUnderTest, random: Random): Promise<void> {
  const bursts = random.between(6, MOST_BURSTS);
  for (let burst = 0; burst < bursts; burst += 1) {
    test.burst(2);
    const camera = random.pick(test.cameras);
    if (random.chance(0.2)) camera.drop();
    if (random.chance(0.3)) camera.send(`burst/x-${random.between(0, 9)}/manifest`, random.pick(RUBBISH));
    if (random.chance(0.3)) camera.send('state', random.pick(RUBBISH));
    await pause(random.between(0, 100));
  }
  await Promise.all(Array.from({ length: STRANGERS }, () => stranger(test.mqttPort, random)));
}

const RUBBISH = ['', '{', '{"v":1}', '{"v":2,"burst":"x"}', '[]', 'x'.repeat(5_000)];

/** Connects, says something that is no MQTT, or nothing, and is gone. */
function stranger(port: number, random: Random): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      if (random.chance(0.5))
        socket.write(random.pick(['GET / HTTP/1.1\r\n\r\n', '\x10\xff\xff\xff\xff', '\x00']));
      setTimeout(() => socket.destroy(), random.between(0, 500));
    });
    socket.on('error', () => {});
    socket.once('close', () => resolve());
  });
}

/** Links that lose, double and reorder one message in ten each while they are bad. The bytes of a message are never changed. */
class BadLinks {
  areBad = false;
  readonly #random: Random;
  /** One link for each camera: what comes late comes from the camera that sent it. */
  readonly #held = new Map<string, CameraMessage>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** What arrives at once of this message and of the one of the same camera that was held back. */
  carry(message: CameraMessage): CameraMessage[] {
    const [, camera = ''] = message.topic.split('/');
    const late = this.#held.get(camera);
    const before = late ? [late] : [];
    this.#held.delete(camera);
    const luck = this.areBad ? this.#random.next() : 0.5;
    if (luck < 0.1) return before;
    if (luck < 0.2) return [message, message, ...before];
    if (luck < 0.9) return [message, ...before];
    this.#held.set(camera, message);
    return before;
  }
}
