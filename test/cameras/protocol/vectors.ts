import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { vectorFiles } from '../../../scripts/vectors/make-vectors.js';
import { decodeAck } from '../../../src/cameras/protocol/ack.js';
import { crcOf } from '../../../src/cameras/protocol/checksum.js';
import { decodeRequest, decodeResponse, isVerb } from '../../../src/cameras/protocol/command.js';
import { parseClaim } from '../../../src/cameras/protocol/firmware-claim.js';
import { checkFrame } from '../../../src/cameras/protocol/jpeg.js';
import { decodeManifest } from '../../../src/cameras/protocol/manifest.js';
import { applySettings, DEFAULT_SETTINGS } from '../../../src/cameras/protocol/settings.js';
import { decodeAvailability, decodeState } from '../../../src/cameras/protocol/state.js';
import { parseTopic } from '../../../src/cameras/protocol/topics.js';
import { decodeUpdateResult, decodeWant } from '../../../src/cameras/protocol/update.js';
import { Refusal } from '../../../src/core/errors.js';
import { readFirmwareFile } from '../../../src/services/firmware/image.js';

const folder = join(import.meta.dirname, '..', '..', 'vectors');

/** By the second word of the name; `key` is the one that an image is checked with. */
const updateVerdicts: Record<string, (topic: string, bytes: Buffer, key: string) => string> = {
  claim: (_topic, bytes) => `ok ${spell(parseClaim(bytes.toString('latin1')))}`,
  image(_topic, bytes, key) {
    readFirmwareFile(bytes, key);
    return 'ok';
  },
  request: (_topic, bytes) => `ok ${spell({ transaction: decodeRequest(bytes).transaction })}`,
  want(_topic, bytes) {
    const { version: _version, ...asked } = decodeWant(bytes);
    return `ok ${spell(asked)}`;
  },
  chunk(topic) {
    const at = parseTopic(topic);
    assert(at.kind === 'update-chunk');
    return `ok ${spell({ offset: at.offset })}`;
  },
  result(_topic, bytes) {
    const { version: _version, ...ending } = decodeUpdateResult(bytes);
    return `ok ${spell(ending)}`;
  },
};

const spell = (fields: object) =>
  Object.entries(fields)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');

const verdicts: Record<string, (topic: string, bytes: Buffer, name: string, key: string) => string> = {
  topic(topic) {
    const { kind, ...levels } = parseTopic(topic);
    return [kind, ...Object.entries(levels).map(([key, value]) => `${key}=${value}`)].join(' ');
  },
  crc: (_topic, bytes) => String(crcOf(bytes)),
  frame(_topic, bytes) {
    checkFrame(bytes);
    return 'ok';
  },
  manifest(topic, bytes) {
    const at = parseTopic(topic);
    assert(at.kind === 'manifest');
    const { trigger, frames } = decodeManifest(bytes, at.burst);
    return `ok trigger=${trigger} count=${frames.length}`;
  },
  ack(_topic, bytes) {
    const { state, durable, missing, rejected, time } = decodeAck(bytes);
    const refused = rejected.map(({ index, reason }) => `${index}:${reason}`);
    return `${state} durable=${durable} missing=${missing} rejected=${refused} time=${time}`;
  },
  request(topic, bytes) {
    const at = parseTopic(topic);
    assert(at.kind === 'request');
    const { transaction, data } = decodeRequest(bytes);
    if (!isVerb(at.verb)) return `unknown-verb transaction=${transaction}`;
    try {
      if (at.verb === 'settings') applySettings(DEFAULT_SETTINGS, data);
      return `ok transaction=${transaction}`;
    } catch (thrown) {
      assert(thrown instanceof Refusal);
      return `${thrown.code} transaction=${transaction} key=${thrown.message.split(' ')[0]}`;
    }
  },
  response(_topic, bytes) {
    const { status, error } = decodeResponse(bytes);
    return status === 'ok' ? 'ok' : `error code=${error?.code}`;
  },
  state(_topic, bytes) {
    decodeState(bytes);
    return 'ok';
  },
  availability: (_topic, bytes) => (decodeAvailability(bytes) ? 'online' : 'offline'),
  update: (topic, bytes, name, key) =>
    updateVerdicts[name.split('-')[1] as string]?.(topic, bytes, key) ?? 'no such kind',
  bridge: (topic, bytes) =>
    topic.endsWith('/info')
      ? JSON.parse(bytes.toString()).v === 1
        ? 'ok'
        : 'bad'
      : decodeAvailability(bytes)
        ? 'online'
        : 'offline',
};

function verdict(name: string, topic: string, bytes: Buffer, key: string): string {
  try {
    return verdicts[name.split('-')[0] as string]?.(topic, bytes, name, key) ?? 'no such kind';
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.code;
    throw thrown;
  }
}

t.test('the hub agrees with every line of the index', async (t) => {
  const lines = readFileSync(join(folder, 'index.tsv'), 'utf8').trimEnd().split('\n');
  t.ok(lines.length > 50);
  for (const line of lines) {
    const [name = '', topic = '', file = '', expect = ''] = line.split('\t');
    const bytes = file === '-' ? Buffer.alloc(0) : readFileSync(join(folder, file));
    const key = /key=(\w{128})/.exec(expect)?.[1] ?? '';
    const said = key === '' ? expect : expect.replace(` key=${key}`, '');
    t.equal(verdict(name, topic, bytes, key), said, name);
  }
});

t.test('the files are the ones that the script writes', async (t) => {
  const wanted = vectorFiles();
  t.strictSame(readdirSync(folder).sort(), [...wanted.keys(), 'README.md'].sort());
  for (const [name, bytes] of wanted) t.ok(readFileSync(join(folder, name)).equals(bytes), name);
});
