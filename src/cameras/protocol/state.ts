/** Report of a camera about itself, retained at the broker. docs/PROTOCOL.md, sections "State" and "Topics". */
import Type from 'typebox';
import { encodeJson, jsonDecoder } from './json.js';
import { SettingsSchema } from './settings.js';
import type { CameraState } from './types.js';

const Count = Type.Integer({ minimum: 0 });
const Word = Type.String({ minLength: 1, maxLength: 64 });

const StateSchema = Type.Object({
  v: Type.Literal(1),
  firmware: Word,
  board: Word,
  rssi: Type.Integer({ minimum: -127, maximum: 0 }),
  uptimeMs: Count,
  resetReason: Type.Enum(['power-on', 'brownout', 'watchdog', 'panic', 'restart', 'ota', 'unknown']),
  bursts: Type.Object({ queued: Count, sent: Count, lost: Count, framesLost: Count }),
  settings: SettingsSchema,
  sensor: Type.Optional(
    Type.Object({
      state: Type.Enum(['ok', 'failing', 'unsupported', 'no-memory', 'unknown']),
      model: Type.Optional(Word),
      id: Type.Optional(Count),
    }),
  ),
  capabilities: Type.Optional(Type.Array(Word, { maxItems: 32 })),
  update: Type.Optional(Type.Object({ version: Word, state: Type.Enum(['trial', 'kept', 'rolled-back']) })),
});

const AvailabilitySchema = Type.Object({ state: Type.Enum(['online', 'offline']) });

const decode = jsonDecoder(StateSchema, 'state-invalid');
const decodeOnline = jsonDecoder(AvailabilitySchema, 'availability-invalid');

/** Throws a `Refusal` `state-invalid` or `message-too-large`. */
export function decodeState(bytes: Uint8Array): CameraState {
  const { v: _version, ...state } = decode(bytes);
  return state;
}

/** The fields in the order in which cameras write them, absent ones left out. */
function orderFields(state: CameraState): CameraState {
  const { firmware, board, rssi, uptimeMs, resetReason, bursts, settings, update, sensor, capabilities } =
    state;
  return {
    ...{ firmware, board, rssi, uptimeMs, resetReason, bursts },
    ...(update && { update }),
    ...(sensor && { sensor }),
    ...(capabilities && { capabilities }),
    settings,
  };
}

/** Bytes of a camera's report of its state, JSON. */
export function encodeState(state: CameraState): Buffer {
  const { settings, ...about } = orderFields(state);
  return encodeJson({ v: 1, ...about, settings });
}

/** True for online. Throws a `Refusal` `availability-invalid` or `message-too-large`. */
export function decodeAvailability(bytes: Uint8Array): boolean {
  return decodeOnline(bytes).state === 'online';
}

/** Also the payload of `petcam/bridge/state` and of both last wills. */
export function encodeAvailability(online: boolean): Buffer {
  return encodeJson({ state: online ? 'online' : 'offline' });
}
