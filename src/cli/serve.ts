import { parseArgs } from 'node:util';
import closeWithGrace from 'close-with-grace';
import { pageAddress } from '../core/address.js';
import { systemClock } from '../core/clock.js';
import type { Config } from '../core/config/config.js';
import { messageOf } from '../core/errors.js';
import { createLog } from '../core/log.js';
import { Hub, type RunningHub } from '../hub/hub.js';
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
  async run(args, { config, version, service = NOT_A_SERVICE, pages, radio }) {
    const { values } = parseArgs({ args, options: { banner: { type: 'boolean', default: false } } });
    const settings = config();
    const log = createLog(settings.logLevel, service.journal ? journalLines(process.stdout) : undefined);
    const manager = await openServiceManager(service, systemClock, log);
    if (service.keyCredential) linkKey(settings.dataDirectory, service.keyCredential);
    const hub = new Hub({
      config: settings,
      clock: systemClock,
      log,
      version,
      ...(pages && { pages }),
      ...(radio && { radio }),
    });
    const grace = closeWithGrace({ delay: STOP_MS, logger: false }, async ({ err, signal }) => {
      if (err) log.fatal({ err }, 'hub: stopping after an uncaught error');
      else log.info({ signal }, 'hub: stopping');
      manager.stopping('Stopping');
      await hub.stop();
    });
    manager.status('Starting');
    const run = async () => {
      const running = await hub.start();
      const address = pageAddress(settings, running.ports);
      manager.ready(running.probes, () => [`Running at ${address}`, ...running.issues()].join('; '));
      log.info({ address, ...portsOf(running), version }, 'ready');
      if (values.banner) await showBanner(settings, running);
      else if (running.store.users().length === 0)
        log.info('hub: no person registered; petcam-hub setup shows the set-up code');
      await broken(running.store);
    };
    await run().catch(async (fault: unknown) => {
      // Whatever goes wrong, also after the start: a process that serves and is never ready would stay for ever.
      // Without `uninstall` the exit would look like a clean stop.
      grace.uninstall();
      manager.stopping(messageOf(fault));
      endWithin(STOP_MS);
      await hub.stop();
      throw fault;
    });
  },
};

function portsOf({ ports, mqttPort, mqttTlsPort }: RunningHub) {
  return { httpPort: ports.http, httpsPort: ports.https, mqttPort, mqttTlsPort };
}

async function showBanner(settings: Config, { ports, store }: RunningHub): Promise<void> {
  const welcome = await welcomeOf(settings, ports, systemClock);
  process.stderr.write(await banner(welcome, await issueSetupCode(store)));
}

/** Rejects when nothing can be stored any more: a hub that starts anew can. */
function broken(store: Pick<Store, 'onFault'>): Promise<never> {
  return new Promise((_, reject) => store.onFault(reject));
}

/** Ends the process in any case, also when a part of the hub does not stop. Does not keep it alive. */
function endWithin(ms: number): void {
  setTimeout(() => process.exit(1), ms).unref();
}
