import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { systemClock } from '../../../src/core/clock.js';
import { readConfig } from '../../../src/core/config/config.js';
import { Fault } from '../../../src/core/errors.js';
import { createLog } from '../../../src/core/log.js';
import { openVision } from '../../../src/hub/vision.js';
import type { HowConfined } from '../../../src/imaging/vision/confinement.js';
import { checkBroker, checkConfinement, checkModels } from '../../../src/services/doctor/parts.js';
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
  const folder = temporaryFolder(t);
  const config = readConfig({ PETCAM_DATA_DIR: folder });
  const { vision } = openVision(config, shipped, systemClock, createLog('silent'));
  t.teardown(() => vision.stop());
  t.match(await checkModels(shipped, vision), { verdict: 'ok', text: /whole/ });
  t.match(await checkModels(folder, vision), { verdict: 'fail' });
  writeFileSync(path.join(folder, 'manifest.json'), '{"version":1,');
  t.match(await checkModels(folder, vision), { verdict: 'fail', advice: /models folder/ });
});

t.test('the vision process: confined, not confined, not there', async (t) => {
  const found = (check: () => Promise<HowConfined>) => checkConfinement({ check });
  t.match(await found(async () => ({ by: 'bubblewrap', reached: [] })), {
    verdict: 'ok',
    text: /bubblewrap/,
  });
  t.match(await found(async () => ({ by: 'none', reached: ['/data/secret.key', 'the network'] })), {
    verdict: 'warn',
    text: /could reach \/data\/secret.key and the network/,
    advice: /bubblewrap/,
  });
  const absent = async () => {
    throw new Fault('vision-unavailable', 'it does not answer', 'look at it');
  };
  t.match(await found(absent), { verdict: 'fail', text: 'it does not answer', advice: 'look at it' });
});
