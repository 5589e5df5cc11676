import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { openSealer } from '../../src/store/seal.js';
import { temporaryFolder } from '../support/folder.js';

const secret = Buffer.from('0123456789abcdef0123456789abcdef');

t.test('a sealed secret opens again, at the next start too', (t) => {
  const folder = path.join(temporaryFolder(t), 'new');
  const sealed = openSealer(folder).seal(secret, 'camera/porch');
  t.notOk(sealed.includes(secret));
  t.notSame(openSealer(folder).seal(secret, 'camera/porch'), sealed, 'a nonce of its own each time');
  t.same(openSealer(folder).open(sealed, 'camera/porch'), secret);
  t.strictSame(readdirSync(folder), ['secret.key']);
  t.equal(statSync(path.join(folder, 'secret.key')).mode & 0o777, 0o600);
  t.end();
});

t.test('anything else does not open it', (t) => {
  const folder = temporaryFolder(t);
  const sealer = openSealer(folder);
  const sealed = sealer.seal(secret, 'camera/porch');
  t.equal(sealer.open(sealed, 'camera/hall'), null, 'moved to another row');
  for (let byte = 0; byte < sealed.length; byte += 7) {
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(byte) ^ 1, byte);
    t.equal(sealer.open(changed, 'camera/porch'), null, `byte ${byte} changed`);
  }
  t.equal(sealer.open(sealed.subarray(0, 20), 'camera/porch'), null, 'cut off');
  t.equal(openSealer(temporaryFolder(t)).open(sealed, 'camera/porch'), null, 'another key file');
  t.end();
});

t.test('a secret that an earlier version sealed opens', (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(path.join(folder, 'secret.key'), Buffer.alloc(32, 7));
  const sealed = 'MnfMy1sYRhnU1nQNRvqq9KlQ3ooZuhYDzlyisrS5LIhOPVsHzXLGXthmRheTiud0zghuasA7UB/QOHSJ';
  t.same(openSealer(folder).open(Buffer.from(sealed, 'base64'), 'camera/porch'), secret);
  t.end();
});

t.test('purposes have keys of their own that stay the same', (t) => {
  const folder = temporaryFolder(t);
  const { derive } = openSealer(folder);
  t.equal(derive('jwt').length, 32);
  t.same(openSealer(folder).derive('jwt'), derive('jwt'));
  t.notSame(derive('jwt'), derive('other'));
  t.end();
});

t.test('a key file of the wrong size is not used, nor replaced', (t) => {
  const folder = temporaryFolder(t);
  const file = path.join(folder, 'secret.key');
  writeFileSync(file, 'short');
  t.throws(() => openSealer(folder), { code: 'secret-damaged', message: /5 bytes/ });
  t.equal(readFileSync(file, 'utf8'), 'short');
  t.end();
});

t.test('a folder that cannot be made is an error', (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(path.join(folder, 'file'), '');
  t.throws(() => openSealer(path.join(folder, 'file')), { code: 'EEXIST' });
  t.end();
});
