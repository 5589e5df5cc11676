import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { readConfig } from '../../src/core/config/config.js';
import { hostCheck, machineNames } from '../../src/hub/host-names.js';
import { createAuthority, issueCertificate, type KeyPair } from '../../src/server/tls/authority.js';
import { temporaryFolder } from '../support/folder.js';

const authority = await createAuthority('test', Date.now());
const pairFor = (...dns: string[]) => issueCertificate(authority, { dns, ip: [] }, Date.now());

t.test(
  'a machine has its name alone, whole, and under the domains in which it looks for others',
  async (t) => {
    const resolver =
      '# made by the router\nnameserver 192.168.1.1\nsearch fritz.box tail1234.ts.net.\ndomain home\n';
    t.strictSame(machineNames('pi.garden.example', resolver), [
      'pi.garden.example',
      'pi',
      'pi.fritz.box',
      'pi.tail1234.ts.net',
      'pi.home',
    ]);
    t.strictSame(machineNames('pi', ''), ['pi', 'pi']);
  },
);

t.test('a hub answers to its own names and to those that its owner gave it', async (t) => {
  const isKnownHost = hostCheck({
    config: readConfig({
      PETCAM_PUBLIC_URL: 'https://Pets.example:8443/hub',
      PETCAM_ADVERTISED_HOST: 'cameras.example',
      PETCAM_HTTPS_HOST: 'Hub.example',
      PETCAM_ALLOWED_HOSTS: 'one.example, two.example',
    }),
    certificates: null,
    multicastNames: () => ['petcam.local'],
    hostname: () => 'Pi',
    resolverFile: path.join(temporaryFolder(t), 'absent'),
  });
  const own = ['petcam.local', 'pi', 'pi.local', 'pi.lan', 'pi.home.arpa', 'localhost'];
  const given = ['pets.example', 'cameras.example', 'hub.example', 'one.example', 'two.example'];
  for (const host of [...own, ...given, '192.168.1.5']) t.ok(isKnownHost(host), host);
  for (const host of ['evil.example', 'example', 'pi.fritz.box', 'petcam-2.local'])
    t.notOk(isKnownHost(host), host);
});

t.test('names that the machine has only later are known at once', async (t) => {
  const resolverFile = path.join(temporaryFolder(t), 'resolv.conf');
  const announced = ['petcam.local'];
  const isKnownHost = hostCheck({
    config: readConfig({}),
    certificates: null,
    multicastNames: () => announced,
    hostname: () => 'pi',
    resolverFile,
  });
  t.notOk(isKnownHost('pi.fritz.box'));
  writeFileSync(resolverFile, 'search fritz.box\n');
  t.ok(isKnownHost('pi.fritz.box:8443'));
  t.notOk(isKnownHost('petcam-2.local'));
  announced.push('petcam-2.local');
  t.ok(isKnownHost('petcam-2.local:8443'));
});

t.test(
  "the names of the owner's certificate are known, with its wildcards, and those of the next one",
  async (t) => {
    let renewed: (pair: KeyPair) => void = () => {};
    const first = await pairFor('pets.example', '*.home.example');
    const isKnownHost = hostCheck({
      config: readConfig({}),
      certificates: {
        current: () => first,
        onChange: (listener) => {
          renewed = listener;
        },
      },
      multicastNames: () => [],
    });
    for (const host of ['pets.example', 'hub.home.example:8443']) t.ok(isKnownHost(host), host);
    for (const host of ['a.b.home.example', 'home.example', 'dogs.example']) t.notOk(isKnownHost(host), host);
    renewed(await pairFor('dogs.example'));
    t.ok(isKnownHost('dogs.example'));
    t.notOk(isKnownHost('pets.example'));
  },
);
