/** The unit files, judged by systemd itself. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { fields } from '../../../src/core/config/settings.js';
import { temporaryFolder } from '../../support/folder.js';

const fileOf = (name: string) => readFileSync(new URL(`../../../systemd/${name}`, import.meta.url), 'utf8');
const unit = fileOf('petcam-hub.service');
const visionUnit = fileOf('petcam-hub-vision@.service');
const rtspUnit = fileOf('petcam-hub-rtsp@.service');
const UNITS = [
  'petcam-hub.service',
  ...['petcam-hub-vision@.service', 'petcam-hub-vision.socket'],
  ...['petcam-hub-rtsp@.service', 'petcam-hub-rtsp.socket'],
];

const absent = spawnSync('systemd-analyze', ['--version']).error !== undefined;
const skip = absent && 'systemd-analyze is not installed';

function analyze(t: { teardown(end: () => void): void }, name: string, ...args: string[]) {
  const folder = temporaryFolder(t);
  // systemd looks whether the program is there; on the machine of a test it is another one.
  for (const file of UNITS)
    writeFileSync(
      path.join(folder, file),
      fileOf(file).replace('/usr/lib/petcam-hub/bin/node', process.execPath),
    );
  const { status, stdout, stderr } = spawnSync('systemd-analyze', [...args, path.join(folder, name)], {
    encoding: 'utf8',
    env: { ...process.env, SYSTEMD_UNIT_PATH: `${folder}:` },
  });
  return { status, text: stdout + stderr };
}

t.test('systemd has nothing to say against them', { skip }, async (t) => {
  // It exits with 0 on keys that it does not know, so any word is too many.
  for (const name of UNITS) t.strictSame(analyze(t, name, 'verify'), { status: 0, text: '' }, name);
});

t.test(
  'the hub is open to 1.9 of 10 at most, its vision process to 0.5, an RTSP reader to 1.0',
  { skip },
  async (t) => {
    const threshold = (tenths: number) => [
      'security',
      '--offline=true',
      `--threshold=${tenths}`,
      '--no-pager',
    ];
    const hub = analyze(t, 'petcam-hub.service', ...threshold(19));
    t.equal(hub.status, 0, hub.text);
    t.match(hub.text, /Overall exposure level for petcam-hub.service: 1\.\d OK/);
    const vision = analyze(t, 'petcam-hub-vision@.service', ...threshold(5));
    t.equal(vision.status, 0, vision.text);
    t.match(vision.text, /Overall exposure level for \S+: 0\.\d SAFE/);
    const rtsp = analyze(t, 'petcam-hub-rtsp@.service', ...threshold(10));
    t.equal(rtsp.status, 0, rtsp.text);
  },
);

t.test('the vision process has no network, no rights and no files but the program', async (t) => {
  for (const line of [
    'DynamicUser=yes',
    'PrivateNetwork=yes',
    'RestrictAddressFamilies=none',
    'CapabilityBoundingSet=',
    'NoNewPrivileges=yes',
    'RootDirectory=/usr/lib/petcam-hub/vision-root',
    'ProtectProc=invisible',
  ])
    t.match(visionUnit, new RegExp(`^${line}$`, 'm'));
  const bound = [...visionUnit.matchAll(/^BindReadOnlyPaths=(.+)$/gm)].flatMap(([, paths = '']) =>
    paths.split(' '),
  );
  t.strictSame(
    bound.filter(
      (one) =>
        !/^-?(\/usr)?\/lib(64)?$|^-\/etc\/ld\.so\.cache$|^-\/sys\/devices\/system\/cpu$/.test(one) &&
        // What encodes films, and the libraries that it is linked with.
        !['-/usr/bin/ffmpeg', '-/etc/alternatives'].includes(one),
    ),
    [],
  );
  t.notMatch(visionUnit, /^(BindPaths|ReadWritePaths|EnvironmentFile|LoadCredential|StateDirectory)=/m);
});

t.test('an RTSP reader has a loopback of its own, no rights, and no files but programs', async (t) => {
  for (const line of [
    'DynamicUser=yes',
    'PrivateNetwork=yes',
    'IPAddressDeny=any',
    'RestrictAddressFamilies=AF_INET AF_NETLINK',
    'CapabilityBoundingSet=',
    'NoNewPrivileges=yes',
    'RootDirectory=/usr/lib/petcam-hub/vision-root',
    'ProtectProc=invisible',
  ])
    t.match(rtspUnit, new RegExp(`^${line}$`, 'm'));
  t.notMatch(rtspUnit, /^(BindPaths|ReadWritePaths|EnvironmentFile|LoadCredential|StateDirectory)=/m);
});

t.test('the hub finds the sockets that its unit asks for, and nobody else may connect', async (t) => {
  for (const name of ['vision', 'rtsp']) {
    const socket = fileOf(`petcam-hub-${name}.socket`);
    const [, file = ''] = /^ListenStream=(.+)$/m.exec(socket) ?? [];
    t.match(unit, new RegExp(`^Environment=PETCAM_${name.toUpperCase()}_SOCKET=${file}$`, 'm'));
    t.match(unit, new RegExp(`^Wants=.*petcam-hub-${name}\\.socket`, 'm'));
    for (const line of [
      'SocketUser=petcam-hub',
      'SocketMode=0600',
      'Accept=yes',
      'TriggerLimitIntervalSec=0',
    ])
      t.match(socket, new RegExp(`^${line}$`, 'm'));
  }
});

t.test(
  'the watchdog can be fed: notifications of the main process, from a service that says when it is ready',
  async (t) => {
    for (const line of [
      'Type=notify',
      'NotifyAccess=main',
      'WatchdogSec=2min',
      'Restart=always',
      'OOMPolicy=continue',
    ])
      t.match(unit, new RegExp(`^${line}$`, 'm'));
  },
);

t.test('every secret that a file may hold can come as a credential', async (t) => {
  const loaded = [...unit.matchAll(/^LoadCredential=petcam-hub\.(.+)$/gm)].map(([, name]) => name);
  const settings = Object.values(fields).flatMap(({ env }) =>
    [...env.matchAll(/^PETCAM_(\w+)_FILE$/g)].map(([, name = '']) => name.toLowerCase().replaceAll('_', '-')),
  );
  t.ok(settings.includes('sync-secret-key'));
  const secret = settings.filter((name) => !/(-ca|-cert|^newer-version)$/.test(name));
  t.strictSame(
    secret.filter((name) => !loaded.includes(name)),
    [],
  );
});
