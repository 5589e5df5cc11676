import { existsSync } from 'node:fs';
import t, { type Test } from 'tap';
import { FFMPEG } from '../../../src/cameras/streams/rtsp-ffmpeg.js';
import { DEFAULT_STREAM_SETTINGS } from '../../../src/cameras/streams/stream-settings.js';
import { createLog } from '../../../src/core/log.js';
import { openRtspProcesses } from '../../../src/hub/rtsp.js';
import { checkRtsp, checkStreams } from '../../../src/services/doctor/streams.js';
import { databasePath } from '../../../src/store/database.js';
import { breakPages } from '../../support/damage.js';
import { temporaryFolder } from '../../support/folder.js';
import { stockedDirectory, withStore } from '../../support/stocked.js';

const source = { url: 'http://192.168.1.20/', address: '192.168.1.20', certificate: null, credentials: null };
const stream = { kind: 'stream' as const, width: 640, height: 480, settings: { ...DEFAULT_STREAM_SETTINGS } };

t.test('cameras by address give pictures or are named, once a hub runs', async (t) => {
  t.equal(checkStreams(temporaryFolder(t), true), null, 'before there is a database');
  const directory = await stockedDirectory(t);
  t.equal(checkStreams(directory, true), null, 'none');
  await withStore(directory, async (store) => {
    await store.addStreamCamera('garden', 'Garden', source, stream);
  });
  t.match(checkStreams(directory, false), { verdict: 'ok', text: '1 camera, read while the hub runs' });
  t.match(checkStreams(directory, true), {
    verdict: 'warn',
    text: 'no pictures from Garden',
    advice: /petcam-hub camera probe/,
  });
  await withStore(directory, async (store) => {
    await store.touchCamera('garden', { at: Date.now(), online: true });
  });
  t.match(checkStreams(directory, true), { verdict: 'ok', text: '1 camera, all of them give pictures' });
});

t.test('a damaged database is no reason to fail', async (t) => {
  const directory = await stockedDirectory(t);
  breakPages(databasePath(directory), 'camera');
  t.match(checkStreams(directory, true), { verdict: 'warn' });
});

function processes(t: Test, rtspSocket = '') {
  const settings = { rtspSocket, visionSocket: '', visionConfinement: 'where-possible' } as const;
  return openRtspProcesses({ dataDirectory: temporaryFolder(t), ...settings }, createLog('silent'));
}

t.test('RTSP: without ffmpeg, confined, and with a service that does not answer', async (t) => {
  t.match(await checkRtsp(processes(t), '/nobody/ffmpeg'), { verdict: 'ok', text: /no ffmpeg here/ });
  const here = existsSync(FFMPEG) ? FFMPEG : process.execPath;
  t.match(await checkRtsp(processes(t), here), { check: 'RTSP', text: /confined|could reach/ });
  t.match(await checkRtsp(processes(t, '/nobody/socket'), here), {
    verdict: 'warn',
    text: /does not start: .*ENOENT/,
    advice: /petcam-hub-rtsp/,
  });
});
