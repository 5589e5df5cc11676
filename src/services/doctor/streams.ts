import { existsSync } from 'node:fs';
import type { RtspProcesses } from '../../cameras/streams/read-rtsp.js';
import { FFMPEG } from '../../cameras/streams/rtsp-ffmpeg.js';
import { reachedByRtsp } from '../../cameras/streams/rtsp-probe.js';
import { messageOf } from '../../core/errors.js';
import { databasePath } from '../../store/database.js';
import { camerasOf } from '../../store/snapshot.js';
import { type Finding, fine, worry } from './finding.js';

const CHECK = 'by address';

/**
 * Cameras by address, as the database knows them; null when there are none. A hub that runs has the one connection that
 * many cameras serve, so none is made here.
 */
export function checkStreams(directory: string, running: boolean): Finding | null {
  const file = databasePath(directory);
  if (!existsSync(file)) return null;
  try {
    const cameras = camerasOf(file).filter(({ stream }) => stream !== null);
    if (cameras.length === 0) return null;
    const known = cameras.length === 1 ? '1 camera' : `${cameras.length} cameras`;
    if (!running) return fine(CHECK, `${known}, read while the hub runs`);
    const away = cameras.filter(({ online }) => !online).map(({ name }) => name);
    if (away.length === 0) return fine(CHECK, `${known}, all of them give pictures`);
    return worry(
      CHECK,
      `no pictures from ${away.join(', ')}`,
      'The page of the camera and /health say why; petcam-hub camera probe ADDRESS looks again, and docs/CAMERAS.md helps.',
    );
  } catch (error) {
    return worry(CHECK, messageOf(error), 'The check of the database says more.');
  }
}

/** Means to read RTSP cameras: ffmpeg, in a process that reaches nothing of the hub. */
export async function checkRtsp(processes: RtspProcesses, ffmpeg = FFMPEG): Promise<Finding> {
  if (!existsSync(ffmpeg)) return fine('RTSP', 'no ffmpeg here, which only RTSP cameras need');
  try {
    const reached = await reachedByRtsp(processes);
    if (reached.length === 0) return fine('RTSP', 'ffmpeg is here, and confined');
    return worry(
      'RTSP',
      `not confined: ffmpeg could reach ${reached.join(' and ')}`,
      'Install bubblewrap and allow user namespaces; docs/CAMERAS.md says what it is for',
    );
  } catch (error) {
    return worry(
      'RTSP',
      `the process that reads RTSP cameras does not start: ${messageOf(error)}`,
      'Look at systemctl status petcam-hub-rtsp.socket, and at PETCAM_RTSP_SOCKET.',
    );
  }
}
