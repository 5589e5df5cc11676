import { lstatSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { linkKey } from '../../../src/services/systemd/key-credential.js';
import { openSealer } from '../../../src/store/seal.js';
import { temporaryFolder } from '../../support/folder.js';

const KEY = Buffer.alloc(32, 5);
const secret = Buffer.from('of a camera');

function credentialIn(folder: string, key = KEY): string {
  const credential = path.join(folder, 'petcam-hub.key');
  writeFileSync(credential, key);
  return credential;
}

t.test('a new hub takes its key from the credential, at every start', async (t) => {
  const folder = temporaryFolder(t);
  const data = path.join(folder, 'data');
  const credential = credentialIn(folder);
  linkKey(data, credential);
  linkKey(data, credential);
  t.same(readFileSync(path.join(data, 'secret.key')), KEY);
});

t.test('the key of a hub that runs already can move into a credential, and seals as before', async (t) => {
  const data = temporaryFolder(t);
  const sealed = openSealer(data).seal(secret, 'camera/porch');
  const credential = credentialIn(temporaryFolder(t), readFileSync(path.join(data, 'secret.key')));
  linkKey(data, credential);
  t.ok(lstatSync(path.join(data, 'secret.key')).isSymbolicLink(), 'no copy stays beside the database');
  t.same(openSealer(data).open(sealed, 'camera/porch'), secret);
});

t.test('a credential that moved is followed; another key is refused and nothing changed', async (t) => {
  const data = temporaryFolder(t);
  symlinkSync(path.join(data, 'gone'), path.join(data, 'secret.key'));
  linkKey(data, credentialIn(temporaryFolder(t)));
  t.same(readFileSync(path.join(data, 'secret.key')), KEY);

  const other = temporaryFolder(t);
  writeFileSync(path.join(other, 'secret.key'), Buffer.alloc(32, 6));
  t.throws(() => linkKey(other, credentialIn(temporaryFolder(t))), { code: 'secret-other' });
  t.same(readFileSync(path.join(other, 'secret.key')), Buffer.alloc(32, 6));
});

t.test(
  'while the service does not run its key is away: a command says so and makes no new one',
  async (t) => {
    const data = temporaryFolder(t);
    const credential = credentialIn(temporaryFolder(t));
    linkKey(data, credential);
    renameSync(credential, `${credential}.away`);
    t.throws(() => openSealer(data), { code: 'secret-missing', hint: /service/ });
  },
);
