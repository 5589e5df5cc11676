import t from 'tap';
import { systemClock } from '../../../src/core/clock.js';
import { checkHomeAssistant } from '../../../src/services/doctor/home-assistant.js';
import { mosquittoIsHere, startMosquitto } from '../../support/mosquitto.js';

t.test("Home Assistant's broker: away, well, too narrow", async (t) => {
  const check = (url: string) => checkHomeAssistant(() => ({ url }), systemClock);
  t.match(await check('mqtt://127.0.0.1:1'), {
    verdict: 'warn',
    text: /cannot be reached/,
    advice: /PETCAM_HOME_ASSISTANT_USERNAME/,
  });
  if (!mosquittoIsHere(t)) return;
  const well = await startMosquitto(t);
  t.match(await check(well.url), { verdict: 'ok', text: /largest photo/ });
  const narrow = await startMosquitto(t, ['max_packet_size 100000']);
  t.match(await check(narrow.url), { verdict: 'warn', text: /does not pass.*max_packet_size/ });
});
