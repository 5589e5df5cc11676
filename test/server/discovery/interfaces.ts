import { mkdirSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { announcedInterfaces } from '../../../src/server/discovery/interfaces.js';
import { temporaryFolder } from '../../support/folder.js';

t.test('every real interface, whether it has an address or not', async (t) => {
  const folder = temporaryFolder(t);
  for (const name of ['lo', 'eth0', 'wlan0', 'docker0', 'veth12ab', 'br-9f'])
    mkdirSync(path.join(folder, name));
  t.strictSame(announcedInterfaces(folder).sort(), ['eth0', 'wlan0']);
});

t.test('where the kernel does not list them, those that have an address', async (t) => {
  t.notOk(announcedInterfaces('/nowhere').includes('lo'));
});
