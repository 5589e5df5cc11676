import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { repository as root } from './support/program.js';

/** Which rooms a room may import, besides the kernel. `types` are for type imports only. */
const rooms: Record<string, { values: string[]; types?: string[] }> = {
  camera: { values: [] },
  ingest: { values: ['camera'] },
  pairing: { values: ['camera'] },
  burst: { values: ['camera'] },
  live: { values: ['camera'] },
  vision: { values: [] },
  select: { values: ['burst', 'vision'] },
  upscale: { values: ['vision'] },
  highlight: { values: ['vision'] },
  store: { values: [], types: ['camera', 'burst', 'select', 'upscale', 'vision'] },
  api: { values: ['store', 'select', 'camera'], types: ['vision', 'pairing', 'tls'] },
  upkeep: { values: ['store'] },
  backup: { values: ['store'] },
  update: { values: ['camera'], types: ['store'] },
  sync: { values: [], types: ['store'] },
  notify: { values: [], types: ['store'] },
  'home-assistant': { values: ['ingest'], types: ['camera', 'store'] },
  tls: { values: [] },
  discovery: { values: [] },
  metrics: { values: [], types: ['store', 'vision'] },
  service: { values: [], types: ['store', 'vision'] },
  doctor: { values: ['ingest', 'vision'] },
  simulator: { values: ['camera'] },
  web: { values: [], types: ['api', 'camera', 'select', 'store'] },
};

/** Files that put the rooms together; nothing imports them but each other. */
const composition = [
  'main',
  'hub',
  'pipeline',
  'camera-desk',
  'camera-side',
  'highlight-desk',
  'entrance',
  'metrics-desk',
  'external-broker',
  'pairing-desk',
  'sync-desk',
  'update-desk',
  'home-desk',
  'notify-desk',
  'key-watch',
  'vision-main',
  'radio-main',
];
const isComposition = (file: string) =>
  composition.includes(file.replace(/\.[jt]s$/, '')) || file.startsWith('commands/');
const kernel = [
  'address',
  'config',
  'clock',
  'durable-file',
  'errors',
  'log',
  'security-log',
  'settings',
  'setting-kinds',
  'secret-file',
];

/** The one place of each package that is native, or that speaks to the outside world. */
const owners: Record<string, string[]> = {
  'onnxruntime-node': ['vision/session.ts'],
  sharp: ['vision/pixels.ts'],
  'better-sqlite3': ['store/database.ts'],
  '@node-rs/argon2': ['api/'],
  aedes: ['ingest/broker.ts'],
  mqtt: ['ingest/client.ts', 'simulator/'],
  'unix-dgram': ['service/datagram.ts'],
  'web-push': ['notify/push.ts'],
  s3mini: ['sync/bucket.ts'],
  'age-encryption': ['sync/envelope.ts'],
  'node-cron': ['upkeep/cron.ts'],
  '@abandonware/noble': ['pairing/ble.ts'],
  '@peculiar/x509': ['tls/authority.ts'],
  '@homebridge/ciao': ['discovery/multicast.ts'],
  'prom-client': ['metrics/registry.ts'],
  protobufjs: ['pairing/messages.ts'],
};

interface Import {
  file: string;
  from: string;
  typeOnly: boolean;
}

const imports = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .flatMap(importsOf);

function importsOf(file: string): Import[] {
  const source = readFileSync(path.join(root, 'src', file), 'utf8');
  const statements = source.matchAll(/^(import|export)\s+(type\s+)?[^;]*?from\s+'([^']+)'/gm);
  const dynamic = source.matchAll(/\bimport\('([^']+)'\)/g);
  return [
    ...[...statements].map(([, , type, from = '']) => ({ file, from, typeOnly: type !== undefined })),
    ...[...dynamic].map(([, from = '']) => ({ file, from, typeOnly: false })),
  ];
}

const roomOf = (file: string) => (file.includes('/') ? (file.split('/')[0] ?? '') : '');
const target = ({ file, from }: Import) => path.posix.join(path.posix.dirname(file), from);
const inside = imports.filter(({ from }) => from.startsWith('.'));
const isKernel = (file: string) => kernel.includes(file.replace(/\.js$/, ''));

t.test('every folder of src is a room that the table knows', async (t) => {
  const folders = readdirSync(path.join(root, 'src'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  t.strictSame(
    folders.map(({ name }) => name).filter((name) => name !== 'commands' && !(name in rooms)),
    [],
  );
});

t.test('rooms import only what their row allows', async (t) => {
  const broken = inside.filter((statement) => {
    const from = roomOf(statement.file);
    const to = roomOf(target(statement));
    if (isComposition(statement.file) || from === '' || to === from || isKernel(target(statement)))
      return false;
    const row = rooms[from];
    return !(row?.values.includes(to) || (statement.typeOnly && row?.types?.includes(to)));
  });
  t.strictSame(broken, []);
});

t.test('the kernel imports no room, and nothing imports the composition', async (t) => {
  const upward = inside.filter((statement) => {
    const to = target(statement);
    const fromKernel = isKernel(statement.file.replace(/\.ts$/, ''));
    return (fromKernel && !isKernel(to)) || (isComposition(to) && !isComposition(statement.file));
  });
  t.strictSame(upward, []);
});

t.test('no import cycle', async (t) => {
  const edges = new Map<string, string[]>();
  for (const statement of inside.filter(({ typeOnly }) => !typeOnly)) {
    const from = statement.file.replace(/\.tsx?$/, '');
    edges.set(from, [...(edges.get(from) ?? []), target(statement).replace(/\.[jt]sx?$/, '')]);
  }
  t.strictSame(
    [...edges.keys()].filter((file) => reaches(edges, file, file)),
    [],
  );
});

function reaches(
  edges: Map<string, string[]>,
  from: string,
  goal: string,
  seen = new Set<string>(),
): boolean {
  return (edges.get(from) ?? []).some((next) => {
    if (next === goal) return true;
    if (seen.has(next)) return false;
    seen.add(next);
    return reaches(edges, next, goal, seen);
  });
}

t.test('each dependency that touches the outside lives in one place', async (t) => {
  const strays = imports.filter(({ file, from, typeOnly }) => {
    const homes = owners[from];
    return homes && !typeOnly && !homes.some((home) => file.startsWith(home));
  });
  t.strictSame(strays, []);
});

t.test('only process entries read the environment', async (t) => {
  const entries = ['main.ts', 'vision-main.ts', 'simulator/main.ts'];
  const readers = [...new Set(imports.map(({ file }) => file))].filter(
    (file) =>
      !entries.includes(file) && /process\.env\b/.test(readFileSync(path.join(root, 'src', file), 'utf8')),
  );
  t.strictSame(readers, []);
});

t.test('no file hides what lives in it', async (t) => {
  const files = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' });
  t.strictSame(
    files.filter((file) => /(^|\/)(utils?|helpers?|common|misc|shared|lib|index)(\/|\.tsx?$)/.test(file)),
    [],
  );
});
