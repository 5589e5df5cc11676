/**
 * Writes the golden byte vectors of the wire contract to test/vectors/: one file a payload and `index.tsv`, which
 * a C program reads with strtok. test/camera/vectors.ts proves that the hub agrees with every line, and fails when
 * the files are not what this script writes.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { encodeAck } from '../src/camera/ack.js';
import { encodeBridgeInfo } from '../src/camera/bridge.js';
import { crcOf } from '../src/camera/checksum.js';
import { encodeRequest, encodeResponse } from '../src/camera/command.js';
import { encodeJson } from '../src/camera/json.js';
import { encodeManifest } from '../src/camera/manifest.js';
import { DEFAULT_SETTINGS } from '../src/camera/settings.js';
import { encodeAvailability, encodeState } from '../src/camera/state.js';
import type { Ack, Manifest } from '../src/camera/types.js';

/** One line of index.tsv. `topic` and `payload` may be absent; `expect` is explained in test/vectors/README.md. */
export interface Vector {
  name: string;
  topic: string | null;
  payload: Uint8Array | null;
  expect: string;
}

const CAMERA = 'petcam/porch';
const BURST = '00000017-4';
const BURST_TOPIC = `${CAMERA}/burst/${BURST}`;

const manifest: Manifest = {
  burst: BURST,
  trigger: 'motion',
  frames: [
    { index: 0, length: 21874, crc32: 3421780262, ageMs: 1420 },
    { index: 1, length: 22010, crc32: 907060870, ageMs: 920 },
  ],
};

const fullManifest: Manifest = {
  burst: 'x'.repeat(32),
  trigger: 'schedule',
  frames: Array.from({ length: 20 }, (_, index) => ({
    index,
    length: 524288,
    crc32: 0xffffffff - index,
    ageMs: 604800000 - index,
  })),
};

function topics(): Vector[] {
  const good = [
    [`${CAMERA}/availability`, 'availability camera=porch'],
    [`${CAMERA}/state`, 'state camera=porch'],
    [`${CAMERA}/preview`, 'preview camera=porch'],
    [`${BURST_TOPIC}/frame/0`, `frame camera=porch burst=${BURST} index=0`],
    [`${BURST_TOPIC}/frame/19`, `frame camera=porch burst=${BURST} index=19`],
    [`${BURST_TOPIC}/frame/20`, `frame camera=porch burst=${BURST} index=20`],
    [`${BURST_TOPIC}/manifest`, `manifest camera=porch burst=${BURST}`],
    [`${BURST_TOPIC}/ack`, `ack camera=porch burst=${BURST}`],
    [`${CAMERA}/request/capture`, 'request camera=porch verb=capture'],
    [`${CAMERA}/request/explode`, 'request camera=porch verb=explode'],
    [`${CAMERA}/response/time`, 'response camera=porch verb=time'],
    ['petcam/bridge/state', 'bridge name=state'],
    ['petcam/bridge/info', 'bridge name=info'],
    [`petcam/${'a'.repeat(32)}/state`, `state camera=${'a'.repeat(32)}`],
  ];
  const bad = [
    'petcam',
    'petcam/porch',
    'petcam/Porch/state',
    'petcam/hub/state',
    `petcam/${'a'.repeat(33)}/state`,
    `${CAMERA}/weather`,
    `${CAMERA}/state/`,
    `${BURST_TOPIC}/frame/01`,
    `${BURST_TOPIC}/frame/-1`,
    `${BURST_TOPIC}/frame/1/2`,
    `${CAMERA}/burst/${'b'.repeat(33)}/manifest`,
    `${CAMERA}/burst/b.b/ack`,
    'petcam/bridge/config',
  ];
  const line = (topic: string, expect: string, at: number): Vector => ({
    name: `topic-${String(at).padStart(2, '0')}`,
    topic,
    payload: null,
    expect,
  });
  return [
    ...good.map(([topic, expect]) => [topic, expect]),
    ...bad.map((topic) => [topic, 'topic-invalid']),
  ].map(([topic = '', expect = ''], at) => line(topic, expect, at));
}

function checksums(): Vector[] {
  const inputs: [string, Uint8Array][] = [
    ['crc-empty', new Uint8Array(0)],
    ['crc-check', Buffer.from('123456789')],
    ['crc-zero', new Uint8Array(1)],
    ['crc-bytes', Uint8Array.from({ length: 256 }, (_, at) => at)],
    ['crc-long', Uint8Array.from({ length: 5000 }, (_, at) => (at * 31) & 0xff)],
  ];
  return inputs.map(([name, payload]) => ({ name, topic: null, payload, expect: String(crcOf(payload)) }));
}

