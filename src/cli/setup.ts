import { parseArgs } from 'node:util';
import { systemClock } from '../core/clock.js';
import { banner, setupAddress } from './banner.js';
import type { Command } from './command.js';
import { issueSetupCode } from './setup-code.js';
import { configuredPorts, welcomeOf } from './welcome.js';
import { withStore } from './with-store.js';

const help = `petcam-hub setup [--json]

Makes a new one-time set-up code for the first person of the home and shows it with the
address to open. A code made before stops working. Once somebody has registered there is
no set-up code any more: invite people in the app.

A phone that shall trust the hub's own certificate authority shows its fingerprint, printed here too.

  --json   {"address", "here", "trust": {"page", "fingerprint", "words"}, "first", "code", "url"}; trust is null without an
           authority of the hub's own, first (the address without TLS of the QR code, by which a phone comes to
           trust the hub) where a phone need not, code and url when the hub is set up`;

const CODE_REPLACED = 'A set-up code that was shown before is no longer valid: only this one is.';
const SET_UP = 'This hub is set up already: invite people on the page, in the settings.';

/** Command `petcam-hub setup`: makes a new set-up code for the first person. */
export const setup: Command = {
  help,
  async run(args, { config, print }) {
    const { values } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } });
    const settings = config();
    await withStore(settings, async (store) => {
      const code = await issueSetupCode(store);
      const welcome = await welcomeOf(settings, configuredPorts(settings), systemClock);
      const url = code && setupAddress(welcome.address, code);
      if (values.json) return print(JSON.stringify({ ...welcome, code, url }));
      print(await banner(welcome, code));
      print(code ? CODE_REPLACED : SET_UP);
    });
  },
};
