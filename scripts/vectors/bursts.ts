/** Checksums, frames, manifests and acknowledgements. */
import { encodeAck } from '../../src/cameras/protocol/ack.js';
import { crcOf } from '../../src/cameras/protocol/checksum.js';
import { encodeJson } from '../../src/cameras/protocol/json.js';
import { encodeManifest } from '../../src/cameras/protocol/manifest.js';
import type { Ack, Manifest } from '../../src/cameras/protocol/types.js';
import { BURST, BURST_TOPIC, CAMERA, type Vector } from './vector.js';

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

export function checksums(): Vector[] {
  const inputs: [string, Uint8Array][] = [
    ['crc-empty', new Uint8Array(0)],
    ['crc-check', Buffer.from('123456789')],
    ['crc-zero', new Uint8Array(1)],
    ['crc-bytes', Uint8Array.from({ length: 256 }, (_, at) => at)],
    ['crc-long', Uint8Array.from({ length: 5000 }, (_, at) => (at * 31) & 0xff)],
  ];
  return inputs.map(([name, payload]) => ({ name, topic: null, payload, expect: String(crcOf(payload)) }));
}

export function frames(): Vector[] {
  const jpeg = (...middle: number[]) => Uint8Array.from([0xff, 0xd8, 0xff, ...middle, 0xff, 0xd9]);
  const whole = jpeg(0xe0, 0, 4, 1, 2);
  const inputs: [string, Uint8Array, string][] = [
    ['frame-smallest', jpeg(), 'ok'],
    ['frame-whole', whole, 'ok'],
    ['frame-empty', new Uint8Array(0), 'frame-empty'],
    ['frame-truncated', whole.subarray(0, whole.length - 1), 'ok'],
    ['frame-headless', whole.subarray(1), 'not-jpeg'],
  ];
  return inputs.map(([name, payload, expect]) => ({
    name,
    topic: `${BURST_TOPIC}/frame/0`,
    payload,
    expect,
  }));
}

export function manifests(): Vector[] {
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

export function acks(): Vector[] {
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
