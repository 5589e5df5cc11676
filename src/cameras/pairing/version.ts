import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { PairingError } from './failure.js';

/** Version and security scheme that a camera names on `proto-ver`. */
export interface SecurityVersion {
  /** As the camera names it, for instance `v1.1`. */
  version: string;
  security: 1 | 2;
}

const MAX_VERSION = 16;

const Said = Compile(
  Type.Object({
    prov: Type.Object({
      ver: Type.String(),
      sec_ver: Type.Optional(Type.Integer()),
      // ESP-IDF leaves it out where it is 0.
      sec_patch_ver: Type.Optional(Type.Integer()),
      cap: Type.Optional(Type.Array(Type.String())),
    }),
  }),
);

/**
 * Decides whether the camera's security is good enough: 2 with patch 1 or later; 1 when the owner allows it. Patch 0 uses
 * one nonce for everything, and 0 is no security at all.
 *
 * @throws PairingError `unknown-protocol` or `insecure-camera`.
 */
export function readVersion(bytes: Uint8Array, allowSecurity1: boolean): SecurityVersion {
  const said = saidIn(bytes);
  if (!Said.Check(said)) throw new PairingError('unknown-protocol', 'proto-ver is not what it should be');
  const { ver, cap = [], sec_patch_ver: patch = 0 } = said.prov;
  const security = cap.includes('no_sec') ? 0 : (said.prov.sec_ver ?? 1);
  const version = ver.slice(0, MAX_VERSION);
  if (security === 2 && patch >= 1) return { version, security };
  if (security === 1 && allowSecurity1) return { version, security };
  if (security > 2) throw new PairingError('unknown-protocol', `security ${security} is not known`);
  throw new PairingError('insecure-camera', `security ${security}, patch ${patch} is refused`);
}

function saidIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}
