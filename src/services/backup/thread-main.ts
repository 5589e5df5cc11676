// The entry of the thread for what reads the whole database.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { faultOf } from '../../store/database.js';
import { checkDatabase, rest } from '../../store/snapshot.js';
import { damagedImagesIn } from '../../store/verify.js';
import { encodeError } from '../../store/wire.js';
import { type BackupRequest, makeBackup } from './make.js';
import type { Checked, HeavyMessage } from './thread.js';

const port = parentPort as MessagePort;
const send = (message: HeavyMessage) => port.postMessage(message);
const { task, request } = workerData as { task: string; request: unknown };

/** Told a hundred times at most. */
function percents(): (done: number) => void {
  let told = -1;
  return (done) => {
    const percent = Math.floor(done * 100);
    if (percent === told) return;
    told = percent;
    send({ kind: 'progress', done });
  };
}

/** A file that is damaged is damage enough: its images may not even be listed. */
function checked(file: string): Checked {
  const damage = checkDatabase(file, { whole: false });
  return { damage, images: damage.length > 0 ? [] : damagedImagesIn(file, rest) };
}

try {
  const answer =
    task === 'backup'
      ? await makeBackup(request as BackupRequest, percents())
      : checked((request as { file: string }).file);
  send({ kind: 'done', answer });
} catch (error) {
  send({ kind: 'failed', error: encodeError(faultOf(error)) });
}
