import { readdirSync } from 'node:fs';
import t, { type Test } from 'tap';
import {
  openRadioProcess,
  RADIO_PROCESS,
  type RadioProcessOptions,
} from '../../../src/cameras/pairing/radio-process.js';
import { systemClock } from '../../../src/core/clock.js';
import { programUrl } from '../../support/program.js';
import { virtualCameras } from '../../support/virtual-camera.js';
import { missingNoble } from '../../support/virtual-hci.js';

function start(t: Test, options: Partial<RadioProcessOptions>) {
  const radio = openRadioProcess({ ...RADIO_PROCESS, heapMegabytes: 256, ...options }, systemClock);
  t.teardown(() => radio.close());
  return radio;
}

/** A radio process that behaves as the test says. */
const faulty = (act: string): Partial<RadioProcessOptions> => ({
  entry: programUrl('test/support/faulty-radio'),
  args: [act],
});

t.test('the real process talks to a camera on virtual Bluetooth', { skip: missingNoble() }, async (t) => {
  const { radio: options } = await virtualCameras(t, [{}]);
  const radio = start(t, options);
  const camera = await new Promise<{ device: string; name: string }>((resolve, reject) => {
    radio.scan((found) => found.name && resolve(found)).catch(reject);
  });
  t.equal(camera.name, 'PetCam-A1B2C3');
  const endpoints = await radio.connect(camera.device, () => {});
  t.ok(endpoints.includes('petcam-hub'));
  const said = await radio.exchange('proto-ver', Buffer.from('---'));
  t.match(JSON.parse(Buffer.from(said).toString()), { prov: { sec_ver: 2 } });
  await t.rejects(radio.exchange('prov-config', Buffer.from('x')), { code: 'refused' });
  await radio.disconnect();
  await radio.close();
  await t.rejects(radio.exchange('proto-ver', Buffer.from('---')), { code: 'radio-failed' });
  await radio.close();
});

t.test('it gets nothing of the environment of the hub', async (t) => {
  process.env['PETCAM_TEST_SECRET'] = 'of the hub';
  t.teardown(() => delete process.env['PETCAM_TEST_SECRET']);
  const radio = start(t, faulty('environment'));
  const [environment = ''] = await radio.connect('x', () => {});
  // Node adds this one where coverage is measured, to the given environment as well (child_process.spawn).
  const names = (environment: object) =>
    Object.keys(environment)
      .filter((name) => name !== 'NODE_V8_COVERAGE')
      .sort();
  t.same(names(JSON.parse(environment)), names(RADIO_PROCESS.environment));
});

t.test('what it finds and what it loses is told until it is closed', async (t) => {
  const radio = start(t, faulty('chatty'));
  const heard: string[] = [];
  await radio.scan(({ name }) => heard.push(name));
  await radio.connect('x', () => heard.push('dropped'));
  await radio.exchange('x', new Uint8Array());
  t.same(heard, ['PetCam', 'dropped']);
});

t.test('a process that crashes, with its last words', async (t) => {
  const radio = start(t, faulty('crash'));
  await t.rejects(
    radio.scan(() => {}),
    { code: 'radio-failed', message: /out of luck/ },
  );
  await t.rejects(radio.disconnect(), { code: 'radio-failed' });
});

t.test('a mistake in the process is told, and the process goes on', async (t) => {
  const radio = start(t, faulty('mistaken'));
  await t.rejects(
    radio.scan(() => {}),
    { name: 'RadioError', code: 'radio-failed', message: /met a mistake: nobody foresaw this/ },
  );
  t.same(await radio.exchange('x', new Uint8Array()), new Uint8Array());
});

t.test('a process that hangs is killed', async (t) => {
  const radio = start(t, { ...faulty('hang'), silenceMs: 3000 });
  await t.rejects(
    radio.scan(() => {}),
    { code: 'radio-failed', message: /SIGKILL/ },
  );
});

t.test('a process that does not end when it is told to is killed', async (t) => {
  const radio = start(t, faulty('stubborn'));
  const [pid] = await radio.connect('x', () => {});
  await radio.close();
  t.notOk(readdirSync('/proc').includes(pid as string));
});

t.test('a script that is not there', async (t) => {
  const radio = start(t, { entry: new URL('file:///nowhere/radio.js') });
  await t.rejects(
    radio.scan(() => {}),
    { code: 'radio-failed' },
  );
});
