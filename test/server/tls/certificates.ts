import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import t, { type Test } from 'tap';
import { createLog } from '../../../src/core/log.js';
import { createAuthority, issueCertificate, type KeyPair } from '../../../src/server/tls/authority.js';
import type { AuthorityBackup } from '../../../src/server/tls/authority-backup.js';
import { authorityOf, openCertificates } from '../../../src/server/tls/certificates.js';
import { temporaryFolder } from '../../support/folder.js';
import { ManualClock } from '../../support/manual-clock.js';

const DAY = 86_400_000;
const log = createLog('silent');

/** A clock that can be set, as a box without a battery does when it hears the time. */
class SettableClock extends ManualClock {
  ahead = 0;

  override now(): number {
    return super.now() + this.ahead;
  }
}

/** A local authority under a clock and names of the test's own. */
async function openLocal(
  t: Test,
  directory = temporaryFolder(t),
  clock = new SettableClock(),
  backup: AuthorityBackup | null = null,
  isClockRight = () => true,
) {
  const names = ['petcam.local'];
  const certificates = await openCertificates({
    isClockRight,
    directory,
    owner: null,
    backup,
    multicastNames: () => names,
    clock,
    log,
  });
  t.teardown(() => certificates.stop());
  const seen: KeyPair[] = [];
  certificates.onChange((pair) => seen.push(pair));
  const leaf = () => new X509Certificate(certificates.current().cert);
  return { certificates, directory, clock, names, seen, leaf };
}

t.test('the first start makes an authority and a certificate, and the next one keeps both', async (t) => {
  const first = await openLocal(t);
  t.match(first.certificates, { kind: 'local' });
  t.equal(first.leaf().checkHost('petcam.local'), 'petcam.local');
  t.equal(first.leaf().checkIP('127.0.0.1'), '127.0.0.1');
  for (const file of ['authority.pem', 'hub.pem']) {
    const { mode } = statSync(path.join(first.directory, 'tls', file));
    t.equal(mode & 0o777, 0o600, `${file} is for its owner alone`);
  }
  const second = await openLocal(t, first.directory, first.clock);
  t.strictSame(second.certificates.current(), first.certificates.current());
  t.strictSame(await authorityOf(first.directory, first.clock), first.certificates.authority);
});

t.test('it is renewed a month before it ends, and the authority stays', async (t) => {
  const { certificates, clock, seen, leaf } = await openLocal(t);
  const before = leaf().fingerprint256;
  clock.ahead = 364 * DAY;
  await certificates.check();
  t.equal(leaf().fingerprint256, before);
  clock.ahead = 366 * DAY;
  await certificates.check();
  t.not(leaf().fingerprint256, before);
  t.equal(seen.length, 1);
  t.ok(certificates.expiresAt() > clock.now() + 300 * DAY);
  t.ok(leaf().verify(new X509Certificate(certificates.authority?.pem ?? '').publicKey));
});

t.test('a good certificate outlives a start at which the clock shows what cannot be', async (t) => {
  const first = await openLocal(t);
  for (const wrong of [0, first.clock.now() + 3650 * DAY]) {
    const { leaf } = await openLocal(t, first.directory, new SettableClock(wrong), null, () => false);
    t.equal(leaf().fingerprint256, first.leaf().fingerprint256, new Date(wrong).toISOString());
  }
});

t.test('a clock that is set back gets a certificate of its time', async (t) => {
  const first = await openLocal(t);
  const early = new SettableClock(first.clock.now() - 1000 * DAY);
  const { leaf } = await openLocal(t, first.directory, early);
  t.ok(Date.parse(leaf().validFrom) < early.now());
});

t.test('a new name gets a new certificate; one that goes does no harm', async (t) => {
  const { certificates, clock, names, seen, leaf } = await openLocal(t);
  names.push('petcam-2.local');
  await clock.advance(15_000);
  await certificates.check();
  t.equal(leaf().checkHost('petcam-2.local'), 'petcam-2.local');
  names.shift();
  await certificates.check();
  t.equal(seen.length, 1);
});

t.test('a certificate of another authority is not used', async (t) => {
  const { directory, clock } = await openLocal(t);
  rmSync(path.join(directory, 'tls', 'authority.pem'));
  const { certificates, leaf } = await openLocal(t, directory, clock);
  t.ok(leaf().verify(new X509Certificate(certificates.authority?.pem ?? '').publicKey));
});

t.test('a hub that was restored from a backup is the one that the phones trust', async (t) => {
  let kept: string | null = null;
  let writes = 0;
  const backup = (key: number): AuthorityBackup => ({
    key: new Uint8Array(32).fill(key),
    read: () => kept,
    write: async (sealed) => {
      kept = sealed;
      writes += 1;
    },
  });
  const first = await openLocal(t, temporaryFolder(t), new SettableClock(), backup(1));
  await openLocal(t, first.directory, first.clock, backup(1));
  t.equal(writes, 1, 'written once');
  t.notMatch(kept, 'PRIVATE');
  const restored = await openLocal(t, temporaryFolder(t), first.clock, backup(1));
  t.strictSame(restored.certificates.authority, first.certificates.authority);
  const fresh = await openLocal(t, temporaryFolder(t), first.clock);
  const brought = await openLocal(t, fresh.directory, first.clock, backup(1));
  t.strictSame(brought.certificates.authority, first.certificates.authority, 'and not what it was before');
  const stranger = await openLocal(t, temporaryFolder(t), first.clock, backup(2));
  t.not(stranger.certificates.authority?.fingerprint, first.certificates.authority?.fingerprint);
  t.equal(writes, 2, 'without its key file it begins anew');
});

