import pino from 'pino';
import t from 'tap';
import { LinkWatch } from '../../../src/services/home-assistant/link-watch.js';
import { startAssistant } from '../../support/assistant.js';
import { startBroker } from '../../support/broker.js';
import { hasty } from '../../support/hub-side.js';
import { ManualClock } from '../../support/manual-clock.js';
import { openTestStore } from '../../support/store.js';

const MINUTE = 60_000;

t.test('a broker that is away is said after a minute, with the cause, until it is back', async (t) => {
  const clock = new ManualClock();
  const watch = new LinkWatch(clock);
  t.strictSame(watch.issues(), []);
  const since = clock.now();
  watch.noteDown('connect ECONNREFUSED 127.0.0.1:1');
  t.strictSame(watch.issues(), [], 'it may be starting');
  await clock.advance(MINUTE);
  watch.noteDown('connect ECONNREFUSED 127.0.0.1:1');
  const text = /cannot be reached \(connect ECONNREFUSED.*PETCAM_HOME_ASSISTANT_MQTT_URL/;
  t.match(watch.issues(), [{ code: 'home-assistant-away', since, text }]);
  watch.noteUp();
  t.strictSame(watch.issues(), []);
  await clock.advance(10 * MINUTE);
  watch.noteDown('the broker ended the connection');
  t.strictSame(watch.issues(), [], 'that was another time');
  await clock.advance(MINUTE);
  t.match(watch.issues(), [{ since: since + 11 * MINUTE }]);
});

t.test('connections that are lost again and again are said at once, until one holds', async (t) => {
  const clock = new ManualClock();
  const watch = new LinkWatch(clock);
  for (let times = 0; times < 3; times += 1) {
    watch.noteUp();
    t.strictSame(watch.issues(), []);
    watch.noteDown('the broker ended the connection');
  }
  watch.noteUp();
  t.match(watch.issues(), [{ text: /lost 3 times \(the broker ended the connection\).*HOME-ASSISTANT.md/ }]);
  await clock.advance(5 * MINUTE);
  t.strictSame(watch.issues(), []);
});

t.test('a broker that refuses the hub is said at once, with what to check', async (t) => {
  const { store } = await openTestStore(t);
  let tries = 0;
  let refusedTwice = () => {};
  const refused = new Promise<void>((resolve) => {
    refusedTwice = resolve;
  });
  const write = (line: string) => {
    if (line.includes('broker refused the hub')) tries += 1;
    if (tries === 2) refusedTwice();
  };
  const { url } = await startBroker(t);
  const address = { url, username: 'nobody', password: 'x' };
  const assistant = startAssistant(t, { address, store, clock: hasty(50), log: pino({}, { write }) });
  await refused;
  t.match(assistant.issues(), [
    { code: 'home-assistant-away', text: /refuses the hub \(.*PETCAM_HOME_ASSISTANT_PASSWORD_FILE/ },
  ]);
});
