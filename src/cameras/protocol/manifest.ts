/** The manifest that says what a burst holds. docs/PROTOCOL.md, section "Manifest". */
import Type from 'typebox';
import { Refusal } from '../../core/errors.js';
import { encodeJson, jsonDecoder } from './json.js';
import { MAX_BURST_FRAMES, MAX_FRAME_BYTES } from './limits.js';
import type { BurstKey, Manifest, ManifestFrame } from './types.js';

/** A week: an older frame is not a burst any more. */
export const MAX_AGE_MS = 604_800_000;

const FrameSchema = Type.Object({
  index: Type.Integer({ minimum: 0, maximum: MAX_BURST_FRAMES - 1 }),
  length: Type.Integer({ minimum: 1, maximum: MAX_FRAME_BYTES }),
  crc32: Type.Integer({ minimum: 0, maximum: 0xffffffff }),
  ageMs: Type.Integer({ minimum: 0, maximum: MAX_AGE_MS }),
});

const ManifestSchema = Type.Object({
  v: Type.Literal(1),
  burst: Type.String({ pattern: '^[A-Za-z0-9_-]{1,32}$' }),
  trigger: Type.Enum(['motion', 'command', 'schedule', 'button']),
  count: Type.Integer({ minimum: 1, maximum: MAX_BURST_FRAMES }),
  frames: Type.Array(FrameSchema, { minItems: 1, maxItems: MAX_BURST_FRAMES }),
});

const decode = jsonDecoder(ManifestSchema, 'manifest-invalid');

/**
 * Reads the manifest of the burst named in the topic. Throws a `Refusal` `manifest-invalid` that names the field,
 * or `message-too-large`.
 */
export function decodeManifest(bytes: Uint8Array, burst: BurstKey): Manifest {
  const { count, trigger, frames, burst: named } = decode(bytes);
  if (named !== burst) throw invalid('/burst is not the one in the topic.');
  if (frames.length !== count) throw invalid(`/frames has ${frames.length} entries, /count says ${count}.`);
  if (frames.some((frame, at) => frame.index !== at)) throw invalid('/frames has an index out of its place.');
  return { burst, trigger, frames };
}

function invalid(message: string): Refusal {
  return new Refusal('manifest-invalid', message);
}

/** Bytes of a manifest, JSON. */
export function encodeManifest({ burst, trigger, frames }: Manifest): Buffer {
  return encodeJson({ v: 1, burst, trigger, count: frames.length, frames: frames.map(encodeFrame) });
}

function encodeFrame({ index, length, crc32, ageMs }: ManifestFrame): ManifestFrame {
  return { index, length, crc32, ageMs };
}

/** True when both name the same bytes; ages grow with every sending and do not count. */
export function sameContents(a: Manifest, b: Manifest): boolean {
  return (
    a.frames.length === b.frames.length &&
    a.frames.every(({ length, crc32 }, at) => length === b.frames[at]?.length && crc32 === b.frames[at].crc32)
  );
}
