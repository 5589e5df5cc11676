/** The list of scripts/test/groups.mjs, held against the tests that there are. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import {
  ALONE,
  EQUIPMENT,
  FILES,
  GROUPS,
  groupOf,
  LIMITS,
  testFiles,
} from '../../../scripts/test/groups.mjs';
import { repository } from '../../support/program.js';

const members = testFiles().map((file) => ({ file, ...groupOf(file) }));
const unit = members.filter(({ group }) => group === 'unit');

/** Words that a unit test has no use for, in a command that it starts or a file that it reads. */
const BEYOND_UNIT =
  /'(?:cc|make|gcc|clang\S*|chromium|mosquitto|systemd-analyze|promtool|avahi-\w+)'|dist\/web/;

t.test('every test file has a group, and whatever is no unit test says why', async (t) => {
  t.ok(members.length > 250);
  for (const { file, group, why } of members) {
    if (!GROUPS.includes(group) || (group !== 'unit' && !why)) t.fail(`${file}: ${group}, ${why}`);
  }
});

t.test('the list names nothing that has gone, and nothing twice', async (t) => {
  const files = [...FILES, ...ALONE, ...LIMITS].map(({ file }) => file);
  t.strictSame(
    files.filter((file) => !existsSync(path.join(repository, file))),
    [],
  );
  const equipment = EQUIPMENT.map(({ uses }) => `test/${uses}.ts`);
  t.strictSame(
    equipment.filter((file) => !existsSync(path.join(repository, file))),
    [],
  );
  t.equal(new Set(FILES.map(({ file }) => file)).size, FILES.length);
});

t.test('each piece of equipment takes some test out of the unit group', async (t) => {
  const reasons = new Set(members.map(({ why }) => why));
  t.strictSame(
    EQUIPMENT.filter(({ why }) => !reasons.has(why)),
    [],
  );
});

t.test('unit tests start no compiler, no browser and none of the programs of Debian', async (t) => {
  const strays = unit.filter(
    ({ file }) =>
      file !== 'test/scripts/test/groups.ts' &&
      BEYOND_UNIT.test(readFileSync(path.join(repository, file), 'utf8')),
  );
  t.strictSame(
    strays.map(({ file }) => file),
    [],
  );
});
