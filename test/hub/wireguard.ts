/** A phone on the road and a hub at home, with Debian's wireguard-go between them. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import t from 'tap';
import { temporaryFolder } from '../support/folder.js';
import { quietSettings } from '../support/hub.js';
import { programUrl } from '../support/program.js';
import { HUB_IN_TUNNEL, homeAndRoad, noWireguard } from '../support/wireguard.js';

/** Runs a hub on every address until its input ends; says its port, its set-up code and its authority. */
const hubScript = (settings: Record<string, string>) => `
  import { Hub } from '${programUrl('src/hub/hub')}';
  import { issueSetupCode } from '${programUrl('src/cli/setup-code')}';
  import { readConfig } from '${programUrl('src/core/config/config')}';
  import { systemClock } from '${programUrl('src/core/clock')}';
  import { createLog } from '${programUrl('src/core/log')}';
  const config = readConfig(${JSON.stringify(settings)});
  const hub = new Hub({ config, clock: systemClock, log: createLog('silent'), version: '0.0.0' });
  const { ports, store } = await hub.start();
  const pem = await (await fetch('http://127.0.0.1:' + ports.http + '/trust/petcam-hub.pem')).text();
  console.log(JSON.stringify({ port: ports.https, code: await issueSetupCode(store), pem }));
  for await (const _ of process.stdin);
  await hub.stop();
  process.exit(0);`;

t.test('the hub is reached through a tunnel, and by that alone', { skip: noWireguard }, async (t) => {
  const { raiseHub, raisePhone, dropPhone, atHome, fromRoad } = homeAndRoad(t);
  const directory = temporaryFolder(t);
  await raiseHub();
  const file = path.join(directory, 'hub.mjs');
  writeFileSync(file, hubScript({ ...quietSettings(directory), PETCAM_HTTPS_HOST: HUB_IN_TUNNEL }));
  const hub = atHome(process.execPath, ...process.execArgv, file);
  const [said] = await once(createInterface({ input: hub.stdout }), 'line');
  const { port, code, pem } = JSON.parse(said) as { port: number; code: string; pem: string };
  const page = `https://${HUB_IN_TUNNEL}:${port}`;

  t.equal(fromRoad(`${page}/health`, pem), null, 'without the tunnel there is no way in');
  t.equal(fromRoad(`https://203.0.113.1:${port}/health`, pem), null, 'not by the address on the road either');

  await raisePhone();
  t.match(
    JSON.parse(fromRoad(`${page}/health`, pem) ?? '{}'),
    { status: String },
    'with the certificate of the home',
  );
  t.equal(fromRoad(`${page}/health`, '-----'), null, 'which is checked');
  const json = (body: object) => [
    '--header',
    'content-type: application/json',
    '--data',
    JSON.stringify(body),
  ];
  const person = { username: 'mina', password: 'a long enough one', code };
  const { access_token } = JSON.parse(fromRoad(`${page}/register`, pem, ...json(person)) ?? '{}');
  const signedIn = ['--header', `authorization: Bearer ${access_token}`];
  t.match(JSON.parse(fromRoad(`${page}/hub/reach`, pem, ...signedIn) ?? '{}'), {
    way: 'wireguard',
    tunnels: [{ kind: 'wireguard', interface: /^wg\d/, address: HUB_IN_TUNNEL }],
  });

  dropPhone();
  t.equal(fromRoad(`${page}/health`, pem), null, 'and with it the way is gone');
  hub.stdin.end();
  await once(hub, 'close');
});
