/** Whether a newer package is there, out of what apt prints. */
import { existsSync } from 'node:fs';
import t from 'tap';
import { askApt, newerPackage, newerVersionIn } from '../../../src/services/updates/apt.js';

function policy(installed: string, candidate: string, ...versions: string[]): string {
  const table = versions.map((version) =>
    version === installed
      ? ` *** ${version} 500\n        500 http://hub.test stable/main amd64 Packages\n        100 /var/lib/dpkg/status`
      : `     ${version} 500\n        500 http://hub.test stable/main amd64 Packages`,
  );
  return [
    'petcam-hub:',
    `  Installed: ${installed}`,
    `  Candidate: ${candidate}`,
    '  Version table:',
    ...table,
    '',
  ].join('\n');
}

t.test('a newer candidate is said, the version that is there is none', async (t) => {
  t.equal(newerVersionIn(policy('1.0.0', '1.1.0', '1.1.0', '1.0.0')), '1.1.0');
  t.equal(newerVersionIn(policy('1.1.0', '1.1.0', '1.1.0', '1.0.0')), null);
  t.equal(newerVersionIn(policy('1.0.0', '1.10.0~rc.1', '1.10.0~rc.1', '1.9.0', '1.0.0')), '1.10.0~rc.1');
});

t.test('an older candidate, as a pin makes it, is no update', async (t) => {
  t.equal(newerVersionIn(policy('1.1.0', '1.0.0', '1.1.0', '1.0.0')), null);
});

t.test('a hub that apt did not install, or a machine without apt, has none', async (t) => {
  t.equal(newerVersionIn(policy('(none)', '1.1.0', '1.1.0')), null);
  t.equal(newerVersionIn(''), null);
  t.equal(
    newerVersionIn(policy('1.0.0', '1.1.0', '1.0.0')),
    null,
    'a candidate that its table does not have',
  );
  t.equal(await newerPackage(() => Promise.reject(new Error('no apt'))), null);
  t.equal(newerVersionIn('N: Unable to locate package petcam-hub'), null);
});

t.test(
  'the apt of this machine answers',
  { skip: !existsSync('/usr/bin/apt-cache') && 'no apt here' },
  async (t) => {
    t.match(await askApt('dpkg'), /^dpkg:\n {2}Installed: \S+\n {2}Candidate: \S+/);
    t.equal(await askApt('no-such-package-anywhere'), '');
  },
);
