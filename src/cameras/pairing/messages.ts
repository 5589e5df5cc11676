/** The protobuf messages of provisioning.proto as plain objects. */
import { readFileSync } from 'node:fs';
import protobuf from 'protobufjs';
import { PairingError } from './failure.js';

/** Message of the handshake of security 1; one member is set. */
export interface Security1Message {
  hello?: { publicKey: Uint8Array };
  helloAnswer?: { status: number; publicKey: Uint8Array; random: Uint8Array };
  proof?: { proof: Uint8Array };
  proofAnswer?: { status: number; proof: Uint8Array };
}

/** Message of the handshake of security 2; one member is set. */
export interface Security2Message {
  hello?: { user: Uint8Array; publicKey: Uint8Array };
  helloAnswer?: { status: number; publicKey: Uint8Array; salt: Uint8Array };
  proof?: { proof: Uint8Array };
  proofAnswer?: { status: number; proof: Uint8Array; nonce: Uint8Array };
}

/** Message of the session endpoint, of either security scheme. */
export interface SessionMessage {
  security: number;
  security1?: Security1Message & { kind: number };
  security2?: Security2Message & { kind: number };
}

/** Message of the endpoint that looks for Wi-Fi networks. */
export interface ScanMessage {
  kind: number;
  status?: number;
  start?: { blocking: boolean; passive: boolean; groupChannels: number; periodMs: number };
  startAnswer?: object;
  state?: object;
  stateAnswer?: { finished: boolean; count: number };
  results?: { start: number; count: number };
  resultsAnswer?: { entries: { ssid: Uint8Array; channel: number; rssi: number; auth: number }[] };
}

/** Message of the endpoint that sets and applies the Wi-Fi. */
export interface ConfigMessage {
  kind: number;
  state?: object;
  stateAnswer?: { status: number; station: number; failure?: number; connected?: { address: string } };
  set?: { ssid: Uint8Array; passphrase: Uint8Array };
  setAnswer?: { status: number };
  apply?: object;
  applyAnswer?: { status: number };
}

interface Messages {
  SessionMessage: SessionMessage;
  ScanMessage: ScanMessage;
  ConfigMessage: ConfigMessage;
}

let types: protobuf.Root | undefined;

/** Parsed when a pairing needs it first: most of its life a hub does not. */
function typeOf(name: keyof Messages): protobuf.Type {
  types ??= protobuf.parse(readFileSync(new URL('./provisioning.proto', import.meta.url), 'utf8')).root;
  return types.lookupType(`petcam.provisioning.${name}`);
}

/** Bytes of a message as protobuf. */
export function encode<T extends keyof Messages>(name: T, message: Messages[T]): Uint8Array {
  return typeOf(name).encode(message).finish();
}

/** Absent numbers, strings and lists have their empty value. @throws PairingError `unknown-protocol`. */
export function decode<T extends keyof Messages>(name: T, bytes: Uint8Array): Messages[T] {
  const type = typeOf(name);
  try {
    return type.toObject(type.decode(bytes), { defaults: true, arrays: true }) as Messages[T];
  } catch (cause) {
    throw new PairingError('unknown-protocol', `the camera's ${name} cannot be read`, { cause });
  }
}
