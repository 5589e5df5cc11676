/** The hub's answer: what is on its disk and what it still misses. docs/PROTOCOL.md, section "Acknowledgement". */
import Type from 'typebox';
import { encodeJson, jsonDecoder } from './json.js';
import { MAX_BURST_FRAMES } from './limits.js';
import type { Ack, RejectReason } from './types.js';

/** Refusals named in one acknowledgement; older ones are counted but no longer repeated. */
export const MAX_ACK_REJECTED = 20;

/** Every reason of docs/PROTOCOL.md, section "Reasons", in its order. */
export const REJECT_REASONS = [
  'frame-too-large',
  'frame-empty',
  'not-jpeg',
  'index-out-of-range',
  'crc-mismatch',
  'length-mismatch',
  'conflict',
  'duplicate',
  'late',
  'manifest-invalid',
  'manifest-conflict',
  'hub-busy',
  'storage-full',
  'topic-invalid',
  'message-too-large',
] as const satisfies readonly RejectReason[];

const Index = Type.Integer({ minimum: 0, maximum: MAX_BURST_FRAMES - 1 });
const Indices = Type.Array(Index, { maxItems: MAX_BURST_FRAMES });

const AckSchema = Type.Object({
  v: Type.Literal(1),
  burst: Type.String({ pattern: '^[A-Za-z0-9_-]{1,32}$' }),
  state: Type.Enum(['open', 'waiting', 'closed']),
  durable: Indices,
  missing: Indices,
  rejected: Type.Array(
    Type.Object({ index: Type.Integer({ minimum: 0 }), reason: Type.Enum([...REJECT_REASONS]) }),
    { maxItems: MAX_ACK_REJECTED },
  ),
  time: Type.Integer({ minimum: 0 }),
});

const decode = jsonDecoder(AckSchema, 'ack-invalid');

/** Throws a `Refusal` `ack-invalid` or `message-too-large`. */
export function decodeAck(bytes: Uint8Array): Ack {
  const { burst, state, durable, missing, rejected, time } = decode(bytes);
  return { burst, state, durable, missing, rejected, time };
}

/** Bytes of an acknowledgement, JSON. */
export function encodeAck({ burst, state, durable, missing, rejected, time }: Ack): Buffer {
  return encodeJson({
    v: 1,
    burst,
    state,
    durable,
    missing,
    rejected: rejected.map(({ index, reason }) => ({ index, reason })),
    time,
  });
}