function frames(): Vector[] {
  const jpeg = (...middle: number[]) => Uint8Array.from([0xff, 0xd8, 0xff, ...middle, 0xff, 0xd9]);
  const whole = jpeg(0xe0, 0, 4, 1, 2);
  const inputs: [string, Uint8Array, string][] = [
    ['frame-smallest', jpeg(), 'ok'],
    ['frame-whole', whole, 'ok'],
    ['frame-empty', new Uint8Array(0), 'frame-empty'],
    ['frame-truncated', whole.subarray(0, whole.length - 1), 'not-jpeg'],
    ['frame-headless', whole.subarray(1), 'not-jpeg'],
  ];
  return inputs.map(([name, payload, expect]) => ({
    name,
    topic: `${BURST_TOPIC}/frame/0`,
    payload,
    expect,
  }));
}

function manifests(): Vector[] {
  const [first, second] = manifest.frames;
  const raw = { v: 1, burst: BURST, trigger: 'motion', count: 2, frames: [first, second] };
  const broken: [string, unknown][] = [
    ['version', { ...raw, v: 2 }],
    ['burst', { ...raw, burst: '00000017-5' }],
    ['trigger', { ...raw, trigger: 'mood' }],
    ['count', { ...raw, count: 3 }],
    ['none', { ...raw, count: 0, frames: [] }],
    ['order', { ...raw, frames: [second, first] }],
    ['twice', { ...raw, frames: [first, first] }],
    ['length-zero', { ...raw, frames: [first, { ...second, length: 0 }] }],
    ['length-limit', { ...raw, frames: [first, { ...second, length: 524289 }] }],
    ['crc-signed', { ...raw, frames: [first, { ...second, crc32: -1 }] }],
    ['age', { ...raw, frames: [first, { ...second, ageMs: 604800001 }] }],
    ['fraction', { ...raw, frames: [first, { ...second, ageMs: 0.5 }] }],
  ];
  const at = (
    name: string,
    payload: Uint8Array,
    expect: string,
    topic = `${BURST_TOPIC}/manifest`,
  ): Vector => ({
    name: `manifest-${name}`,
    topic,
    payload,
    expect,
  });
  return [
    at('two', encodeManifest(manifest), 'ok trigger=motion count=2'),
    at(
      'full',
      encodeManifest(fullManifest),
      'ok trigger=schedule count=20',
      `${CAMERA}/burst/${'x'.repeat(32)}/manifest`,
    ),
    at('unknown-field', encodeJson({ ...raw, mood: { happy: [true] } }), 'ok trigger=motion count=2'),
    ...broken.map(([name, value]) => at(`bad-${name}`, encodeJson(value), 'manifest-invalid')),
    at('bad-json', Buffer.from('{"v":1,'), 'manifest-invalid'),
    at('bad-long', Buffer.alloc(4097, ' '), 'message-too-large'),
  ];
}

function acks(): Vector[] {
  const base: Ack = {
    burst: BURST,
    state: 'open',
    durable: [],
    missing: [],
    rejected: [],
    time: 1763867000123,
  };
  const at = (name: string, ack: Partial<Ack>, expect: string): Vector => ({
    name: `ack-${name}`,
    topic: `${BURST_TOPIC}/ack`,
    payload: encodeAck({ ...base, ...ack }),
    expect,
  });
  const all = Array.from({ length: 20 }, (_, index) => index);
  return [
    at('open', { durable: [0, 1, 3] }, 'open durable=0,1,3 missing= rejected= time=1763867000123'),
    at(
      'waiting',
      { state: 'waiting', durable: [0], missing: [1], rejected: [{ index: 1, reason: 'crc-mismatch' }] },
      'waiting durable=0 missing=1 rejected=1:crc-mismatch time=1763867000123',
    ),
    at(
      'closed',
      { state: 'closed', durable: [0, 1] },
      'closed durable=0,1 missing= rejected= time=1763867000123',
    ),
    at(
      'largest',
      {
        burst: 'x'.repeat(32),
        state: 'waiting',
        missing: all,
        rejected: all.map((index) => ({ index, reason: 'length-mismatch' })),
      },
      `waiting durable= missing=${all} rejected=${all.map((index) => `${index}:length-mismatch`)} time=1763867000123`,
    ),
    { name: 'ack-bad', topic: `${BURST_TOPIC}/ack`, payload: encodeJson({ v: 1 }), expect: 'ack-invalid' },
  ];
}

