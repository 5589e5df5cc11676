import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { temporaryFolder } from '../support/folder.js';
import { quietSettings } from '../support/hub.js';
import { programUrl } from '../support/program.js';

const mayUnshare = spawnSync('unshare', ['--net', 'ip', 'link']).status === 0;
const skip = !mayUnshare && 'no network namespace may be made here';

/**
 * Runs a hub with the hosts of its defaults in a network of its own that is made by `before`, then changed by `after`
 * (lines for ip(8)), and gives what it says of itself and what is answered at `address`.
 */
function hubIn(t: Test, { before, after, address }: { before: string[]; after: string[]; address: string }) {
  const directory = temporaryFolder(t);
  const quiet = quietSettings(directory);
  const isHost = ([name]: [string, string]) => /^PETCAM_(HTTPS?|MQTT_TLS)_HOST$/.test(name);
  const settings = Object.fromEntries(Object.entries(quiet).filter((entry) => !isHost(entry)));
  const script = `
    import { execSync } from 'node:child_process';
    import { Hub } from '${programUrl('src/hub/hub')}';
    import { readConfig } from '${programUrl('src/core/config/config')}';
    import { systemClock } from '${programUrl('src/core/clock')}';
    import { createLog } from '${programUrl('src/core/log')}';
    import { cameraAddress, pageAddress } from '${programUrl('src/core/address')}';
    import { get } from 'node:https';
    const ip = (lines) => lines.forEach((line) => execSync('ip ' + line));
    ip(['link set lo up', ...${JSON.stringify(before)}]);
    const config = readConfig(${JSON.stringify(settings)});
    const hub = new Hub({ config, clock: systemClock, log: createLog('silent'), version: '0.0.0' });
    const { ports, mqttTlsPort } = await hub.start();
    ip(${JSON.stringify(after)});
    const plain = await (await fetch('http://${address}:' + ports.http + '/trust')).text();
    const secure = await new Promise((resolve, reject) => {
      get('https://${address}:' + ports.https + '/health', { rejectUnauthorized: false }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).on('error', reject);
    });
    const said = {
      page: pageAddress(config, ports).replace(':' + ports.https, ''),
      cameras: cameraAddress(config, mqttTlsPort).replace(':' + mqttTlsPort, ''),
    };
    console.log(JSON.stringify({ ...said, secure, trusts: plain.includes('trust') }));
    await hub.stop();
    process.exit(0);`;
  const file = path.join(directory, 'hub.mjs');
  writeFileSync(file, script);
  const args = ['--net', process.execPath, ...process.execArgv, file];
  const { stdout, stderr } = spawnSync('unshare', args, { encoding: 'utf8' });
  if (!stdout.startsWith('{')) t.fail(stderr);
  return JSON.parse(stdout || '{}');
}

/** Lines that make an interface with a carrier and its addresses. */
const link = (name: string, ...addresses: string[]) => [
  `link add ${name} type veth peer name peer-${name}`,
  `link set peer-${name} up`,
  `link set ${name} up`,
  ...addresses.map((address) => `addr add ${address} dev ${name}`),
];
const docker = link('docker0', '172.17.0.1/16');
const tunnel = link('wg0', '10.8.0.2/24');
const own = link('eth0', '169.254.7.7/16');
const wlan = link('wlan0');
const ipv6 = ['addr add fd00::7/64 dev wlan0 nodad', '-6 route add default via fd00::1 dev wlan0'];
const ipv4 = ['addr add 192.168.7.7/24 dev wlan0', 'route add default via 192.168.7.1 dev wlan0'];

t.test('a network with IPv6 alone, without a setting', { skip }, async (t) => {
  const answer = hubIn(t, { before: [...wlan, ...ipv6], after: [], address: '[fd00::7]' });
  t.strictSame(answer, {
    page: 'https://[fd00::7]',
    cameras: 'mqtts://[fd00::7]',
    secure: 200,
    trusts: true,
  });
});

t.test('containers, a tunnel and an address of its own before the home', { skip }, async (t) => {
  const before = [...docker, ...tunnel, ...own, ...wlan, ...ipv4];
  const answer = hubIn(t, { before, after: [], address: '192.168.7.7' });
  t.strictSame(answer, {
    page: 'https://192.168.7.7',
    cameras: 'mqtts://192.168.7.7',
    secure: 200,
    trusts: true,
  });
});

t.test('an address that comes after the start', { skip }, async (t) => {
  const late = [...wlan, ...ipv6];
  const answer = hubIn(t, { before: [...docker, ...own], after: late, address: '[fd00::7]' });
  t.strictSame(answer, {
    page: 'https://[fd00::7]',
    cameras: 'mqtts://[fd00::7]',
    secure: 200,
    trusts: true,
  });
});
