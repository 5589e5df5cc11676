/** Conversation of the hub with a camera over its endpoints, one question at a time. Knows the messages, not the radio. */
import type { FoundNetwork } from './contract.js';
import { PairingError, RadioError } from './failure.js';
import { readHandoverAnswer } from './handover.js';
import { type ConfigMessage, decode, encode, type ScanMessage } from './messages.js';
import { networksIn } from './networks.js';
import type { Radio } from './radio.js';
import { openSecurity1 } from './security1.js';
import { openSecurity2, type Session } from './security2.js';
import { readVersion, type SecurityVersion } from './version.js';

/** The user name that every camera expects; the code of its label is the password. */
const USER = 'wifiprov';
const ENDPOINTS = ['proto-ver', 'prov-session', 'prov-scan', 'prov-config'];
const HANDOVER_ENDPOINT = 'petcam-hub';

const SCAN_START = { blocking: true, passive: false, groupChannels: 0, periodMs: 120 };
/** So many networks fit in one answer, and so many are asked for at all. */
const SCAN_PAGE = 4;
const SCAN_LIMIT = 60;

const CONNECTED = 0;
const FAILED = 3;
const WRONG_PASSWORD = 0;

/** State of its Wi-Fi that the camera reports. */
export type WifiState = 'connected' | 'connecting' | 'wifi-password' | 'wifi-not-found';

type Line = Pick<Radio, 'exchange'>;

/**
 * Check that a device has every endpoint of a camera of this project.
 * @throws PairingError `not-our-camera` when an endpoint is missing that a camera of this project has.
 */
export function checkEndpoints(endpoints: readonly string[]): void {
  const missing = [...ENDPOINTS, HANDOVER_ENDPOINT].filter((name) => !endpoints.includes(name));
  if (missing.length > 0) throw new PairingError('not-our-camera', `it has no ${missing.join(', ')}`);
}

/** Asks which protocol the camera speaks. Rejects with a PairingError `unknown-protocol` or `insecure-camera`. */
export async function askVersion(line: Line, allowSecurity1: boolean): Promise<SecurityVersion> {
  return readVersion(await line.exchange('proto-ver', Buffer.from('---')), allowSecurity1);
}

/** Proves the code to the camera and makes it prove the same. Rejects as the security of its kind does. */
export function openSession(line: Line, { security }: SecurityVersion, code: string): Promise<Session> {
  const ask = (message: Uint8Array) => line.exchange('prov-session', message);
  const askProof = (message: Uint8Array) => ask(message).catch(refusedCode);
  return security === 1
    ? openSecurity1(code, ask, askProof)
    : openSecurity2({ user: USER, password: code }, ask, askProof);
}

/** A camera answers a proof that is wrong with an error of the transport. */
function refusedCode(error: unknown): never {
  if (error instanceof RadioError && error.code === 'refused') {
    throw new PairingError('wrong-code', error.message, { cause: error });
  }
  throw error;
}

/** The talk after the handshake: everything is encrypted. */
export class Conversation {
  readonly #line: Line;
  readonly #session: Session;

  constructor(line: Line, session: Session) {
    this.#line = line;
    this.#session = session;
  }

  /** Has the camera look for Wi-Fi networks. Rejects with a PairingError `unknown-protocol` or `tampered`. */
  async networks(): Promise<FoundNetwork[]> {
    await this.#scan({ kind: 0, start: SCAN_START });
    const { stateAnswer } = await this.#scan({ kind: 2, state: {} });
    const count = Math.min(stateAnswer?.count ?? 0, SCAN_LIMIT);
    const entries = [];
    for (let start = 0; start < count; start += SCAN_PAGE) {
      const results = { start, count: Math.min(SCAN_PAGE, count - start) };
      const { resultsAnswer } = await this.#scan({ kind: 4, results });
      entries.push(...(resultsAnswer?.entries ?? []));
    }
    return networksIn(entries);
  }

  /** Gives the camera the Wi-Fi and tells it to join. Rejects with a PairingError `wifi-refused`. */
  async join(ssid: string, password: string): Promise<void> {
    const set = { ssid: Buffer.from(ssid), passphrase: Buffer.from(password) };
    const { setAnswer } = await this.#config({ kind: 2, set });
    if (setAnswer?.status !== 0) throw new PairingError('wifi-refused');
    const { applyAnswer } = await this.#config({ kind: 4, apply: {} });
    if (applyAnswer?.status !== 0) throw new PairingError('wifi-refused');
  }

  async wifiState(): Promise<WifiState> {
    const { stateAnswer } = await this.#config({ kind: 0, state: {} });
    if (stateAnswer?.status !== 0) throw new PairingError('wifi-refused');
    if (stateAnswer.station === CONNECTED) return 'connected';
    if (stateAnswer.station !== FAILED) return 'connecting';
    return stateAnswer.failure === WRONG_PASSWORD ? 'wifi-password' : 'wifi-not-found';
  }

  /** `handover` as `encodeHandover` or `encodeKeep` makes it. Resolves when the camera keeps it. Rejects with a PairingError `handover-refused` when it says no. */
  async handOver(handover: Uint8Array): Promise<void> {
    readHandoverAnswer(await this.#ask(HANDOVER_ENDPOINT, handover));
  }

  async #scan(message: ScanMessage): Promise<ScanMessage> {
    const answer = decode('ScanMessage', await this.#ask('prov-scan', encode('ScanMessage', message)));
    if (answer.status !== 0)
      throw new PairingError('unknown-protocol', 'the camera cannot look for networks');
    return answer;
  }

  async #config(message: ConfigMessage): Promise<ConfigMessage> {
    return decode('ConfigMessage', await this.#ask('prov-config', encode('ConfigMessage', message)));
  }

  async #ask(endpoint: string, plain: Uint8Array): Promise<Uint8Array> {
    return this.#session.open(await this.#line.exchange(endpoint, this.#session.seal(plain)));
  }
}