function requests(): Vector[] {
  const at = (name: string, verb: string, data: Record<string, unknown>, expect: string): Vector => ({
    name: `request-${name}`,
    topic: `${CAMERA}/request/${verb}`,
    payload: encodeRequest({ transaction: '7f3a', data }),
    expect,
  });
  return [
    at('capture', 'capture', {}, 'ok transaction=7f3a'),
    at('settings', 'settings', { frameSize: 'uxga', quality: 12, motion: false }, 'ok transaction=7f3a'),
    at('settings-range', 'settings', { quality: 41 }, 'invalid transaction=7f3a key=quality'),
    at('settings-type', 'settings', { motion: 1 }, 'invalid transaction=7f3a key=motion'),
    at(
      'settings-schedule',
      'settings',
      { scheduleSeconds: 59 },
      'invalid transaction=7f3a key=scheduleSeconds',
    ),
    at('preview', 'preview', { seconds: 30, fps: 2 }, 'ok transaction=7f3a'),
    at('restart', 'restart', {}, 'ok transaction=7f3a'),
    at('time', 'time', { epochMs: 1763867000123 }, 'ok transaction=7f3a'),
    at('unknown', 'explode', {}, 'unknown-verb transaction=7f3a'),
  ];
}

function responses(): Vector[] {
  const transaction = '7f3a';
  const at = (name: string, verb: string, payload: Uint8Array, expect: string): Vector => ({
    name: `response-${name}`,
    topic: `${CAMERA}/response/${verb}`,
    payload,
    expect,
  });
  const refused = (code: string, message: string) =>
    encodeResponse({ transaction, status: 'error', data: {}, error: { code, message } });
  return [
    at('capture', 'capture', encodeResponse({ transaction, status: 'ok', data: { burst: BURST } }), 'ok'),
    at('restart', 'restart', encodeResponse({ transaction, status: 'ok', data: {} }), 'ok'),
    at(
      'settings',
      'settings',
      encodeResponse({ transaction, status: 'ok', data: { ...DEFAULT_SETTINGS } }),
      'ok',
    ),
    at('busy', 'capture', refused('busy', 'a burst is being taken'), 'error code=busy'),
    at('unknown-verb', 'explode', refused('unknown-verb', 'explode'), 'error code=unknown-verb'),
    at('bad', 'capture', encodeJson({ status: 'ok' }), 'response-invalid'),
  ];
}

function states(): Vector[] {
  const state = {
    firmware: '1.0.0',
    board: 'ai-thinker',
    rssi: -61,
    uptimeMs: 86400000,
    resetReason: 'power-on' as const,
    bursts: { queued: 0, sent: 112, lost: 0, framesLost: 0 },
    settings: { ...DEFAULT_SETTINGS },
  };
  const at = (name: string, topic: string, payload: Uint8Array, expect = 'ok'): Vector => ({
    name,
    topic,
    payload,
    expect,
  });
  return [
    at('state-example', `${CAMERA}/state`, encodeState(state)),
    at('state-bad-version', `${CAMERA}/state`, encodeJson({ v: 2, ...state }), 'state-invalid'),
    at(
      'state-bad-quality',
      `${CAMERA}/state`,
      encodeState({ ...state, settings: { ...DEFAULT_SETTINGS, quality: 5 } }),
      'state-invalid',
    ),
    at('availability-online', `${CAMERA}/availability`, encodeAvailability(true), 'online'),
    at('availability-offline', `${CAMERA}/availability`, encodeAvailability(false), 'offline'),
    at('bridge-online', 'petcam/bridge/state', encodeAvailability(true), 'online'),
    at('bridge-offline', 'petcam/bridge/state', encodeAvailability(false), 'offline'),
    at('bridge-info', 'petcam/bridge/info', encodeBridgeInfo('0.1.0')),
  ];
}

/** Every vector, in the order of index.tsv. */
export function allVectors(): Vector[] {
  return [topics, checksums, frames, manifests, acks, requests, responses, states].flatMap((part) => part());
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

const USAGE = `Usage: node --import tsx scripts/make-vectors.ts [--out DIR]

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
