/** A name of the owner's own, with a certificate by ACME that appears while the hub runs: real pebble, real lego. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import path from 'node:path';
import t from 'tap';
import { noAcme, startAcme } from '../support/acme.js';
import { startHub } from '../support/hub.js';
import { repository } from '../support/program.js';

const NAME = 'pets.example';

/** Serial number of the certificate with which the hub answers who asks for its name; null while `ca` vouches for none. */
async function serialShown(port: number, ca: string): Promise<string | null> {
  const headers = { host: `${NAME}:${port}` };
  const asked = request({
    host: '127.0.0.1',
    port,
    servername: NAME,
    ca,
    headers,
    agent: false,
    path: '/health',
  });
  const [answer] = await once(asked.end(), 'response').catch(() => [null]);
  if (answer === null) return null;
  answer.resume();
  return answer.statusCode === 200 ? answer.socket.getPeerCertificate().serialNumber : null;
}

t.test(
  'a certificate that lego fetches is shown without a restart, and so is the next',
  { skip: noAcme },
  async (t) => {
    const { lego, root } = await startAcme(t);
    const hub = await startHub(t);
    const port = hub.ports.https as number;
    const into = path.join(hub.directory, 'data');
    const ca = await root();
    t.equal(await serialShown(port, ca), null);
    const until = async (is: (serial: string | null) => boolean) => {
      for (;;) {
        const serial = await serialShown(port, ca);
        if (is(serial)) return serial;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    };

    await lego(NAME, into, 'run');
    const first = await until((serial) => serial !== null);
    await lego(NAME, into, 'renew', '--days', '3000', '--no-random-sleep');
    const second = await until((serial) => serial !== first);
    t.ok(second, 'the renewed one');
    t.same(
      hub.issues().filter((text) => text.includes('certificate')),
      [],
    );
  },
);

t.test('the documentation tells lego to write where the hub looks', async (t) => {
  const page = readFileSync(path.join(repository, 'docs', 'OPERATIONS.md'), 'utf8');
  t.match(page, /lego [^\n]*--path \/var\/lib\/petcam-hub run/);
  t.match(page, /lego [^\n]*--path \/var\/lib\/petcam-hub renew/);
});
