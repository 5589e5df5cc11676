/** Messages of a camera while it takes an update. docs/PROTOCOL.md, section "Firmware updates". */
import Type from 'typebox';
import { Refusal } from '../../core/errors.js';
import { encodeJson, jsonDecoder } from './json.js';

/** Bytes of a chunk; only the last one of an image is shorter. */
export const CHUNK_BYTES = 4096;

/** Request of a camera for bytes of a firmware image. */
export interface UpdateWant {
  version: string;
  /** A multiple of `CHUNK_BYTES`. */
  offset: number;
  /** 1 to `CHUNK_BYTES`. */
  length: number;
}

/** How the receiving of an image ended. */
export type UpdateResult =
  | { version: string; state: 'restarting' }
  | {
      version: string;
      state: 'failed';
      /** `hash`, `image`, `storage`, `timeout`, `cancelled`, or what a later firmware knows. */
      reason: string;
    };

const Version = Type.String({ pattern: '^[0-9.]{5,17}$' });

const WantSchema = Type.Object({
  v: Type.Literal(1),
  version: Version,
  offset: Type.Integer({ minimum: 0, multipleOf: CHUNK_BYTES }),
  length: Type.Integer({ minimum: 1, maximum: CHUNK_BYTES }),
});

const ResultSchema = Type.Object({
  v: Type.Literal(1),
  version: Version,
  state: Type.Enum(['restarting', 'failed']),
  reason: Type.Optional(Type.String({ pattern: '^[a-z-]{1,32}$' })),
});

const decodeWanted = jsonDecoder(WantSchema, 'update-invalid');
const decodeEnded = jsonDecoder(ResultSchema, 'update-invalid');

/** Throws a `Refusal` `update-invalid` or `message-too-large`. */
export function decodeWant(bytes: Uint8Array): UpdateWant {
  const { v: _version, ...want } = decodeWanted(bytes);
  return want;
}

/** Bytes of a request for a part of the image, JSON. */
export function encodeWant({ version, offset, length }: UpdateWant): Buffer {
  return encodeJson({ v: 1, version, offset, length });
}

/** Throws a `Refusal` `update-invalid` or `message-too-large`. */
export function decodeUpdateResult(bytes: Uint8Array): UpdateResult {
  const { version, state, reason } = decodeEnded(bytes);
  if (state === 'restarting') return { version, state };
  if (reason === undefined) throw new Refusal('update-invalid', 'A failure without a reason.');
  return { version, state, reason };
}

/** Bytes of a camera's report of how an update ended, JSON. */
export function encodeUpdateResult(result: UpdateResult): Buffer {
  return encodeJson({ v: 1, ...result });
}
