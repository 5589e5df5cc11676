// Which group each test file belongs to, and why it is not a unit test. This is the list; test/scripts/groups.ts keeps it true.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../dev/bootstrap.mjs';

/** Groups in the order in which they start: the longest files are in the first ones. */
export const GROUPS = ['firmware', 'page', 'system', 'unit'];

/**
 * Equipment that takes a test out of the unit group, by path below test/. A test that imports it, directly or through
 * other equipment, belongs to the first group named here.
 */
export const EQUIPMENT = [
  { uses: 'web/fixtures/browser', group: 'page', why: 'drives the built page in Chromium' },
  { uses: 'support/firmware', group: 'firmware', why: 'builds and runs the C of the firmware' },
  { uses: 'support/two-homes', group: 'system', why: "needs root, network namespaces and Debian's Avahi" },
  { uses: 'support/swift', group: 'system', why: "starts Debian's OpenStack Swift" },
  { uses: 'support/mosquitto', group: 'system', why: "starts Debian's Mosquitto" },
  { uses: 'support/small-disk', group: 'system', why: 'mounts file systems, as root' },
  { uses: 'support/hub-process', group: 'system', why: 'starts hubs as processes and kills them' },
  { uses: 'support/hub', group: 'system', why: 'starts the whole hub with its vision process' },
  { uses: 'support/command-line', group: 'system', why: 'starts petcam-hub as a process' },
  {
    uses: 'support/script',
    group: 'system',
    why: 'starts the evaluation scripts, which look at many photos',
  },
];

/** Files that their equipment does not tell apart. `file` may end in `/`: then it is everything below. */
export const FILES = [{ file: 'test/web/size.ts', group: 'page', why: 'weighs the built page' }];

/** Wall time that a file may take on an idle machine. It grows with the load. */
const LIMIT_SECONDS = 60;

/** Files that need more, with what was measured on two idle cores. */
export const LIMITS = [];

/** Every test file, relative to the repository. */
export function testFiles() {
  return readdirSync(path.join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/(^|\/)(fixtures|support)\//.test(file))
    .map((file) => `test/${file}`)
    .sort();
}

/** Group of a test file and why it is not `unit`; `why` is null for a unit test. */
export function placeOf(file) {
  const listed = FILES.find((entry) => covers(entry.file, file));
  if (listed) return listed;
  const reached = equipmentOf(file);
  return EQUIPMENT.find(({ uses }) => reached.has(`test/${uses}.ts`)) ?? { group: 'unit', why: null };
}

/** Seconds after which a file is ended, on a machine with this load for each core. */
export function limitOf(file, load) {
  const seconds = LIMITS.find((entry) => covers(entry.file, file))?.seconds ?? LIMIT_SECONDS;
  return Math.ceil(seconds * Math.max(1, load));
}

export const covers = (pattern, file) =>
  pattern.endsWith('/') ? file.startsWith(pattern) : file === pattern;

/** Files of test/ that a file imports for more than their types, directly or not. */
export function equipmentOf(file, found = new Set()) {
  const text = readFileSync(path.join(root, file), 'utf8');
  for (const [, types, from] of text.matchAll(
    /^(?:import|export)\s+(type\s)?[^;]*?from\s+'(\.[^']+)\.js'/gm,
  )) {
    const imported = `${path.posix.join(path.posix.dirname(file), from)}.ts`;
    if (
      types ||
      found.has(imported) ||
      !imported.startsWith('test/') ||
      !existsSync(path.join(root, imported))
    )
      continue;
    found.add(imported);
    equipmentOf(imported, found);
  }
  return found;
}
