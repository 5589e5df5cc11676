/** What a release is published with, as the commands that it would run. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { temporaryFolder } from '../../support/folder.js';
import { repository } from '../../support/program.js';

const script = path.join(repository, 'scripts/package/publish.sh');
const base = { PATH: process.env['PATH'] };

function publish(args: string[], env: Record<string, string> = {}, file = script) {
  const { status, stdout, stderr } = spawnSync('bash', [file, ...args], {
    encoding: 'utf8',
    env: { ...base, ...env },
  });
  return { status, out: stdout, err: stderr };
}

t.test('--help says how, an incomplete call says it too', async (t) => {
  t.match(publish(['--help']), { status: 0, out: /release\|images VERSION/ });
  for (const args of [[], ['release'], ['everything', '1.0.0'], ['--now', 'release', '1.0.0']])
    t.match(publish(args), { status: 2, err: /release\|images VERSION/ }, args.join(' '));
});

t.test('both images are built for both architectures, the add-on of the image of the hub', async (t) => {
  const PETCAM_REGISTRY = 'registry.example/someone/petcam-hub';
  const { status, out } = publish(['--print', 'images', 'v1.2.0'], { PETCAM_REGISTRY });
  const [hub = '', addOn = '', ...more] = out.trim().split('\n');
  t.match({ status, more }, { status: 0, more: [] });
  for (const line of [hub, addOn]) t.match(line, 'buildx build --push --platform linux/amd64');
  t.match(hub, `--tag ${PETCAM_REGISTRY}:1.2.0 --tag ${PETCAM_REGISTRY}:latest .`);
  t.match(
    addOn,
    `HUB=${PETCAM_REGISTRY}:1.2.0 --tag ${PETCAM_REGISTRY}-home-assistant:1.2.0 scripts/package/home-assistant`,
  );
});

t.test(
  'who has a user signs in first, at the host of the image, and the password is no argument',
  async (t) => {
    const { out } = publish(['--print', 'images', '1.2.0'], {
      PETCAM_REGISTRY: 'registry.example/someone/petcam-hub',
      PETCAM_REGISTRY_USER: 'someone',
      PETCAM_REGISTRY_PASSWORD: 'a secret',
    });
    t.match(out, /^docker login --username someone --password-stdin registry\.example \n/);
    t.notMatch(out, 'secret');
  },
);

t.test('without the name of an image nothing is built', async (t) => {
  const { status, out, err } = publish(['--print', 'images', '1.2.0']);
  t.match({ status, out, err }, { status: 1, out: '', err: /the name of the image/ });
});

t.test('a release has every file that release.sh has made, and its notes', async (t) => {
  const { file, folder } = checkout(t);
  t.match(publish(['--print', 'release', 'v1.2.0'], {}, file), {
    status: 1,
    err: /nothing is in dist-release/,
  });
  mkdirSync(path.join(folder, 'dist-release'));
  const names = ['petcam-hub_1.2.0_arm64.deb', 'petcam-hub_1.2.0_arm64.cdx.json', 'SHA256SUMS', 'NOTES.md'];
  for (const name of names) writeFileSync(path.join(folder, 'dist-release', name), '');
  const { status, out } = publish(['--print', 'release', 'v1.2.0'], {}, file);
  t.equal(status, 0);
  t.match(out, 'gh release create v1.2.0 --title 1.2.0 --notes-file dist-release/NOTES.md');
  for (const name of names) t.match(out, `dist-release/${name}`);
});

/** The script in a folder of its own, whose dist-release is empty. */
function checkout(t: Test): { folder: string; file: string } {
  const folder = temporaryFolder(t);
  const file = path.join(folder, 'scripts/package/publish.sh');
  mkdirSync(path.dirname(file), { recursive: true });
  cpSync(script, file);
  return { folder, file };
}
