import t from 'tap';
import type { ConnectionReport } from '../../../src/cameras/mqtt/connection-watch.js';
import { DEFAULT_SETTINGS } from '../../../src/cameras/protocol/settings.js';
import type { CameraSensor } from '../../../src/cameras/protocol/types.js';
import {
  checkCameras,
  connectionIssues,
  pictureIssues,
  sensorIssues,
} from '../../../src/services/doctor/cameras.js';
import type { CameraRow } from '../../../src/store/cameras.js';
import { databasePath, openForWriting } from '../../../src/store/database.js';
import { migrate, migrations } from '../../../src/store/migrations.js';
import { breakPages } from '../../support/damage.js';
import { temporaryFolder } from '../../support/folder.js';
import { stockedDirectory, withStore } from '../../support/stocked.js';

const HOUR = 3_600_000;
const camera: CameraRow = {
  id: 'porch',
  name: 'Porch',
  createdAt: 0,
  online: true,
  lastSeenAt: null,
  state: null,
  turn: 0,
  stream: null,
  pause: null,
  deferredSettings: null,
  photos: 0,
  refused: null,
  unusable: null,
};
const report: ConnectionReport = {
  state: 'steady',
  connects: 1,
  replaced: 0,
  addresses: ['10.0.0.7'],
  since: null,
};

t.test('bursts without a usable frame are an issue from the second on', (t) => {
  const after = (bursts: number, reasons: string[]) =>
    pictureIssues({ ...camera, unusable: { bursts, since: 5, reasons } }, 0);
  t.strictSame(after(1, ['image-undecodable']), []);
  t.match(after(2, ['image-undecodable', 'image-undecodable', 'never-heard-of']), [
    {
      code: 'camera-unusable',
      about: 'porch',
      text: /last 2 bursts of Porch could be used \(the pictures are damaged [^;]*; never heard of\)/,
    },
  ]);
  t.end();
});

t.test('refused frames are an issue for an hour, and named in plain words', (t) => {
  const refused = {
    frames: 3,
    reasons: [
      { reason: 'not-jpeg', count: 2 },
      { reason: 'crc-mismatch', count: 1 },
    ],
    lastAt: HOUR,
  };
  t.match(pictureIssues({ ...camera, refused }, HOUR + 1), [
    {
      code: 'frames-refused',
      text: /3 frames of Porch were refused \(2 not a JPEG, 1 altered on the way\)/,
    },
  ]);
  t.strictSame(pictureIssues({ ...camera, refused }, 3 * HOUR), []);
  t.end();
});

t.test('an image sensor that gives nothing is an issue while its camera is there', (t) => {
  const says = (sensor?: CameraSensor) => ({
    firmware: '1.0.0',
    board: 'ai-thinker',
    rssi: -60,
    uptimeMs: 1,
    resetReason: 'power-on',
    bursts: { queued: 0, sent: 0, lost: 0, framesLost: 0 },
    settings: DEFAULT_SETTINGS,
    ...(sensor && { sensor }),
  });
  const issues = (sensor?: CameraSensor, online = true) =>
    sensorIssues({ ...camera, online, state: says(sensor) });
  t.strictSame(sensorIssues(camera), [], 'it has said nothing yet');
  t.strictSame(issues(), [], 'one of the first cameras');
  t.strictSame(issues({ state: 'ok', model: 'ov2640', id: 38 }), []);
  t.strictSame(issues({ state: 'failing' }, false), [], 'it is away');
  t.match(issues({ state: 'failing' }), [
    { code: 'camera-sensor', about: 'porch', text: /^Porch takes no pictures: its image sensor does not/ },
  ]);
  t.match(issues({ state: 'unsupported', model: 'unsupported', id: 0x2145 }), [
    { text: /\(it calls itself 0x2145\) makes no JPEGs.*RHYX M21-45/ },
  ]);
  t.match(issues({ state: 'unsupported' }), [{ text: /its image sensor makes no JPEGs/ }]);
  t.match(issues({ state: 'no-memory' }), [{ text: /no PSRAM/ }]);
  t.end();
});

t.test('a connection that flaps, or that two cameras want', (t) => {
  t.strictSame(connectionIssues(camera, report), []);
  t.match(connectionIssues(camera, { ...report, state: 'flapping', connects: 9 }), [
    { code: 'camera-flapping', text: /Porch connected 9 times in ten minutes/ },
  ]);
  const contested = { ...report, state: 'contested' as const, replaced: 20 };
  t.match(connectionIssues(camera, contested), [{ code: 'camera-contested', text: /id porch/ }]);
  t.match(connectionIssues(camera, { ...contested, addresses: ['10.0.0.7', '10.0.0.8'] }), [
    { text: /20 times in ten minutes, from 10.0.0.7 and 10.0.0.8: two cameras/ },
  ]);
  t.end();
});

t.test('the doctor reads them from the database', async (t) => {
  const empty = temporaryFolder(t);
  t.match(checkCameras(empty, 0), { verdict: 'ok', text: 'none yet' });
  const old = openForWriting(databasePath(empty));
  migrate(old, migrations.slice(0, 3));
  old.close();
  t.match(checkCameras(empty, 0), { verdict: 'ok', text: '0 known' }, 'of an older program');
  const directory = await stockedDirectory(t, 1);
  t.match(checkCameras(directory, 0), { verdict: 'ok', text: '1 known' });
  const at = 4_000_000_000_000;
  await withStore(directory, async (store) => {
    const [known] = store.cameras();
    const refusal = { burst: 'b9', index: 0, reason: 'not-jpeg' as const, at };
    await store.countRejection({ camera: known?.id ?? '', ...refusal });
  });
  t.match(checkCameras(directory, at), { verdict: 'warn', text: /1 frames of .* were refused/ });
  t.match(checkCameras(directory, at + 2 * HOUR), { verdict: 'ok', text: /^1 known\n1 frames of / });
  await withStore(directory, async (store) => {
    const [known] = store.cameras();
    const state = {
      ...{ firmware: '1.0.0', board: 'esp-eye', rssi: -60, uptimeMs: 1, resetReason: 'power-on' },
      bursts: { queued: 0, sent: 0, lost: 0, framesLost: 0 },
      settings: DEFAULT_SETTINGS,
      sensor: { state: 'no-memory' as const },
    };
    await store.touchCamera(known?.id ?? '', { at, online: true, state });
  });
  t.match(checkCameras(directory, at + 2 * HOUR), { verdict: 'warn', text: /has no PSRAM/ });
  breakPages(databasePath(directory), 'camera');
  t.match(checkCameras(directory, 0), { verdict: 'warn', text: /damaged/ });
});
