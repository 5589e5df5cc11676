import { type AddressInfo, createServer } from 'node:net';
import t from 'tap';
import { petcamHub } from '../support/command-line.js';
import { temporaryFolder } from '../support/folder.js';
import { quietSettings, startHub } from '../support/hub.js';

interface Finding {
  check: string;
  verdict: string;
  text: string;
  advice: string | null;
}

async function examine(settings: Record<string, string>) {
  const { code, out, err } = await petcamHub(['doctor', '--json'], settings);
  const findings: Finding[] = JSON.parse(out);
  return { code, err, findings, of: (check: string) => findings.find((finding) => finding.check === check) };
}

/** Nothing but the network may be wrong with the machine of a test. */
const failures = (findings: Finding[]) =>
  findings.filter(({ verdict, check }) => verdict === 'fail' && check !== 'network');

t.test('before the first start and while the hub runs: nothing to mend', async (t) => {
  const fresh = await examine(quietSettings(temporaryFolder(t)));
  t.strictSame(failures(fresh.findings), []);
  t.match(fresh.of('hub'), { text: 'does not run' });
  t.match(fresh.of('data directory'), { verdict: 'warn' });

  const { directory, ports } = await startHub(t);
  const running = await examine({ ...quietSettings(directory), PETCAM_HTTP_PORT: String(ports.http) });
  t.strictSame(failures(running.findings), []);
  t.match(running.of('hub'), { text: /^runs/ });
  t.match(running.of(`port ${ports.http}`), { verdict: 'ok', text: /of the hub/ });
  t.match(running.of('data directory'), { verdict: 'ok' });
  t.match(running.of('durable writes'), { text: /ms/ });
  t.match(running.of('bursts'), { verdict: 'ok', text: 'none set aside' });
});

t.test('what is wrong is named one line each, with what to do, and ends with 1', async (t) => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  t.teardown(() => taken.close());
  const { port } = taken.address() as AddressInfo;
  const settings = {
    ...quietSettings(temporaryFolder(t)),
    PETCAM_HTTP_PORT: String(port),
    PETCAM_MQTT_URL: 'mqtt://127.0.0.1:1',
  };
  const { code, out } = await petcamHub(['doctor'], settings);
  t.equal(code, 1);
  t.match(out, new RegExp(`^FAIL  port ${port} .*another program uses it.*PETCAM_HTTP_PORT`, 'm'));
  t.match(out, /^FAIL {2}MQTT broker .*cannot be reached/m);
  t.match(out, /^ok {4}models/m);
  t.match(out, /\n\d+ to mend, \d+ to look at\./);
});

t.test('settings that are not understood do not keep it from looking at the rest', async (t) => {
  const { code, of } = await examine({ PETCAM_HTTP_PORT: 'x', PETCAM_COLOUR: 'red' });
  t.equal(code, 1);
  t.match(of('settings'), { verdict: 'fail', text: /PETCAM_COLOUR(.|\n)*PETCAM_HTTP_PORT/ });
  t.match(of('models'), { verdict: 'ok' });
});

t.test('a password file that is not there', async (t) => {
  const settings = {
    ...quietSettings(temporaryFolder(t)),
    PETCAM_MQTT_URL: 'mqtt://127.0.0.1:1',
    PETCAM_MQTT_PASSWORD_FILE: '/nowhere/password',
    PETCAM_HOME_ASSISTANT: 'true',
    PETCAM_HOME_ASSISTANT_MQTT_URL: 'mqtt://127.0.0.1:1',
    PETCAM_HOME_ASSISTANT_PASSWORD_FILE: '/nowhere/other',
  };
  const { of } = await examine(settings);
  t.match(of('Home Assistant'), { verdict: 'warn', text: /nowhere\/other.*cannot be read/ });
  t.match(of('MQTT broker'), { verdict: 'fail', text: /nowhere.*cannot be read/ });
});
