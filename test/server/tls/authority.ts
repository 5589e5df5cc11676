import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import t from 'tap';
import { createAuthority, issueCertificate, type KeyPair } from '../../../src/server/tls/authority.js';

const NOW = Date.UTC(2026, 10, 23);
const DAY = 86_400_000;
const authority = await createAuthority("Mina's hub", NOW);

/** Shakes hands as a device that trusts the authority and asks for `servername`; gives what it complains of. */
async function complaint(leaf: KeyPair, servername: string): Promise<string | null> {
  const server = createServer(leaf).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect({ host: '127.0.0.1', port, ca: authority.cert, servername });
  const outcome = await Promise.race([
    once(socket, 'secureConnect').then(() => null),
    once(socket, 'error').then(([error]) => String(error.message)),
  ]).catch((error) => String(error.message));
  socket.destroy();
  server.close();
  return outcome;
}

t.test('a device that trusts the authority trusts the hub under its names', async (t) => {
  const leaf = await issueCertificate(
    authority,
    { dns: ['petcam.local'], ip: ['127.0.0.1', 'fd00::5'] },
    Date.now(),
  );
  t.equal(await complaint(leaf, 'petcam.local'), null);
  t.match(await complaint(leaf, 'other.local'), /altnames/);
  const cert = new X509Certificate(leaf.cert);
  t.equal(cert.checkIP('fd00::5'), 'fd00::5');
  t.ok(cert.verify(new X509Certificate(authority.cert).publicKey));
});

t.test('the authority speaks for homes only: whoever steals its key cannot be a bank', async (t) => {
  for (const names of [
    { dns: ['bank.example'], ip: [] },
    { dns: ['petcam.local'], ip: ['8.8.8.8'] },
    { dns: ['petcam.local'], ip: ['2001:db8::1'] },
    { dns: ['petcam.local'], ip: ['172.32.0.1'] },
  ]) {
    const forged = await issueCertificate(authority, names, Date.now());
    t.match(
      await complaint(forged, names.dns[0] as string),
      /permitted subtree violation/,
      JSON.stringify(names),
    );
  }
});

t.test('browsers take a certificate of at most 398 days, and phones may be a day behind', async (t) => {
  const { cert } = await issueCertificate(authority, { dns: ['petcam.local'], ip: [] }, NOW);
  const { validFrom, validTo } = new X509Certificate(cert);
  t.ok(Date.parse(validTo) - Date.parse(validFrom) <= 397 * DAY);
  t.ok(Date.parse(validFrom) <= NOW - DAY);
});

t.test('an authority outlives a clock that was wrong when it was made', async (t) => {
  for (const now of [0, NOW]) {
    const { validFrom, validTo } = new X509Certificate((await createAuthority('hub', now)).cert);
    t.ok(Date.parse(validFrom) <= now);
    t.ok(Date.parse(validTo) > Date.UTC(2043, 0));
  }
});

t.test('two hubs of one name can be told apart', async (t) => {
  const other = await createAuthority("Mina's hub", NOW);
  const subject = ({ cert }: KeyPair) => new X509Certificate(cert).subject;
  t.match(subject(authority), /^CN=PetCam hub Minashub [0-9a-f]{4}$/);
  t.not(subject(authority), subject(other));
  t.ok(new X509Certificate(authority.cert).ca);
});
