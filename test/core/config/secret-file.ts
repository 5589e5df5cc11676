import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { secretIn } from '../../../src/core/config/secret-file.js';
import { temporaryFolder } from '../../support/folder.js';

t.test('a secret is what its file holds, and a file that cannot be read is named', (t) => {
  const file = path.join(temporaryFolder(t), 'secret');
  writeFileSync(file, 'between us\n');
  t.equal(secretIn(file), 'between us');
  t.throws(() => secretIn(`${file}-not`), { code: 'file-missing', message: `${file}-not cannot be read` });
  t.end();
});
