import t from 'tap';
import { program } from '../../support/program.js';
import { noTwoHomes, twoHomes } from '../../support/two-homes.js';

const announce = program('test/server/discovery/fixtures/announce');
const hub = JSON.stringify({
  name: 'PetCam hub',
  services: [
    { type: 'petcam-hub', port: 8443, hostname: 'petcam' },
    { type: 'https', port: 8443, hostname: 'petcam-https' },
    { type: 'http', port: 8080, hostname: 'petcam-http' },
  ],
  txt: { version: '1.2.3', id: 'abc', friendly_name: 'PetCam hub' },
  ipv4Only: true,
});

t.test('a phone finds the hub, and hears when it goes', { skip: noTwoHomes }, async (t) => {
  const homes = twoHomes(t, 'phone');
  await homes.wakePhone();
  const browser = homes.browse('_petcam-hub._tcp');
  const web = homes.browse('_https._tcp');
  const announced = homes.inHub(announce, hub);
  const found = (await browser.line((line) => line.startsWith('='))).split(';');
  t.strictSame(found.slice(2, 9), [
    'IPv4',
    'PetCam\\032hub',
    '_petcam-hub._tcp',
    'local',
    'petcam.local',
    '10.77.0.1',
    '8443',
  ]);
  for (const entry of ['"version=1.2.3"', '"id=abc"', '"friendly_name=PetCam hub"']) t.match(found[9], entry);
  t.match(await web.line((line) => line.startsWith('=')), ';petcam-https.local;10.77.0.1;8443;');
  t.equal(homes.resolved('petcam.local'), '10.77.0.1');
  await announced.line((line) => line.includes('started'));
  await announced.end();
  t.match(await browser.line((line) => line.startsWith('-')), 'PetCam', 'the goodbye');
});

t.test('a hub whose name is taken gets a number', { skip: noTwoHomes }, async (t) => {
  const homes = twoHomes(t, 'petcam');
  await homes.wakePhone();
  const announced = homes.inHub(announce, hub);
  await announced.line((line) => line.includes('petcam-2.local'));
  await announced.line((line) => line.includes('started'));
  t.equal(homes.resolved('petcam-2.local'), '10.77.0.1');
  t.equal(homes.resolved('petcam.local'), '10.77.0.2');
  await announced.end();
});

t.test('without a network it harms nobody', { skip: noTwoHomes }, async (t) => {
  const homes = twoHomes(t, 'phone');
  homes.unplug();
  const announced = homes.inHub(announce, hub);
  await announced.line((line) => line.includes('started'));
  await announced.end();
  t.pass('it started and stopped');
});
