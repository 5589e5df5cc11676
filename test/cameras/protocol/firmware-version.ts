import t from 'tap';
import { compareVersions, isNewer, parseVersion } from '../../../src/cameras/protocol/firmware-version.js';

t.test('three numbers and nothing else', async (t) => {
  t.same(parseVersion('1.20.300'), [1, 20, 300]);
  t.same(parseVersion('0.0.0'), [0, 0, 0]);
  t.same(parseVersion('65535.65535.65535'), [65535, 65535, 65535]);
  for (const bad of [
    '',
    '1',
    '1.2',
    '1.2.3.4',
    '01.2.3',
    '1.2.65536',
    '1.2.3-dirty',
    'v1.2.3',
    ' 1.2.3',
    '1.2.-3',
  ])
    t.equal(parseVersion(bad), null, bad);
});

t.test('number by number', async (t) => {
  t.ok(compareVersions([1, 10, 0], [1, 9, 9]) > 0);
  t.ok(compareVersions([2, 0, 0], [1, 99, 99]) > 0);
  t.ok(compareVersions([1, 1, 1], [1, 1, 2]) < 0);
  t.equal(compareVersions([1, 2, 3], [1, 2, 3]), 0);
});

t.test('newer than what runs', async (t) => {
  t.ok(isNewer('1.1.0', '1.0.9'));
  t.notOk(isNewer('1.1.0', '1.1.0'));
  t.notOk(isNewer('1.1.0', '1.1.0-simulated'), 'a mark of the build counts for nothing');
  t.notOk(isNewer('1.0.0', '1.1.0'));
  t.ok(isNewer('0.0.1', 'a build of my own'), 'what says no version is older than any');
  t.notOk(isNewer('next', '1.0.0'));
});
