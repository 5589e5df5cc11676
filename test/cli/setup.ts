import t from 'tap';
import { scanAddress } from '../../src/cli/banner.js';
import { setup } from '../../src/cli/setup.js';
import { systemClock } from '../../src/core/clock.js';
import { readConfig } from '../../src/core/config/config.js';
import { createLog } from '../../src/core/log.js';
import { openStore } from '../../src/store/store.js';
import { temporaryFolder } from '../support/folder.js';

function context(directory: string) {
  const lines: string[] = [];
  const config = () =>
    readConfig({ PETCAM_DATA_DIR: directory, PETCAM_PUBLIC_URL: 'http://petcam.example:8080/' });
  return { config, version: '0.0.0', print: (line: string) => lines.push(line), lines };
}

t.test('shows the address, a QR code and a code that changes each time', async (t) => {
  const directory = temporaryFolder(t);
  const first = context(directory);
  await setup.run([], first);
  t.match(first.lines.join(), 'http://petcam.example:8080');
  t.match(first.lines.join(), /[A-Z2-9]{4}(-[A-Z2-9]{4})+/);
  t.match(first.lines.join(), '█');
  t.match(first.lines.join(), 'A set-up code that was shown before is no longer valid');

  const second = context(directory);
  await setup.run(['--json'], second);
  const { code, url } = JSON.parse(second.lines.join());
  t.equal(url, `http://petcam.example:8080/#/setup?code=${code}`);
  t.notMatch(first.lines.join(), code);
});

t.test('a hub that has an owner has no code to show', async (t) => {
  const directory = temporaryFolder(t);
  const store = await openStore({ directory, clock: systemClock, log: createLog('silent'), inline: true });
  await store.registerFirstOwner({ name: 'Mina', passwordHash: 'x' });
  await store.close();
  const json = context(directory);
  await setup.run(['--json'], json);
  t.strictSame(JSON.parse(json.lines.join()), {
    address: 'http://petcam.example:8080',
    here: 'http://localhost:8080',
    trust: null,
    first: null,
    code: null,
    url: null,
  });
  const text = context(directory);
  await setup.run([], text);
  t.notMatch(text.lines.join(), /code/i);
  t.match(text.lines.join(), 'set up already');
});

t.test('a hub with an authority of its own shows the fingerprint that a phone has to show', async (t) => {
  const directory = temporaryFolder(t);
  const config = () => readConfig({ PETCAM_DATA_DIR: directory, PETCAM_HTTP_HOST: '192.0.2.7' });
  const shown = async (args: string[]) => {
    const lines: string[] = [];
    await setup.run(args, { config, version: '0.0.0', print: (line) => lines.push(line) });
    return lines.join();
  };
  const { trust, address, url, first } = JSON.parse(await shown(['--json']));
  t.match(address, /^https:\/\/.+:8443$/);
  t.match(url, `${address}/#/setup?code=`);
  t.equal(trust.page, 'http://192.0.2.7:8080/trust');
  t.equal(first, 'http://192.0.2.7:8080', 'what a phone scans leads it to trust the hub before any warning');
  t.match(trust.fingerprint, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  t.match(trust.words, /^[a-z]+( [a-z]+){3}$/);
  const text = await shown([]);
  t.match(text, trust.page);
  t.match(text, trust.words);
  for (const half of [trust.fingerprint.slice(0, 47), trust.fingerprint.slice(48)]) t.match(text, half);
});

t.test('a hub behind a proxy does no TLS itself', async (t) => {
  const directory = temporaryFolder(t);
  const config = () =>
    readConfig({ PETCAM_DATA_DIR: directory, PETCAM_HTTPS: 'false', PETCAM_HTTP_HOST: '192.0.2.7' });
  const lines: string[] = [];
  await setup.run(['--json'], { config, version: '0.0.0', print: (line) => lines.push(line) });
  t.match(JSON.parse(lines.join()), { address: 'http://192.0.2.7:8080', here: null, trust: null });
});

t.test('a QR code that opens without TLS carries no code; one that opens with TLS fills it in', (t) => {
  const here = { address: 'https://192.0.2.7:8443', here: null, trust: null };
  const plain = { ...here, first: 'http://192.0.2.7:8080' };
  t.equal(scanAddress(plain, 'ABCD-EFGH'), 'http://192.0.2.7:8080/#/setup');
  t.equal(scanAddress(plain, null), 'http://192.0.2.7:8080');
  t.equal(scanAddress({ ...here, first: null }, 'ABCD'), 'https://192.0.2.7:8443/#/setup?code=ABCD');
  t.equal(scanAddress({ ...here, first: null }, null), 'https://192.0.2.7:8443');
  t.end();
});
