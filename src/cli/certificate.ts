import { parseArgs } from 'node:util';
import { systemClock } from '../core/clock.js';
import type { Config } from '../core/config/config.js';
import { Fault } from '../core/errors.js';
import { authorityBackup } from '../hub/listeners.js';
import { authorityOf, renewAuthority } from '../server/tls/certificates.js';
import { wordsOfFingerprint } from '../server/tls/fingerprint-words.js';
import { lockDirectory } from '../store/lock.js';
import type { Command } from './command.js';
import { actionOf } from './verbs.js';
import { withStore } from './with-store.js';

const help = `petcam-hub certificate <show | renew-authority> [--json]

  show              the fingerprint of the authority that the devices of the home trust, and its four words
  renew-authority   makes a new authority in its place, for when its key may have got into other hands. Every device
                    has to be told to trust the hub again, on its page /trust, and should forget the old one. The hub
                    must not run; at its next start it gives itself a certificate of the new authority

  --json   {"fingerprint", "words"}: SHA-256 of the authority's certificate, and four words for it`;

const actions: Record<string, (config: Config) => Promise<string>> = {
  show: async ({ dataDirectory }) => (await authorityOf(dataDirectory, systemClock)).fingerprint,
  'renew-authority': renew,
};

/** Command `petcam-hub certificate`: shows or renews the authority of the hub. */
export const certificate: Command = {
  help,
  verbs: () => Object.keys(actions),
  async run(args, { config, print }) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
    const [verb = '', ...rest] = positionals;
    const action = actionOf(actions, [verb, ...rest].join(' '), 'certificates', help);
    const settings = config();
    refuseOwners(settings);
    const fingerprint = await action(settings);
    const words = await wordsOfFingerprint(fingerprint);
    if (values.json) return print(JSON.stringify({ fingerprint, words }));
    print(fingerprint);
    print(words);
    if (action === renew) print('Start the hub, then open its page /trust on every device.');
  },
};

function refuseOwners({ tlsCertFile }: Config): void {
  if (tlsCertFile === '') return;
  throw new Fault(
    'owner-certificate',
    `the hub shows a certificate of your own, ${tlsCertFile}`,
    'It has no authority then. Renew that certificate where it was made; the hub takes it without a restart.',
  );
}

async function renew(config: Config): Promise<string> {
  const unlock = lockDirectory(config.dataDirectory);
  try {
    return await withStore(config, async (store) => {
      const backup = authorityBackup(store);
      return (await renewAuthority(config.dataDirectory, backup, systemClock)).fingerprint;
    });
  } finally {
    unlock();
  }
}
