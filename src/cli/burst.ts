import { parseArgs } from 'node:util';
import { Refusal } from '../core/errors.js';
import type { Store } from '../store/contract.js';
import type { AsideBurst } from '../store/types.js';
import type { Command, CommandContext } from './command.js';
import { withStore } from './with-store.js';

const help = `petcam-hub burst <list | retry ID... | retry --all> [--json]

  list        bursts that were set aside, because they could not be made into a photo, and bursts that ended without
              frames that the vision process crashed on or took too long for
  retry       has what failed of them tried again, an enlargement too; a running hub takes them up within a minute

  --json   list: [{"id", "camera", "openedAt", "frames", "reason", "detail", "at"}]; retry: {"queued": [ID]}`;

interface Call {
  store: Store;
  ids: string[];
  all: boolean;
  json: boolean;
  print: CommandContext['print'];
}

const actions: Record<string, (call: Call) => Promise<void>> = { list, retry };

/** Command `petcam-hub burst`: lists bursts that were set aside, and tries them again. */
export const burst: Command = {
  help,
  async run(args, { config, print }) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, all: { type: 'boolean', default: false } },
    });
    const [verb = '', ...ids] = positionals;
    const action = Object.hasOwn(actions, verb) ? actions[verb] : undefined;
    if (!action) throw new Refusal('usage', `"${verb}" is not something to do with a burst\n\n${help}`);
    await withStore(config(), (store) => action({ store, ids, all: values.all, json: values.json, print }));
  },
};

async function list({ store, json, print }: Call): Promise<void> {
  const bursts = retryable(store);
  if (json) return print(JSON.stringify(bursts));
  if (bursts.length === 0) return print('No burst is set aside.');
  for (const one of bursts) print(lineOf(one));
}

const retryable = (store: Store) => [...store.burstsAside(), ...store.burstsWithFramesAside()];

function lineOf({ id, camera, openedAt, frames, reason, detail }: AsideBurst): string {
  const taken = new Date(openedAt).toISOString();
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
