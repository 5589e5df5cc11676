import { Fault } from '../core/errors.js';
import type { Logger } from '../core/log.js';

/**
 * A write of the start that the hub can do without: on a disk that takes nothing it is left out, so that photos can
 * still be seen, and health says why nothing is kept. Rejects for any other reason.
 */
export async function writeAtStart(what: string, write: () => Promise<unknown>, log: Logger): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof Fault) || (error.code !== 'storage-failed' && error.code !== 'storage-full'))
      throw error;
    log.warn({ code: error.code, reason: error.message }, `hub: ${what} failed, going on without`);
  }
}
