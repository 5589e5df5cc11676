import { parseArgs } from 'node:util';
import { Refusal } from '../core/errors.js';
import type { Store } from '../store/contract.js';
import type { AsideBurst } from '../store/types.js';
import type { Command, CommandContext } from './command.js';
import { localText } from './local-text.js';
import { actionOf } from './verbs.js';
import { withStore } from './with-store.js';

const help = `petcam-hub burst <list | retry ID... | retry --all> [--json]

  list        bursts that were set aside, because they could not be made into a photo, and bursts that ended without
              frames that the vision process crashed on or took too long for
  retry       has what failed of them tried again, an enlargement too; a running hub takes them up within a minute

  --json   list: [{"id", "camera", "openedAt", "frames", "reason", "detail", "at"}]; retry: {"queued": [ID]}`;

interface Call {
  store: Store;
  /** Empty for the one of the system. */
  timeZone: string;
  ids: string[];
  all: boolean;
  json: boolean;
  print: CommandContext['print'];
}

const actions: Record<string, (call: Call) => Promise<void>> = { list, retry };

/** Command `petcam-hub burst`: lists bursts that were set aside, and tries them again. */
export const burst: Command = {
  help,
  verbs: () => Object.keys(actions),
  async run(args, { config, print }) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, all: { type: 'boolean', default: false } },
    });
    const [verb = '', ...ids] = positionals;
    const action = actionOf(actions, verb, 'a burst', help);
    const settings = config();
    const { timeZone } = settings;
    const { all, json } = values;
    await withStore(settings, (store) => action({ store, timeZone, ids, all, json, print }));
  },
};

async function list({ store, timeZone, json, print }: Call): Promise<void> {
  const bursts = retryable(store);
  if (json) return print(JSON.stringify(bursts));
  if (bursts.length === 0) return print('No burst is set aside.');
  for (const one of bursts) print(lineOf(one, timeZone));
}

const retryable = (store: Store) => [...store.burstsAside(), ...store.burstsWithFramesAside()];

function lineOf({ id, camera, openedAt, frames, reason, detail }: AsideBurst, timeZone: string): string {
  const taken = localText(openedAt, timeZone);
  return `${String(id).padStart(6)}  ${camera.padEnd(16)}  ${taken}  ${frames} frames  ${reason}: ${detail}`;
}

async function retry({ store, ids, all, json, print }: Call): Promise<void> {
  const queued = all ? retryable(store).map(({ id }) => id) : ids.map(numberOf);
  if (queued.length === 0 && !all)
    throw new Refusal('usage', 'burst retry needs the number of a burst, or --all: petcam-hub burst list');
  for (const id of queued) await store.retryBurst(id);
  print(json ? JSON.stringify({ queued }) : `${queued.length} in the queue again.`);
}

function numberOf(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new Refusal('usage', `"${text}" is not the number of a burst`);
  return Number(text);
}
