import { parseArgs } from 'node:util';
import closeWithGrace from 'close-with-grace';
import { systemClock } from '../core/clock.js';
import { messageOf } from '../core/errors.js';
import { createLog } from '../core/log.js';
import { Hub } from '../hub/hub.js';
import { journalLines } from '../services/systemd/journal.js';
import { linkKey } from '../services/systemd/key-credential.js';
import { openServiceManager } from '../services/systemd/manager.js';
import type { Store } from '../store/contract.js';
import { banner } from './banner.js';
import type { Command } from './command.js';
import { issueSetupCode } from './setup-code.js';
import { welcomeOf } from './welcome.js';

const help = `petcam-hub serve [--banner]

Runs the hub until it is told to stop (SIGTERM, SIGINT). Logs are JSON lines on standard output; in a journal,
sentences with their values. Started by systemd with Type=notify it says when it is ready, when it stops and, for
a watchdog, that its database, its broker and its vision process answer.

  --banner   write the address, its QR code and a new set-up code to standard error once ready`;

const STOP_MS = 10_000;
const NOT_A_SERVICE = { notifySocket: null, watchdogMs: null, journal: false, keyCredential: null };

/** Command `petcam-hub serve`: the daemon, until a signal ends it. */
export const serve: Command = {
  help,
  async run(args, { config, version, service = NOT_A_SERVICE }) {
    const { values } = parseArgs({ args, options: { banner: { type: 'boolean', default: false } } });
    const settings = config();
    const log = createLog(settings.logLevel, service.journal ? journalLines(process.stdout) : undefined);
    const manager = await openServiceManager(service, systemClock, log);
    if (service.keyCredential) linkKey(settings.dataDirectory, service.keyCredential);
    const hub = new Hub({ config: settings, clock: systemClock, log, version });
    const grace = closeWithGrace({ delay: STOP_MS, logger: false }, async ({ err, signal }) => {
      if (err) log.fatal({ err }, 'hub: stopping after an uncaught error');
      else log.info({ signal }, 'hub: stopping');
      manager.stopping('Stopping');
      await hub.stop();
    });
    manager.status('Starting');
    const { ports, mqttPort, mqttTlsPort, store, probes, issues } = await hub
      .start()
      .catch((error: unknown) => {
        // Without it the exit after a failed start would look like a clean stop.
        grace.uninstall();
        manager.stopping(messageOf(error));
        throw error;
      });
    const welcome = await welcomeOf(settings, ports, systemClock);
    const { address } = welcome;
    manager.ready(probes, () => [`Running at ${address}`, ...issues()].join('; '));
    log.info(
      { address, httpPort: ports.http, httpsPort: ports.https, mqttPort, mqttTlsPort, version },
      'ready',
    );
    if (values.banner) process.stderr.write(await banner(welcome, await issueSetupCode(store)));
    else if (store.users().length === 0)
      log.info('hub: no person registered; petcam-hub setup shows the set-up code');
    await broken(store).catch(async (fault: Error) => {
      grace.uninstall();
      manager.stopping(fault.message);
      endWithin(STOP_MS);
      await hub.stop();
      throw fault;
    });
  },
};

/** Rejects when nothing can be stored any more: a hub that starts anew can. */
function broken(store: Pick<Store, 'onFault'>): Promise<never> {
  return new Promise((_, reject) => store.onFault(reject));
}

/** Ends the process in any case, also when a part of the hub does not stop. Does not keep it alive. */
function endWithin(ms: number): void {
  setTimeout(() => process.exit(1), ms).unref();
}
