import { X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import t from 'tap';
import { certificate } from '../../src/cli/certificate.js';
import { systemClock } from '../../src/core/clock.js';
import { readConfig } from '../../src/core/config/config.js';
import { createLog } from '../../src/core/log.js';
import { Hub } from '../../src/hub/hub.js';
import { wordsOfFingerprint } from '../../src/server/tls/fingerprint-words.js';
import { temporaryFolder } from '../support/folder.js';
import { quietSettings } from '../support/hub.js';

/** What the command prints. */
async function run(settings: Record<string, string>, ...args: string[]): Promise<string[]> {
  const lines: string[] = [];
  const config = () => readConfig(settings);
  await certificate.run(args, { config, version: '0.0.0', print: (line) => lines.push(line) });
  return lines;
}

/** Answers to those alone who are content with this authority. */
const statusFor = (port: number, ca: string) =>
  new Promise<number | string>((resolve) => {
    const asked = request({ host: '127.0.0.1', port, path: '/trust', ca }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    asked.end();
  });

t.test('a new authority takes the place of the old one, on the hub and in its database', async (t) => {
  const settings = quietSettings(temporaryFolder(t));
  const start = async () => {
    const hub = new Hub({
      config: readConfig(settings),
      clock: systemClock,
      log: createLog('silent'),
      version: '0',
    });
    t.teardown(() => hub.stop());
    const { ports } = await hub.start();
    const pem = await (await fetch(`http://127.0.0.1:${ports.http}/trust/petcam-hub.pem`)).text();
    return { hub, port: ports.https ?? 0, pem };
  };
  const before = await start();
  const shown = new X509Certificate(before.pem).fingerprint256;
  t.same(await run(settings, 'show'), [shown, await wordsOfFingerprint(shown)]);
  await t.rejects(run(settings, 'renew-authority'), { code: 'hub-running' });
  await before.hub.stop();

  const [fingerprint = '', words, advice] = await run(settings, 'renew-authority');
  t.match(words, /^[a-z]+( [a-z]+){3}$/);
  t.match(advice, '/trust');
  t.not(fingerprint, new X509Certificate(before.pem).fingerprint256);
  const after = await start();
  t.equal(new X509Certificate(after.pem).fingerprint256, fingerprint);
  t.equal(await statusFor(after.port, after.pem), 200);
  t.not(await statusFor(after.port, before.pem), 200, 'who trusted the old one alone has to be told anew');
  await after.hub.stop();
  t.same(JSON.parse((await run(settings, 'show', '--json')).join('')), { fingerprint, words });
  const [renewed] = await run(settings, 'renew-authority', '--json');
  t.match(JSON.parse(renewed ?? ''), { fingerprint: /^([\dA-F]{2}:){31}[\dA-F]{2}$/ });
});

t.test('there is nothing to renew where the owner brought a certificate', async (t) => {
  const files = { PETCAM_TLS_CERT_FILE: '/nowhere/cert.pem', PETCAM_TLS_KEY_FILE: '/nowhere/key.pem' };
  const settings = { ...quietSettings(temporaryFolder(t)), ...files };
  await t.rejects(run(settings, 'renew-authority'), { code: 'owner-certificate' });
});

t.test('anything else is told how it is used', async (t) => {
  const settings = quietSettings(temporaryFolder(t));
  for (const args of [[], ['burn'], ['show', 'me'], ['constructor']])
    await t.rejects(run(settings, ...args), { code: 'usage', message: /renew-authority/ });
});
