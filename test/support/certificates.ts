/** Certificates for tests: a real authority and leaf in a folder of their own. */
import { systemClock } from '../../src/core/clock.js';
import { createLog } from '../../src/core/log.js';
import { openCertificates } from '../../src/server/tls/certificates.js';
import type { Certificates } from '../../src/server/tls/types.js';
import { temporaryFolder } from './folder.js';

type Teardown = { teardown(end: () => void): void };

/** A local authority as a hub makes it. */
export async function localCertificates(t: Teardown): Promise<Certificates> {
  const certificates = await openCertificates({
    isClockRight: () => true,
    directory: temporaryFolder(t),
    owner: null,
    backup: null,
    multicastNames: () => ['petcam.local'],
    clock: systemClock,
    log: createLog('silent'),
  });
  t.teardown(() => certificates.stop());
  return certificates;
}
