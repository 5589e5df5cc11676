/** The apt repository as apt itself sees it: served on loopback, with folders of its own instead of the machine's. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import t, { type Test } from 'tap';
import { temporaryFolder } from '../../support/folder.js';
import { repository } from '../../support/program.js';

const script = path.join(repository, 'scripts', 'package', 'apt-repository.sh');
const missing = ['/usr/bin/apt-get', '/usr/bin/apt-ftparchive', '/usr/bin/gpg', '/usr/bin/dpkg-deb'].filter(
  (program) => !existsSync(program),
);
const skip = missing.length > 0 && `not installed here: ${missing.join(', ')}`;

interface Ended {
  status: number | null;
  out: string;
}

t.test('--help says how, an incomplete call says it too', async (t) => {
  t.match(run(script, ['--help']), { status: 0, out: /--url URL(.|\n)*--key KEY/ });
  t.match(run(script, ['--url', 'http://hub.test']), { status: 2, out: /--key KEY/ });
  t.match(run(script, ['--url']), { status: 2, out: /--key KEY/ });
});

t.test(
  'apt takes what is signed and sees both versions, so that the way back is open',
  { skip },
  async (t) => {
    const { publish, apt } = await home(t);
    const key = newKey(t, 'first@hub.test');
    publish([key], [packageOf(t, '1.0.0'), packageOf(t, '1.1.0')]);
    t.match(await apt(key, 'update'), { status: 0 });
    const seen = await apt(key, 'policy');
    t.match(seen.out, /Candidate: 1\.1\.0/);
    t.match(seen.out, /1\.0\.0/);

    publish([key], [packageOf(t, '1.2.0')]);
    await apt(key, 'update');
    t.match((await apt(key, 'policy')).out, /Candidate: 1\.2\.0(.|\n)*1\.1\.0(.|\n)*1\.0\.0/);
  },
);

t.test('the copy of install.sh knows address and key, and is a script still', { skip }, async (t) => {
  const { publish, folder, url } = await home(t);
  const key = newKey(t, 'first@hub.test');
  publish([key], [packageOf(t, '1.0.0')]);
  const copy = path.join(folder, 'install.sh');
  const text = readFileSync(copy, 'utf8');
  t.match(text, `REPOSITORY='${url}'`);
  t.match(text, '-----BEGIN PGP PUBLIC KEY BLOCK-----');
  t.notMatch(text, 'PRIVATE KEY');
  t.match(run('sh', ['-n', copy]), { status: 0 });
});

t.test('a list that was altered, or signed by somebody else, is refused', { skip }, async (t) => {
  const { publish, apt, folder } = await home(t);
  const key = newKey(t, 'first@hub.test');
  publish([key], [packageOf(t, '1.0.0')]);
  t.match(await apt(newKey(t, 'other@hub.test'), 'update'), { status: 100, out: /NO_PUBKEY/ });

  const list = path.join(folder, 'dists/stable/InRelease');
  writeFileSync(list, readFileSync(list, 'utf8').replace('Origin: PetCam hub', 'Origin: PetCam hut'));
  t.match(await apt(key, 'update'), { status: 100, out: /BADSIG/ });
});

t.test('while a key is changed, machines that know either one go on', { skip }, async (t) => {
  const { publish, apt } = await home(t);
  const [old, next] = [newKey(t, 'old@hub.test'), newKey(t, 'next@hub.test')];
  publish([old, next], [packageOf(t, '1.0.0')]);
  t.match(await apt(old, 'update'), { status: 0 });
  t.match(await apt(next, 'update'), { status: 0 });
});

t.test('a list gets an end when one is asked for', { skip }, async (t) => {
  const { publish, apt, folder } = await home(t);
  const key = newKey(t, 'first@hub.test');
  publish([key], [packageOf(t, '1.0.0')], ['--valid-days', '2']);
  const release = readFileSync(path.join(folder, 'dists/stable/Release'), 'utf8');
  const days = (Date.parse(/^Valid-Until: (.*)$/m.exec(release)?.[1] ?? '') - Date.now()) / 86_400_000;
  t.ok(days > 1.9 && days <= 2, `${days} days`);
  t.match(await apt(key, 'update'), { status: 0 });
});

/** A signing key that lives in a keyring of its own. */
interface Key {
  keyring: string;
  name: string;
  public: string;
}

