// The entry of the thread for what reads the whole database.
import { type MessagePort, parentPort } from 'node:worker_threads';
import { serve, threadPort } from '../../core/rpc/service.js';
import { faultOf } from '../../store/database.js';
import { checkDatabase, rest } from '../../store/snapshot.js';
import { damagedImagesIn } from '../../store/verify.js';
import { makeBackup } from './make.js';
import type { Checked, HeavyTasks } from './thread.js';

/** Progress that is told a hundred times at most. */
function percents(onProgress: (done: number) => void): (done: number) => void {
  let told = -1;
  return (done) => {
    const percent = Math.floor(done * 100);
    if (percent === told) return;
    told = percent;
    onProgress(done);
  };
}

/** A file that is damaged is damage enough: its images may not even be listed. */
function checked(file: string): Checked {
  const damage = checkDatabase(file, { whole: false });
  return { damage, images: damage.length > 0 ? [] : damagedImagesIn(file, rest) };
}

/** Result of `work`, or what it throws as a `Refusal` or a `Fault`. */
async function withFaults<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw faultOf(error);
  }
}

serve<HeavyTasks>(threadPort(parentPort as MessagePort), () => ({
  handlers: {
    backup: (request, { onProgress }) => withFaults(() => makeBackup(request, percents(onProgress))),
    check: ({ file }) => withFaults(() => checked(file)),
  },
}));
