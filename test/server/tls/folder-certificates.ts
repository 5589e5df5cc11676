import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { createLog } from '../../../src/core/log.js';
import { FolderCertificates } from '../../../src/server/tls/folder-certificates.js';
import { temporaryFolder } from '../../support/folder.js';
import { ManualClock } from '../../support/manual-clock.js';
import { publicCertificate } from '../../support/tailscale.js';

const DAY = 86_400_000;
const LOOK = 15_000;
const NAME = 'pets.example';

/** A folder that is not there yet, with who looks into it, and a client that writes pairs as lego does. */
function begin(t: Test) {
  const folder = path.join(temporaryFolder(t), 'certificates');
  const clock = new ManualClock(Date.now());
  const certificates = new FolderCertificates({ folder, clock, log: createLog('silent') });
  t.teardown(() => certificates.stop());
  certificates.start();
  const put = (name: string, { cert, key }: { cert: string; key: string }) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, `${name}.crt`), cert);
    writeFileSync(path.join(folder, `${name}.key`), key);
  };
  return { folder, clock, certificates, put };
}

t.test('a certificate that appears is shown to who asks for its name, and no other', async (t) => {
  const { folder, clock, certificates, put } = begin(t);
  t.equal(certificates.contextFor(NAME), null);
  t.notOk(existsSync(folder), 'nothing is made');
  put(NAME, await publicCertificate(NAME));
  writeFileSync(path.join(folder, `${NAME}.json`), '{}');
  writeFileSync(path.join(folder, `${NAME}.issuer.crt`), 'not asked for');
  await clock.advance(LOOK);
  t.ok(certificates.contextFor(NAME));
  t.ok(certificates.isCertified(NAME));
  t.equal(certificates.contextFor('petcam.local'), null);
  t.equal(certificates.issue(), null);
  rmSync(folder, { recursive: true });
  await clock.advance(LOOK);
  t.equal(certificates.contextFor(NAME), null, 'and goes with its files');
});

t.test('folders as certbot leaves them, and a name with a wildcard', async (t) => {
  const { folder, clock, certificates, put } = begin(t);
  const { cert, key } = await publicCertificate('cam.example');
  put('_.pets.example', await publicCertificate('*.pets.example'));
  mkdirSync(path.join(folder, 'cam.example'));
  writeFileSync(path.join(folder, 'cam.example', 'fullchain.pem'), cert);
  writeFileSync(path.join(folder, 'cam.example', 'privkey.pem'), key);
  writeFileSync(path.join(folder, 'README'), 'This directory contains your keys and certificates.');
  await clock.advance(LOOK);
  t.ok(certificates.contextFor('cam.example'));
  t.ok(certificates.contextFor('hub.pets.example'));
  t.equal(certificates.contextFor('pets.example'), null);
});

t.test('a renewed one is taken, of two for a name that which lasts longer', async (t) => {
  const { clock, certificates, put } = begin(t);
  put(NAME, await publicCertificate(NAME, Date.now(), 20));
  put('older', await publicCertificate(NAME, Date.now(), 10));
  await clock.advance(LOOK);
  const first = certificates.contextFor(NAME);
  await clock.advance(LOOK);
  t.equal(certificates.contextFor(NAME), first, 'what has not changed is not read again');
  put('older', await publicCertificate(NAME, Date.now(), 90));
  await clock.advance(LOOK);
  t.not(certificates.contextFor(NAME), first);
});

t.test('files that do not fit leave the one before in use, and say so until they do', async (t) => {
  const { folder, clock, certificates, put } = begin(t);
  const renewed = await publicCertificate(NAME, Date.now(), 100);
  put(NAME, await publicCertificate(NAME));
  put('broken', { cert: 'half a certifi', key: renewed.key });
  await clock.advance(LOOK);
  const before = certificates.contextFor(NAME);
  t.ok(before);
  t.match(certificates.issue(), /broken\.crt is not a certificate in PEM/);
  rmSync(path.join(folder, 'broken.key'));
  await clock.advance(LOOK);
  t.equal(certificates.issue(), null);
  writeFileSync(path.join(folder, `${NAME}.crt`), renewed.cert);
  await clock.advance(LOOK);
  t.match(certificates.issue(), /pets\.example\.key is not the key of .*pets\.example\.crt/);
  t.equal(certificates.contextFor(NAME), before);
  writeFileSync(path.join(folder, `${NAME}.key`), renewed.key);
  await clock.advance(LOOK);
  t.equal(certificates.issue(), null);
  t.not(certificates.contextFor(NAME), before);
});

t.test('one that nobody renews is an issue a week before it ends', async (t) => {
  for (const [days, text] of [
    [8, null],
    [6, /certificate pets\.example in .* ends at 20/],
    [-1, /certificate pets\.example in .* ended at 20/],
  ] as const) {
    const { clock, certificates, put } = begin(t);
    put(NAME, await publicCertificate(NAME, Date.now() - 30 * DAY, 30 + days));
    await clock.advance(LOOK);
    if (text === null) t.equal(certificates.issue(), null);
    else t.match(certificates.issue(), text);
  }
});
