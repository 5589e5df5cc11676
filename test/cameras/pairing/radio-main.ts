import t from 'tap';
import { RadioError } from '../../../src/cameras/pairing/failure.js';
import { openRadioProcess, RADIO_PROCESS } from '../../../src/cameras/pairing/radio-process.js';
import { systemClock } from '../../../src/core/clock.js';

t.test('the radio process of this machine finds an adapter or says what is missing, and ends', async (t) => {
  const radio = openRadioProcess(RADIO_PROCESS, systemClock);
  const answer = await radio
    .scan(() => {})
    .then(
      () => 'scans',
      (error) => (error instanceof RadioError && error.code !== 'radio-failed' ? error.code : String(error)),
    );
  const answers = ['scans', 'no-bluetooth', 'no-adapter', 'no-permission', 'adapter-off'];
  t.ok(answers.includes(answer), answer);
  await radio.close();
  await t.rejects(
    radio.scan(() => {}),
    { code: 'radio-failed' },
    'a pairing that comes later gets a process of its own',
  );
});
