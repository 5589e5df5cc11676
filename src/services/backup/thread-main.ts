// The entry of the thread for what reads the whole database.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { faultOf } from '../../store/database.js';
import { checkDatabase } from '../../store/snapshot.js';
import { encodeError } from '../../store/wire.js';
import { type BackupRequest, makeBackup } from './make.js';
import type { HeavyMessage } from './thread.js';

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

try {
  const answer =
    task === 'backup'
      ? await makeBackup(request as BackupRequest, percents())
      : checkDatabase((request as { file: string }).file, { whole: false });
  send({ kind: 'done', answer });
} catch (error) {
  send({ kind: 'failed', error: encodeError(faultOf(error)) });
}
