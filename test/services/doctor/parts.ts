import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { systemClock } from '../../../src/core/clock.js';
import { checkBroker, checkModels } from '../../../src/services/doctor/parts.js';
import { temporaryFolder } from '../../support/folder.js';
import { mosquittoIsHere, startMosquitto } from '../../support/mosquitto.js';

t.test('the embedded broker needs no look; an external one is tried with the largest photo', async (t) => {
  t.match(await checkBroker(null, systemClock), { verdict: 'ok' });
  t.match(await checkBroker({ url: 'mqtt://127.0.0.1:1' }, systemClock), {
    verdict: 'fail',
    text: /cannot be reached/,
    advice: /running/,
  });
  if (!mosquittoIsHere(t)) return;
  const { url } = await startMosquitto(t);
  t.match(await checkBroker({ url }, systemClock), { verdict: 'ok', text: /there and back/ });
});

t.test('a broker that cuts large messages is found out', async (t) => {
  if (!mosquittoIsHere(t)) return;
  const { url } = await startMosquitto(t, ['message_size_limit 1000']);
  t.match(await checkBroker({ url }, systemClock), { verdict: 'fail', advice: /message_size_limit/ });
});

t.test('models: whole, damaged, not there', async (t) => {
  const shipped = new URL('../../../models', import.meta.url).pathname;
  t.match(await checkModels(shipped), { verdict: 'ok', text: /whole/ });
  const folder = temporaryFolder(t);
  t.match(await checkModels(folder), { verdict: 'fail' });
  writeFileSync(path.join(folder, 'manifest.json'), '{"version":1,');
  t.match(await checkModels(folder), { verdict: 'fail', advice: /models folder/ });
});