function newKey(t: Test, name: string): Key {
  const keyring = path.join(temporaryFolder(t), 'gnupg');
  mkdirSync(keyring);
  chmodSync(keyring, 0o700);
  const env = { GNUPGHOME: keyring };
  const made = run(
    'gpg',
    ['--batch', '--passphrase', '', '--quick-generate-key', name, 'ed25519', 'sign', 'never'],
    env,
  );
  t.equal(made.status, 0, made.out);
  t.teardown(() => run('gpgconf', ['--kill', 'all'], env));
  const file = path.join(keyring, 'public.asc');
  run('gpg', ['--armor', '--output', file, '--export', name], env);
  return { keyring, name, public: file };
}

/** A package of a few bytes that is called as the hub's is. */
function packageOf(t: Test, version: string): string {
  const folder = temporaryFolder(t);
  mkdirSync(path.join(folder, 'tree', 'DEBIAN'), { recursive: true });
  const fields = [
    'Package: petcam-hub',
    `Version: ${version}`,
    'Architecture: amd64',
    'Maintainer: nobody <n@hub.test>',
  ];
  writeFileSync(
    path.join(folder, 'tree', 'DEBIAN', 'control'),
    [...fields, 'Description: a package for a test', ''].join('\n'),
  );
  const file = path.join(folder, `petcam-hub_${version}_amd64.deb`);
  t.equal(run('dpkg-deb', ['--root-owner-group', '--build', path.join(folder, 'tree'), file]).status, 0);
  return file;
}

/** A web server for one repository, and an apt with folders of its own that has that repository as its only source. */
async function home(t: Test) {
  const folder = path.join(temporaryFolder(t), 'apt');
  const server = createServer((request, response) => {
    const file = path.join(folder, new URL(request.url ?? '/', 'http://hub.test').pathname);
    response.statusCode = existsSync(file) ? 200 : 404;
    response.end(existsSync(file) ? readFileSync(file) : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const publish = (keys: Key[], packages: string[], options: string[] = []) => {
    const keyring = path.join(temporaryFolder(t), 'gnupg');
    mkdirSync(keyring, { mode: 0o700 });
    const env = { GNUPGHOME: keyring };
    for (const key of keys) {
      const secret = spawnSync('gpg', ['--batch', '--export-secret-keys', key.name], {
        env: { ...process.env, GNUPGHOME: key.keyring },
      }).stdout;
      spawnSync('gpg', ['--batch', '--import'], { env: { ...process.env, ...env }, input: secret });
    }
    const names = keys.flatMap(({ name }) => ['--key', name]);
    const made = run(script, ['--url', url, ...names, '--out', folder, ...options, ...packages], env);
    run('gpgconf', ['--kill', 'all'], env);
    t.equal(made.status, 0, made.out);
  };

  const apt = (key: Key, verb: 'update' | 'policy') => {
    const own = temporaryFolder(t);
    const state = path.join(folder, '..', `state-${path.basename(path.dirname(key.keyring))}`);
    for (const name of ['lists/partial', 'cache/archives/partial'])
      mkdirSync(path.join(state, name), { recursive: true });
    writeFileSync(path.join(state, 'status'), '');
    const sources = path.join(own, 'petcam-hub.list');
    writeFileSync(sources, `deb [arch=amd64 signed-by=${key.public}] ${url} stable main\n`);
    const options = {
      'Dir::State': state,
      'Dir::State::status': path.join(state, 'status'),
      'Dir::Cache': path.join(state, 'cache'),
      'Dir::Etc::SourceList': sources,
      'Dir::Etc::SourceParts': '/dev/null',
      'APT::Architecture': 'amd64',
      'APT::Sandbox::User': 'root',
      'Acquire::http::Proxy': 'DIRECT',
    };
    const set = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
    return verb === 'update'
      ? runAside('apt-get', [...set, 'update', '--error-on=any'])
      : runAside('apt-cache', [...set, 'policy', 'petcam-hub']);
  };
  return { publish, apt, folder, url };
}

function run(command: string, args: string[], env: Record<string, string> = {}): Ended {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { status, out: stdout + stderr };
}

/** Not `spawnSync`: the repository is served by this very process. */
function runAside(command: string, args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env: { ...process.env, LC_ALL: 'C' } });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (out += bytes));
    child.once('close', (status) => resolve({ status, out }));
  });
}