t.test('a damaged file is named and left as it is', async (t) => {
  const { directory, clock } = await openLocal(t);
  const file = path.join(directory, 'tls', 'authority.pem');
  writeFileSync(file, 'half a certifi');
  await t.rejects(openLocal(t, directory, clock), { code: 'tls-damaged', message: file });
});

t.test('a disk that takes no certificate is an issue that passes', async (t) => {
  const { certificates, directory, names, leaf } = await openLocal(t);
  const folder = path.join(directory, 'tls');
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'a file in the way');
  names.push('petcam-2.local');
  await certificates.check();
  t.equal(leaf().checkHost('petcam-2.local'), 'petcam-2.local', 'it is used all the same');
  t.match(certificates.issue(), /the certificate for HTTPS could not be kept: /);
  rmSync(folder);
  await certificates.check();
  t.equal(certificates.issue(), null);
  t.ok(existsSync(path.join(folder, 'hub.pem')));
});

const authority = await createAuthority(hostname(), Date.now());
const names = { dns: ['pets.example'], ip: [] };

/** The owner's files, as a program that renews certificates leaves them. */
async function ownersFiles(t: Test, at = Date.now()) {
  const folder = temporaryFolder(t);
  const files = { certFile: path.join(folder, 'hub.crt'), keyFile: path.join(folder, 'hub.key') };
  const put = ({ cert, key }: Partial<KeyPair>) => {
    if (cert !== undefined) writeFileSync(files.certFile, cert);
    if (key !== undefined) writeFileSync(files.keyFile, key);
  };
  const pair = await issueCertificate(authority, names, at);
  put(pair);
  return { files, put, pair };
}

async function openOwner(t: Test, files: { certFile: string; keyFile: string }, clock = new ManualClock()) {
  const directory = temporaryFolder(t);
  const certificates = await openCertificates({
    isClockRight: () => true,
    directory,
    owner: files,
    backup: null,
    multicastNames: () => [],
    clock,
    log,
  });
  t.teardown(() => certificates.stop());
  t.notOk(existsSync(path.join(directory, 'tls')), 'no authority is made');
  return { certificates, clock };
}

t.test("the owner's certificate is read again when it is replaced", async (t) => {
  const clock = new ManualClock();
  const { files, put, pair } = await ownersFiles(t, clock.now());
  const { certificates } = await openOwner(t, files, clock);
  t.strictSame(certificates.current(), pair);
  t.match(certificates, { kind: 'own', authority: null });
  t.equal(certificates.issue(), null);
  const seen: KeyPair[] = [];
  certificates.onChange((next) => seen.push(next));
  const renewed = await issueCertificate(authority, names, clock.now());
  put(renewed);
  await clock.advance(15_000);
  t.strictSame(seen, [renewed]);
  await certificates.check();
  t.equal(seen.length, 1, 'once');
});

t.test('a new certificate with a fault leaves the old one in use, and says so', async (t) => {
  const clock = new ManualClock();
  const { files, put, pair } = await ownersFiles(t, clock.now());
  const { certificates } = await openOwner(t, files, clock);
  put({ cert: 'half a certifi' });
  await certificates.check();
  t.match(certificates.issue(), `${files.certFile} is not a certificate in PEM`);
  t.strictSame(certificates.current(), pair);
  rmSync(files.keyFile);
  await certificates.check();
  t.match(certificates.issue(), `${files.keyFile} cannot be read`);
  put(pair);
  await certificates.check();
  t.equal(certificates.issue(), null);
});

t.test('a certificate that nobody renews is an issue a week before it ends', async (t) => {
  const clock = new SettableClock();
  const { files } = await ownersFiles(t, clock.now());
  const { certificates } = await openOwner(t, files, clock);
  clock.ahead = 389 * DAY;
  t.match(certificates.issue(), /hub\.crt ends at 20/);
  clock.ahead = 399 * DAY;
  t.match(certificates.issue(), /hub\.crt ended at 20/);
});

t.test('each fault in the files of the owner is named at the start', async (t) => {
  const { files, put, pair } = await ownersFiles(t);
  const refused = (message: RegExp) => t.rejects(openOwner(t, files), { code: 'tls-certificate', message });
  put({ key: authority.key });
  await refused(/hub\.key is not the key of .*hub\.crt/);
  put({ key: 'nothing' });
  await refused(/hub\.key is not a private key in PEM/);
  rmSync(files.keyFile);
  await refused(/hub\.key cannot be read/);
  put({
    key: pair.key,
    cert: `${pair.cert}\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`,
  });
  await refused(/hub\.crt cannot be used/);
  rmSync(files.certFile);
  mkdirSync(files.certFile);
  await refused(/hub\.crt cannot be read/);
});
