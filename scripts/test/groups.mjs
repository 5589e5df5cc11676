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
  { uses: 'support/real-cameras', group: 'system', why: "starts Debian's motion and ffmpeg" },
  { uses: 'support/rtsp-server', group: 'system', why: "starts Debian's gst-rtsp-server and ffmpeg" },
  { uses: 'support/mosquitto', group: 'system', why: "starts Debian's Mosquitto" },
  { uses: 'support/web-servers', group: 'system', why: "starts Debian's nginx and Caddy" },
  { uses: 'support/acme', group: 'system', why: "starts Debian's pebble and lego" },
  {
    uses: 'support/wireguard',
    group: 'system',
    why: "needs root, network namespaces and Debian's wireguard-go",
  },
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

/** Files that their equipment does not tell apart. */
export const FILES = [
  { file: 'test/web/size.ts', group: 'page', why: 'weighs the built page' },
  {
    file: 'test/services/metrics/registry.ts',
    group: 'system',
    why: "asks Debian's promtool for its judgement",
  },
  {
    file: 'test/scripts/package/apt-repository.ts',
    group: 'system',
    why: 'asks apt and gpg for their judgement',
  },
  { file: 'test/services/updates/apt.ts', group: 'system', why: 'asks apt what it knows' },
  {
    file: 'test/docs/examples.ts',
    group: 'system',
    why: 'makes the types of the API, compiles a client, and starts the other examples as processes',
  },
  { file: 'test/imaging/film/render.ts', group: 'system', why: "asks Debian's ffmpeg and ffprobe" },
  { file: 'test/services/systemd/unit.ts', group: 'system', why: 'asks systemd for its judgement' },
  ...costly(
    'starts the HTTP API with its document, two seconds of processor time or more for few assertions',
    [
      'test/server/api/http/failures.ts',
      'test/server/api/http/gateway.ts',
      'test/server/api/http/pages.ts',
      'test/server/api/http/proxied-requests.ts',
      'test/server/api/http/proxy.ts',
      'test/server/api/http/server.ts',
      'test/server/api/malformed.ts',
      'test/server/api/routes/accounts.ts',
      'test/server/api/routes/backups.ts',
      'test/server/api/routes/bursts.ts',
      'test/server/api/routes/events.ts',
      'test/server/api/routes/health.ts',
      'test/server/api/routes/highlights.ts',
      'test/server/api/routes/live.ts',
      'test/server/api/routes/metrics.ts',
      'test/server/api/routes/pairing.ts',
      'test/server/api/routes/people.ts',
      'test/server/api/routes/photo-image.ts',
      'test/server/api/routes/photos.ts',
      'test/server/api/routes/replays.ts',
      'test/server/api/routes/schedules.ts',
      'test/server/api/routes/security-events.ts',
      'test/server/api/routes/share-links.ts',
      'test/server/api/routes/tools.ts',
      'test/server/api/routes/trust.ts',
    ],
  ),
  ...costly('runs the models that ship on real photos, two seconds of processor time or more', [
    'test/imaging/process-main.ts',
    'test/imaging/highlight/render.ts',
    'test/imaging/select/bursts.ts',
    'test/imaging/upscale/enlarge.ts',
    'test/imaging/upscale/quality.ts',
    'test/imaging/upscale/upscaler.ts',
    'test/imaging/vision/detect.ts',
    'test/imaging/vision/head.ts',
  ]),
  ...costly(
    'starts and loses processes, two seconds of processor time or more',
    [
      'test/cameras/pairing/ble.ts',
      'test/cameras/pairing/radio-process.ts',
      'test/imaging/vision/child.ts',
      'test/imaging/vision/confinement.ts',
      'test/imaging/vision/service.ts',
      'test/imaging/vision/supervisor.ts',
      'test/cli/bench.ts',
      'test/cli/models-add.ts',
      'test/scripts/test/run-files.ts',
      'test/store/kill.ts',
    ],
    { shares: false },
  ),
  ...costly(
    'starts shell scripts, which start programs: a second of processor time or more',
    [
      'test/scripts/install.ts',
      'test/scripts/package/add-on.ts',
      'test/scripts/package/flash-images.ts',
      'test/scripts/package/publish.ts',
      'test/scripts/package/release-notes.ts',
      'test/server/tls/tailscale.ts',
    ],
    { shares: false },
  ),
  // Of 237 seconds of processor time that 230 files took on 2026-11-30 (two cores, loads of 23 to 34), these took 88.
  ...costly('floods, waits busily or moves much: 12 to 23 seconds of processor time on a loaded machine', [
    'test/cameras/mqtt/psk-listener.ts',
    'test/hub/pipeline-stops.ts',
    'test/imaging/vision/client.ts',
    'test/core/rpc/connection.ts',
    'test/imaging/vision/held-up.ts',
  ]),
  ...costly('does much for few assertions, two seconds of processor time or more', [
    'test/cameras/mqtt/intake.ts',
    'test/cameras/pairing/attacks.ts',
    'test/hub/jobs.ts',
    'test/imaging/vision/image-limits.ts',
    'test/scripts/dev/demo.ts',
    'test/server/api/http/uploads.ts',
    'test/services/schedule/retention.ts',
    'test/services/schedule/schedule.ts',
    'test/store/reads/photo-page.ts',
    'test/store/write-client.ts',
    'test/web/api/schema.ts',
  ]),
];

function costly(why, files, { shares = true } = {}) {
  return files.map((file) => ({ file, group: 'system', why, shares }));
}

/** Files whose group shares processes and that cannot, with what they would leave behind there. */
export const ALONE = [
  { file: 'test/web/edited-page.ts', why: 'Vite sets NODE_ENV' },
  { file: 'test/web/lighthouse.ts', why: 'Lighthouse sets DEBUG' },
];

/**
 * Whether a test file gets a process of its own. What runs inside of the process of its test shares one with others of
 * its group: most take less time than a process does to load a hub.
 */
export function isAlone(file) {
  if (ALONE.some((entry) => entry.file === file)) return true;
  const { group, shares = false } = groupOf(file);
  return group === 'firmware' || (group === 'system' && !shares);
}

/** Wall time in seconds that a file may take on an idle machine, by group. It grows with the load. */
const LIMIT = { unit: 60, system: 120, page: 240, firmware: 240 };

/** Files that need another limit, with what was measured on two idle cores. */
export const LIMITS = [];

/** Files that take five seconds and more on an idle machine, mostly of waiting: others run meanwhile when they start first. */
const FIRST = [
  'test/web/flash/loader.ts',
  'test/store/reads/photo-days.ts',
  'test/cameras/streams/probe.ts',
  'test/comments.ts',
];

/** Every test file, relative to the repository, in the order in which those of a group start. */
export function testFiles() {
  const files = readdirSync(path.join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/(^|\/)(fixtures|support)\//.test(file))
    .map((file) => `test/${file}`)
    .sort();
  return [...FIRST.filter((file) => files.includes(file)), ...files.filter((file) => !FIRST.includes(file))];
}

/** Group of a test file and why it is not `unit`; `why` is null for a unit test. */
export function groupOf(file) {
  const listed = FILES.find((entry) => entry.file === file);
  if (listed) return listed;
  const reached = equipmentOf(file);
  return EQUIPMENT.find(({ uses }) => reached.has(`test/${uses}.ts`)) ?? { group: 'unit', why: null };
}

/** Seconds after which a file is ended, on a machine with this load for each core. */
export function limitOf(file, load) {
  const own = LIMITS.find((entry) => entry.file === file)?.seconds;
  return Math.ceil((own ?? LIMIT[groupOf(file).group]) * Math.max(1, load));
}

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
