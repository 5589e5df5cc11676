/**
 * Writes the golden byte vectors of the wire contract to test/vectors/: one file a payload and `index.tsv`, which
 * a C program reads with strtok. test/cameras/protocol/vectors.ts proves that the hub agrees with every line, and fails when
 * the files are not what this script writes.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { acks, checksums, frames, manifests } from './bursts.js';
import { requests, responses, states } from './control.js';
import { topics } from './topics.js';
import { updates } from './update.js';
import type { Vector } from './vector.js';

/** Every vector, in the order of index.tsv. */
function allVectors(): Vector[] {
  return [topics, checksums, frames, manifests, acks, requests, responses, states, updates].flatMap((part) =>
    part(),
  );
}

/** The files of test/vectors/ by name: index.tsv and one `.bin` a payload. */
export function vectorFiles(): Map<string, Uint8Array> {
  const vectors = allVectors();
  const files = new Map<string, Uint8Array>();
  for (const { name, payload } of vectors) if (payload !== null) files.set(`${name}.bin`, payload);
  const lines = vectors.map(({ name, topic, payload, expect }) =>
    [name, topic ?? '-', payload === null ? '-' : `${name}.bin`, expect].join('\t'),
  );
  return files.set('index.tsv', Buffer.from(`${lines.join('\n')}\n`));
}

const USAGE = `Usage: node --import tsx scripts/vectors/make-vectors.ts [--out DIR]

Writes the golden byte vectors of docs/PROTOCOL.md; DIR is test/vectors unless given.`;

function main(): void {
  const { values } = parseArgs({
    options: { out: { type: 'string', default: 'test/vectors' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  mkdirSync(values.out, { recursive: true });
  for (const old of readdirSync(values.out)) if (old.endsWith('.bin')) rmSync(join(values.out, old));
  const files = vectorFiles();
  for (const [name, bytes] of files) writeFileSync(join(values.out, name), bytes);
  console.log(`${files.size} files in ${values.out}`);
}

if (import.meta.filename === process.argv[1]) main();
