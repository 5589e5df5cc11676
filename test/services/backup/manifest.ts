import t from 'tap';
import { folderName, parseManifest, timeOfName } from '../../../src/services/backup/manifest.js';

const whole = {
  format: 1,
  version: '0.1.0',
  takenAt: 1,
  schema: 3,
  photos: 1,
  frames: 2,
  files: [{ name: 'petcam.db', bytes: 1, sha256: 'ab' }],
};

t.test('a manifest is read, anything else refused', (t) => {
  t.strictSame(parseManifest(JSON.stringify(whole)), whole);
  const wrong = [
    'no json',
    'null',
    '7',
    JSON.stringify({ ...whole, format: 2 }),
    JSON.stringify({ ...whole, files: 'all' }),
    JSON.stringify({ ...whole, files: [null] }),
    JSON.stringify({ ...whole, files: [{ name: '../../etc/passwd', bytes: 1, sha256: 'ab' }] }),
    JSON.stringify({ ...whole, files: [{ name: 'petcam.db', bytes: 'much', sha256: 'ab' }] }),
    JSON.stringify({ ...whole, files: [{ name: 'petcam.db', bytes: 1 }] }),
    JSON.stringify({ ...whole, takenAt: 'today' }),
  ];
  for (const text of wrong) t.throws(() => parseManifest(text), { code: 'backup-damaged' }, text);
  t.end();
});

t.test('the name of a folder says when', (t) => {
  const time = Date.parse('2026-11-23T03:40:05Z');
  t.equal(folderName(time), 'petcam-2026-11-23T03-40-05Z');
  t.equal(timeOfName(folderName(time)), time);
  t.equal(timeOfName('petcam-2026-11-23T03-40-05Z.partial'), null);
  t.equal(timeOfName('holiday'), null);
  t.end();
});
