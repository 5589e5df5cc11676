/** The last message of a pairing, on the endpoint `petcam-hub`: where the hub is and who the camera is from now on. */
import Type from 'typebox';
import { encodeJson, jsonDecoder } from '../protocol/json.js';
import type { CameraId } from '../protocol/types.js';
import { PairingError } from './failure.js';

/** Content of the last message of a pairing: where the hub is and who the camera is from now on. */
export interface Handover {
  /** An IPv4 address or a name of letters, digits, dots and hyphens, at most 63 characters. */
  host: string;
  /** Port of MQTT over TLS. */
  port: number;
  camera: CameraId;
  /** 64 lower-case hexadecimal digits. */
  key: string;
  /** Name by which the camera finds the hub when its address has changed; older cameras pass it over. */
  name?: string;
}

const HOST = /^[A-Za-z0-9.-]{1,63}$/;

const decodeAnswer = jsonDecoder(
  Type.Object({
    v: Type.Literal(1),
    status: Type.Enum(['ok', 'error']),
    error: Type.Optional(
      Type.Object({
        code: Type.String({ maxLength: 32 }),
        message: Type.String({ maxLength: 64 }),
      }),
    ),
  }),
  'handover-invalid',
);

/**
 * Bytes of the handover message, JSON.
 * @throws PairingError `radio-failed` for a host that no camera takes.
 */
export function encodeHandover({ host, port, camera, key, name }: Handover): Uint8Array {
  if (!HOST.test(host)) throw new PairingError('radio-failed', `cameras cannot be told the address ${host}`);
  return encodeJson({ v: 1, host, port, camera, key, ...(name !== undefined && { name }) });
}

/** Bytes of the handover to a camera whose hub and key stay: only its Wi-Fi is new. */
export function encodeKeep(): Uint8Array {
  return encodeJson({ v: 1, keep: true });
}

/**
 * Check that the camera has taken the handover.
 * @throws PairingError `handover-refused` unless the camera says that it has kept everything.
 */
export function readHandoverAnswer(bytes: Uint8Array): void {
  const { status, error } = answerIn(bytes);
  if (status === 'ok') return;
  throw new PairingError('handover-refused', `the camera answers ${error?.code} ${error?.message}`);
}

function answerIn(bytes: Uint8Array): ReturnType<typeof decodeAnswer> {
  try {
    return decodeAnswer(bytes);
  } catch (cause) {
    throw new PairingError('handover-refused', 'the camera answers what is no answer', { cause });
  }
}
