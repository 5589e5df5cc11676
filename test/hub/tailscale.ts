/** The hub under its name in Tailscale, with a stand-in of its command line. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import path from 'node:path';
import t from 'tap';
import type { Reach } from '../../src/server/api/schemas/reach.js';
import { temporaryFolder } from '../support/folder.js';
import { registerOwner, startHub } from '../support/hub.js';
import { TAILSCALE_NAME as NAME, publicCertificate, standInTailscale } from '../support/tailscale.js';

/** What who asks for `servername` is answered by the hub; rejects when `ca` does not vouch for its certificate. */
async function ask(servername: string, port: number, ca: string): Promise<number> {
  const headers = { host: `${servername}:${port}` };
  const asked = request({
    host: '127.0.0.1',
    port,
    path: '/setup',
    servername,
    ca,
    headers,
    agent: false,
  }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode as number;
}

t.test('a hub in Tailscale is there under a name that every phone trusts', async (t) => {
  const standIn = await standInTailscale(t, { certificate: 'Access denied: cert access denied' });
  const hub = await startHub(t, { PETCAM_TAILSCALE: standIn.command });
  const owner = await registerOwner(hub);
  const port = hub.ports.https as number;
  const address = `https://${NAME}:${port}`;
  const untilStep = async (step: string) => {
    for (;;) {
      const reach = await owner.get<Reach>('/hub/reach');
      if (reach.tailscale.step === step) return reach;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };

  const refused = await untilStep('refused');
  t.match(refused, { links: 'home', tailscale: { address, reason: /access denied/, until: null } });
  const early = await owner.fetch('/hub/links', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: '{"links":"tailscale"}',
  });
  t.equal(early.status, 409);
  t.match(await early.json(), { code: 'tailscale-not-ready' });

  const certificate = await publicCertificate(NAME);
  standIn.say({ certificate });
  await untilStep('ready');
  t.equal(await ask(NAME, port, certificate.cert), 200);
  const pem = await (await fetch(`${hub.url}/trust/petcam-hub.pem`)).text();
  t.equal(await ask('petcam.local', port, pem), 200, 'at home everything stays as it is');

  const led = await owner.send<Reach>('PUT', '/hub/links', { links: 'tailscale' });
  t.match(led, { links: 'tailscale', address, leadsIn: true });
  const { url } = await owner.send<{ url: string }>('POST', '/invitations', {});
  t.ok(url.startsWith(`${address}/#/join`), url);
  standIn.say({ state: 'Stopped' });
  await untilStep('signed-out');
  const issues = () => hub.issues().filter((text) => text.includes('Tailscale'));
  t.match(issues(), [/links lead to the address in Tailscale, which does not work: it is not connected/]);
  t.match(await owner.get('/hub/reach'), { links: 'tailscale', address });
  t.match(await owner.send('PUT', '/hub/links', { links: 'home' }), { links: 'home' });
  t.same(issues(), []);
});

t.test(
  'a certificate in the folder of the settings is shown under its name, and one that is none is an issue',
  async (t) => {
    const folder = temporaryFolder(t);
    const { cert, key } = await publicCertificate('pets.example');
    writeFileSync(path.join(folder, 'pets.example.crt'), cert);
    writeFileSync(path.join(folder, 'pets.example.key'), key);
    writeFileSync(path.join(folder, 'broken.crt'), 'half a certifi');
    writeFileSync(path.join(folder, 'broken.key'), key);
    const hub = await startHub(t, { PETCAM_CERTIFICATES_DIR: folder });
    t.equal(await ask('pets.example', hub.ports.https as number, cert), 200);
    t.match(
      hub.issues().filter((text) => text.includes(folder)),
      [/broken\.crt is not a certificate in PEM/],
    );
  },
);

t.test('an address that the settings fix stays', async (t) => {
  const hub = await startHub(t, { PETCAM_PUBLIC_URL: 'https://pets.example' });
  const owner = await registerOwner(hub);
  t.match(await owner.get('/hub/reach'), {
    links: 'fixed',
    address: 'https://pets.example',
    tailscale: { step: 'off' },
  });
  t.match(await owner.send('PUT', '/hub/links', { links: 'home' }), { status: 409, code: 'links-fixed' });
});
