/**
 * `npm run dev -- --demo`: everything around the hub of the demo. Makes the home, then plays its cameras, one that can be
 * paired and one by address. Tells its parent once the hub may start.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SimulatedCamera } from '../../src/cameras/simulator/camera.js';
import { openFrameSource } from '../../src/cameras/simulator/frame-source.js';
import { systemClock } from '../../src/core/clock.js';
import { messageOf } from '../../src/core/errors.js';
import { plugInPaired, virtualCameras } from '../../test/support/virtual-camera.js';
import { type DemoHome, makeHome } from './demo/home.js';
import { animalsOfDebian } from './demo/pictures.js';
import { composed, type DemoCamera, type Scenery, sampled } from './demo/scenery.js';
import { serveStream } from './demo/stream.js';

const directory = process.env['PETCAM_DATA_DIR'] as string;
const [, , streamPort = '', seconds = ''] = process.argv;
const note = path.join(directory, 'demo.json');
const toPair = { name: 'PetCam-3A7F10', code: '40718235' };
const wifi = { ssid: 'Home', password: 'treats for all', rssi: -48 };

/** A home of another day has no photos of today. */
const FRESH_MS = 12 * 60 * 60_000;
const FIRST_BURST_MS = 15_000;
const MOMENTS_KEPT = 4;

interface Note extends DemoHome {
  madeAt: number;
}

const never = { teardown: () => {} };
const home = await openHome();
const world = await virtualCameras(
  never,
  [{ ...toPair, networks: [wifi, { ssid: 'Neighbours', password: 'none of yours', rssi: -81 }] }],
  { folder: folderOf('air') },
);
process.send?.({ air: world.radio.args[0] });
await untilReady();
for (const [index, id] of (['living-room', 'hall'] as const).entries()) play(id, home.keys[id], index);
void world.handover(0).then(({ port, camera, key }) => {
  const paired = plugInPaired(
    never,
    { host: '127.0.0.1', port, camera, key },
    { frames: framesOf('living-room') },
  );
  setInterval(() => paired.capture('motion'), Number(seconds) * 1000);
});
console.log(`
  The demo: sign in as ${home.person} with the password   ${home.password}
            at http://localhost:${process.env['PETCAM_HTTP_PORT']}
  Pair a camera: its label says ${toPair.code.replace(/(....)/, '$1 ')}, the Wi-Fi "${wifi.ssid}" has the password "${wifi.password}"
  Add one by address: http://127.0.0.1:${streamPort}/ (Garden is read there already)
`);

async function openHome(): Promise<Note> {
  const known = existsSync(note) ? (JSON.parse(readFileSync(note, 'utf8')) as Note) : null;
  const scenery = known && Date.now() - known.madeAt < FRESH_MS ? null : await openScenery();
  if (known && !scenery) {
    serveGarden();
    return known;
  }
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return move(scenery as Scenery);
}

/** Debian's animals where apt can have them, else the cat of the repository. */
async function openScenery(): Promise<Scenery> {
  try {
    console.log('demo: fetching the photos of gcompris-qt-data (44 MB) from Debian ...');
    return composed(await animalsOfDebian());
  } catch (error) {
    console.log(`demo: no photos from Debian (${messageOf(error)}); the cat of the repository stands in`);
    return sampled();
  }
}

async function move(scenery: Scenery): Promise<Note> {
  console.log('demo: making three months of photos ...');
  const began = Date.now();
  const made = await makeHome(directory, scenery, `http://127.0.0.1:${streamPort}/`);
  for (const camera of ['living-room', 'hall', 'garden'] as const) await keepMoments(camera, scenery);
  writeFileSync(path.join(folderOf('bursts'), 'garden.jpg'), await scenery.empty('garden', 12));
  const noted = { ...made, madeAt: Date.now() };
  writeFileSync(note, JSON.stringify(noted), { mode: 0o600 });
  console.log(`demo: made in ${Math.round((Date.now() - began) / 1000)} s`);
  serveGarden();
  return noted;
}

/** Folders of frames for the camera to play. */
async function keepMoments(camera: DemoCamera, scenery: Scenery): Promise<void> {
  for (let number = 0; number < MOMENTS_KEPT; number += 1) {
    const folder = folderOf('bursts', camera, String(number));
    const { frames } = await scenery.burst(camera, number + 1, 12, 6);
    for (const [index, frame] of frames.entries()) writeFileSync(path.join(folder, `0${index}.jpg`), frame);
  }
}

function serveGarden(): void {
  const empty = readFileSync(path.join(folderOf('bursts'), 'garden.jpg'));
  serveStream(Number(streamPort), empty, framesOf('garden').next(6));
}

function framesOf(camera: DemoCamera) {
  return openFrameSource(path.join(directory, 'bursts', camera));
}

function play(camera: 'living-room' | 'hall', key: string, index: number): void {
  const simulated = new SimulatedCamera({
    url: `mqtt://127.0.0.1:${process.env['PETCAM_MQTT_PORT']}`,
    camera,
    key,
    frames: framesOf(camera),
    clock: systemClock,
    tell: (line) => console.log(line),
  });
  simulated.start();
  const every = Number(seconds) * 1000;
  setTimeout(
    () => {
      simulated.capture('motion');
      setInterval(() => simulated.capture('motion'), every);
    },
    FIRST_BURST_MS + (index * every) / 2,
  );
}

function folderOf(...names: string[]): string {
  const folder = path.join(directory, ...names);
  mkdirSync(folder, { recursive: true });
  return folder;
}

async function untilReady(): Promise<void> {
  const url = `http://127.0.0.1:${process.env['PETCAM_HTTP_PORT']}/health`;
  while (!(await fetch(url).catch(() => null))?.ok) await new Promise((resolve) => setTimeout(resolve, 300));
}
