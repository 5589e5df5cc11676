/** Firmware updates: a signed image, what is asked for it, and what is wrong with others. */
import { createHash } from 'node:crypto';
import { encodeRequest } from '../../src/cameras/protocol/command.js';
import { formatClaim } from '../../src/cameras/protocol/firmware-claim.js';
import { encodeJson } from '../../src/cameras/protocol/json.js';
import { formatTopic } from '../../src/cameras/protocol/topics.js';
import { encodeUpdateResult, encodeWant } from '../../src/cameras/protocol/update.js';
import { CAMERA, type Vector } from './vector.js';

/**
 * The public key of the vectors. ECDSA signatures are random, so there is one that was made once: of the claim below.
 * The private key was thrown away.
 */
const KEY =
  'f4d0d017c7eb967128e1f7dd24350be8950431598052d321f62a54c363d2c0992c15a93f6232c175e51efeccf3283503eca9c1af6a89ad88dfaca7f5bfd975f9';
const SIGNATURE =
  'a066a4b3913059c11cba0084ce0a909822537c84a3514fd640b863f47ff85032092ab08ab4e8e853b70b873d6a6dc815a51b0bfbecbe7f2e2e27d4c49177355c';
const OTHER_KEY =
  '2385a8cfe3881b1338e1215457b3f9d7741c2c989990f78c1a1f453ba231527dc74f46e1fdf3bce26803343e0df396e72a92fb7a0ace556b5ab2f265e35f9814';

/** Two chunks and a rest. */
const image = Uint8Array.from({ length: 2 * 4096 + 100 }, (_, at) => (at * 7) & 0xff);
const sha256 = createHash('sha256').update(image).digest('hex');
const claim = formatClaim({ board: 'host', version: '1.1.0', length: image.length, sha256 });
const file = (...parts: (string | Uint8Array)[]) => Buffer.concat(parts.map((part) => Buffer.from(part)));

const plain = (name: string, payload: Uint8Array, expect: string, topic: string | null = null): Vector => ({
  name: `update-${name}`,
  topic,
  payload,
  expect,
});

function claims(): Vector[] {
  const good = `ok board=host version=1.1.0 length=${image.length} sha256=${sha256}`;
  const large = claim.replace('host 1.1.0 8292', `${'b'.repeat(32)} 65535.65535.65535 1966080`);
  const wrong: [string, string][] = [
    ['form', claim.replace(' 1 ', ' 2 ')],
    ['board', claim.replace('host', 'Host')],
    ['version', claim.replace('1.1.0', '1.01.0')],
    ['length', claim.replace('8292', '1966081')],
    ['hash', claim.slice(0, -1)],
    ['more', `${claim} `],
    ['newline', `${claim}\n`],
  ];
  return [
    plain('claim', Buffer.from(claim), good),
    plain(
      'claim-largest',
      Buffer.from(large),
      `ok board=${'b'.repeat(32)} version=65535.65535.65535 length=1966080 sha256=${sha256}`,
    ),
    ...wrong.map(([name, text]) => plain(`claim-bad-${name}`, Buffer.from(text), 'firmware-claim')),
  ];
}

function files(): Vector[] {
  const whole = file(claim, '\n', SIGNATURE, '\n', image);
  const flipped = Buffer.from(whole);
  flipped[flipped.length - 1] = (flipped[flipped.length - 1] ?? 0) ^ 1;
  const forged = file(claim.replace('1.1.0', '1.2.0'), '\n', SIGNATURE, '\n', image);
  return [
    plain('image', whole, `ok key=${KEY}`),
    plain('image-bad-key', whole, `firmware-signature key=${OTHER_KEY}`),
    plain('image-bad-claim', forged, `firmware-signature key=${KEY}`),
    plain('image-bad-hash', flipped, `firmware-hash key=${KEY}`),
    plain('image-bad-short', whole.subarray(0, -1), `firmware-length key=${KEY}`),
  ];
}

function exchange(): Vector[] {
  const ask = (name: string, data: Record<string, unknown>): Vector =>
    plain(
      name,
      encodeRequest({ transaction: '7f3a', data }),
      'ok transaction=7f3a',
      `${CAMERA}/request/update`,
    );
  const want = `${CAMERA}/update/want`;
  const result = `${CAMERA}/update/result`;
  const version = '1.1.0';
  const chunk = (offset: number) =>
    plain(
      `chunk-${offset}`,
      image.subarray(offset, offset + 4096),
      `ok offset=${offset}`,
      formatTopic({ kind: 'update-chunk', camera: 'porch', offset }),
    );
  return [
    ask('request', { claim, signature: SIGNATURE }),
    ask('request-cancel', { claim: '' }),
    plain('want-first', encodeWant({ version, offset: 0, length: 4096 }), 'ok offset=0 length=4096', want),
    plain('want-last', encodeWant({ version, offset: 8192, length: 100 }), 'ok offset=8192 length=100', want),
    plain('want-bad-offset', encodeJson({ v: 1, version, offset: 1, length: 4096 }), 'update-invalid', want),
    plain('want-bad-length', encodeJson({ v: 1, version, offset: 0, length: 4097 }), 'update-invalid', want),
    chunk(0),
    chunk(4096),
    chunk(8192),
    plain('result', encodeUpdateResult({ version, state: 'restarting' }), 'ok state=restarting', result),
    plain(
      'result-failed',
      encodeUpdateResult({ version, state: 'failed', reason: 'hash' }),
      'ok state=failed reason=hash',
      result,
    ),
    plain('result-bad', encodeJson({ v: 1, version, state: 'failed' }), 'update-invalid', result),
  ];
}

export function updates(): Vector[] {
  return [...claims(), ...files(), ...exchange()];
}
