import { parseArgs } from 'node:util';
import type { Config } from '../core/config/config.js';
import { secretIn } from '../core/config/secret-file.js';
import { Fault, Refusal } from '../core/errors.js';
import { bucketOf } from '../hub/sync.js';
import { newOwnerKey } from '../services/sync/envelope.js';
import { listInForce } from '../services/sync/list-keeper.js';
import { hubsOf, restoreHub } from '../services/sync/restore.js';
import { isDoubtful, restoreWords } from '../services/sync/restore-words.js';
import { HUB_SETTING } from '../services/sync/sending.js';
import { verifyBucket } from '../services/sync/verify.js';
import type { Command, CommandContext } from './command.js';
import { progressBar } from './progress.js';
import { actionOf } from './verbs.js';
import { withStore } from './with-store.js';

const help = `petcam-hub sync <init | status | hubs | verify | restore> [--json]

  init                         makes the key that alone can read what is sent
  status                       what has been sent, and what waits
  hubs                         the hubs that have something in the bucket
  verify [--key FILE] [--repair]
                               whether the bucket has what was sent: by names, sizes and checksums, or by opening
                               each object with the owner's key; --repair sends again what is missing or altered
  restore --key FILE [--hub ID] [--list NUMBER] [--signer KEY] [--take-old]
                               everything of a hub, from the bucket onto this one, which must be empty; can be
                               called again when it was cut short. The hub must not run. --list and --signer are what
                               "status" or the page of the old hub showed last: an older list is told, one that
                               somebody else signed is refused. --take-old takes older and removed objects, too

The bucket is the one of the PETCAM_SYNC_ settings. --key names a file with the AGE-SECRET-KEY-1... line of "init".`;

interface Options {
  key?: string;
  hub?: string;
  list?: string;
  signer?: string;
  'take-old': boolean;
  repair: boolean;
  json: boolean;
}

interface Call {
  config: Config;
  options: Options;
  print: CommandContext['print'];
}

/** Command `petcam-hub sync`: makes the key of the bucket, checks it and restores from it. */
export const sync: Command = {
  help,
  verbs: () => Object.keys(actions),
  async run(args, { config, print }) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        key: { type: 'string' },
        hub: { type: 'string' },
        list: { type: 'string' },
        signer: { type: 'string' },
        'take-old': { type: 'boolean', default: false },
        repair: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    const [verb = ''] = positionals;
    const action = actionOf(actions, verb, 'sync', help);
    await action({ config: config(), options: values, print });
  },
};

const actions: Record<string, (call: Call) => Promise<void>> = { init, status, hubs, verify, restore };

async function init({ options, print }: Call): Promise<void> {
  const key = await newOwnerKey();
  if (options.json) return print(JSON.stringify(key));
  print('This key alone reads what the hub sends. Keep it off the hub: on paper, in a password manager.\n');
  print(`  ${key.identity}\n\nIt is shown this once. The hub needs only this setting:\n`);
  print(`  PETCAM_SYNC_RECIPIENT=${key.recipient}`);
}

function status({ config, options, print }: Call): Promise<void> {
  return withStore(config, async (store) => {
    const list = listInForce(store);
    const counts = { hub: store.setting(HUB_SETTING), ...store.syncCounts(config.syncScope), list };
    if (options.json) return print(JSON.stringify({ enabled: config.syncUrl !== '', ...counts }));
    if (config.syncUrl === '') return print('Nothing is sent anywhere: PETCAM_SYNC_URL is not set.');
    print(
      `hub ${counts.hub ?? '(nothing sent yet)'}: ${counts.sent} objects sent, ${counts.sentBytes} bytes`,
    );
    print(`${counts.waiting} photos wait`);
    if (list)
      print(
        `list ${list.number} of ${new Date(list.at).toISOString()} says what is there, signed by ${list.signer}`,
      );
  });
}

async function hubs({ config, options, print }: Call): Promise<void> {
  const found = await hubsOf(await bucketOf(withBucket(config)));
  print(options.json ? JSON.stringify(found) : found.join('\n') || 'The bucket has no hub in it.');
}

function verify({ config, options, print }: Call): Promise<void> {
  return withStore(withBucket(config), async (store) => {
    const hub = store.setting(HUB_SETTING);
    if (hub === null) throw new Refusal('sync-hub-unknown', 'This hub has not sent anything yet.');
    const identity = options.key === undefined ? null : ownerKeyIn(options.key);
    const bucket = await bucketOf(config);
    const { repair } = options;
    const bar = progressBar('Verifying');
    const onProgress = (done: number, of: number) => bar.show(done / of);
    const report = await verifyBucket({ bucket, store, hub, identity, repair, onProgress });
    bar.done();
    if (report.missing.length + report.altered.length > 0) process.exitCode = 1;
    if (options.json) return print(JSON.stringify(report));
    const { whole, missing, altered, strange } = report;
    print(`${whole} whole, ${missing.length} missing, ${altered.length} altered, ${strange.length} not ours`);
    if (report.bySizeAlone > 0) print(bySizeAlone(report.bySizeAlone));
    for (const key of [...missing, ...altered]) print(`  ${key}${repair ? ' will be sent again' : ''}`);
  });
}

const bySizeAlone = (count: number) =>
  `Of ${count} of the whole ones only name and size could be compared: the marks (ETag) of this storage are no ` +
  'checksums. --key fetches and opens every object.';

function restore({ config, options, print }: Call): Promise<void> {
  if (options.key === undefined) throw new Refusal('usage', `restore needs --key\n\n${help}`);
  const identity = ownerKeyIn(options.key);
  return withStore(withBucket(config), async (store) => {
    const bucket = await bucketOf(config);
    const hub = options.hub ?? null;
    const bar = progressBar('Restoring');
    const onProgress = (done: number, of: number) => bar.show(done / of);
    const known = { number: listNumber(options), signer: options.signer ?? null };
    const takeStale = options['take-old'];
    const report = await restoreHub({ bucket, identity, store, hub, known, takeStale, onProgress });
    bar.done();
    if (isDoubtful(report, known.number)) process.exitCode = 1;
    if (options.json) return print(JSON.stringify(report));
    print(
      `The hub ${report.hub} is here: ${report.objects} objects, ${report.known} of them were here already.`,
    );
    for (const line of restoreWords(report, { known: known.number, takeStale })) print(line);
  });
}

function listNumber({ list = '0' }: Options): number {
  if (/^\d{1,15}$/.test(list)) return Number(list);
  throw new Refusal('usage', `--list is the number of a list, not "${list}"`);
}

function withBucket(config: Config): Config {
  if (config.syncUrl !== '') return config;
  throw new Fault('sync-off', 'no bucket is named', 'Set PETCAM_SYNC_URL and the settings beside it.');
}

/** The line of the owner's key in a file that may say more, as age's own do. */
function ownerKeyIn(file: string): string {
  const key = /^AGE-SECRET-KEY-1[A-Z0-9]+$/m.exec(secretIn(file))?.[0];
  if (key) return key;
  throw new Refusal('usage', `${file} has no line that begins with AGE-SECRET-KEY-1`);
}
