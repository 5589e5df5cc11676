import { parseArgs } from 'node:util';
import closeWithGrace from 'close-with-grace';
import { pageAddress } from '../address.js';
import { systemClock } from '../clock.js';
import { Hub } from '../hub.js';
import { createLog } from '../log.js';
import { banner } from './banner.js';
import type { Command } from './command.js';
import { issueSetupCode } from './setup-code.js';

const help = `petcam-hub serve [--banner]

Runs the hub until it is told to stop (SIGTERM, SIGINT). Logs are JSON lines on standard output.

  --banner   write the address, its QR code and a new set-up code to standard error once ready`;

const STOP_MS = 10_000;

export const serve: Command = {
  help,
  async run(args, { config, version }) {
    const { values } = parseArgs({ args, options: { banner: { type: 'boolean', default: false } } });
    const settings = config();
    const log = createLog(settings.logLevel);
    const hub = new Hub({ config: settings, clock: systemClock, log, version });
    closeWithGrace({ delay: STOP_MS, logger: false }, async ({ err, signal }) => {
      if (err) log.fatal({ err }, 'the hub ends after an error that nothing caught');
      else log.info({ signal }, 'stopping');
      await hub.stop();
    });
    const { httpPort, mqttPort, mqttTlsPort, store } = await hub.start();
    const address = pageAddress(settings, httpPort);
    log.info({ address, httpPort, mqttPort, mqttTlsPort, version }, 'ready');
    if (values.banner) process.stderr.write(banner(address, await issueSetupCode(store)));
    else if (store.users().length === 0)
      log.info('nobody has registered yet: petcam-hub setup shows the set-up code');
  },
};
