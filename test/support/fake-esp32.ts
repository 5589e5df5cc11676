/**
 * The device side of ESP-IDF's provisioning as a camera of this project runs it: security 1 and 2, Wi-Fi, and the endpoint
 * `petcam-hub` of firmware/port/esp_idf. Written against protocomm's own behaviour and on its own: nothing of the hub's
 * cryptography is used. How it is reached is another matter: `directRadio` in memory, `advertise` over virtual Bluetooth.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  getDiffieHellman,
  randomBytes,
} from 'node:crypto';
import { type ConfigMessage, decode, encode, type ScanMessage } from '../../src/cameras/pairing/messages.js';

export interface FakeWifi {
  ssid: string;
  password: string;
  rssi: number;
  /** False: it joins, and no DHCP server answers. */
  address?: boolean;
}

export interface FakeEsp32Options {
  name: string;
  code: string;
  security: 0 | 1 | 2;
  /** Of security 2; 0 is left out of proto-ver, as ESP-IDF does. */
  patch: number;
  /** How it says no: NimBLE answers error 4 and keeps the link, Bluedroid answers 0x85 and drops it. */
  stack: 'nimble' | 'bluedroid';
  /** The largest ATT MTU that it agrees to, 23 to 256. */
  mtu: number;
  networks: FakeWifi[];
  /** What it answers to Wi-Fi settings; 0 is success. */
  configStatus: number;
  /** How often it says that it is still connecting. */
  joinPolls: number;
  /** Left out of its endpoints. */
  without: string[];
  /** What it answers to the handover; it keeps it only after `ok`. */
  handoverAnswer: object;
  /** What it was given by a pairing before, and keeps when it is told to; null for one that is new or older. */
  paired: { host: string; port: number; camera: string; key: string } | null;
  /** Called once it has kept where it belongs. */
  onHandover(handover: { host: string; port: number; camera: string; key: string }): void;
}

export const HOME: FakeWifi = { ssid: 'Home', password: 'correct horse', rssi: -48 };

const DEFAULTS: FakeEsp32Options = {
  name: 'PetCam-A1B2C3',
  code: '12345678',
  security: 2,
  patch: 1,
  stack: 'nimble',
  mtu: 256,
  networks: [HOME, { ssid: 'Guests', password: '', rssi: -70 }, { ...HOME, rssi: -80 }],
  configStatus: 0,
  joinPolls: 1,
  without: [],
  handoverAnswer: { v: 1, status: 'ok' },
  paired: null,
  onHandover: () => {},
};

const WRONG_CODES_MAX = 5;
const USER = 'wifiprov';
const CONNECTED = 0;
const CONNECTING = 1;
const FAILED = 3;

/** What protocomm does where it finds a message wrong: the transport answers an error. */
export class Refused extends Error {}

/** The encryption after the handshake. */
interface DeviceSession {
  open(sealed: Uint8Array): Uint8Array;
  seal(plain: Uint8Array): Uint8Array;
}

export class FakeEsp32 {
  readonly options: FakeEsp32Options;
  /** What it was given and keeps; null before. */
  handover: { host: string; port: number; camera: string; key: string } | null = null;
  wrongCodes = 0;
  #handshake: ((message: Uint8Array) => Uint8Array) | null = null;
  #session: DeviceSession | null = null;
  #given: { ssid: string; password: string } | null = null;
  #polls = 0;

  constructor(options: Partial<FakeEsp32Options> = {}) {
    this.options = { ...DEFAULTS, ...options };
  }

  get endpoints(): string[] {
    const all = ['prov-ctrl', 'prov-scan', 'prov-session', 'prov-config', 'proto-ver', 'petcam-hub'];
    return all.filter((name) => !this.options.without.includes(name));
  }

  /** It stops answering for a minute after five wrong codes, and for good once it knows where it belongs. */
  get silent(): boolean {
    return this.handover !== null || this.wrongCodes >= WRONG_CODES_MAX;
  }

  /** A link is up, or gone: either way the session is a new one. */
  reset(): void {
    this.#session = null;
    this.#handshake = null;
  }

  /** @throws Refused where the real one answers an error. */
  handle(endpoint: string, message: Uint8Array): Uint8Array {
    if (endpoint === 'proto-ver') return this.#version();
    if (endpoint === 'prov-session') return this.#shake(message);
    if (this.#session === null) throw new Refused('no session');
    const plain = this.#session.open(message);
    return this.#session.seal(this.#answer(endpoint, plain));
  }

  #version(): Uint8Array {
    const { security, patch } = this.options;
    const cap = security === 0 ? ['no_sec', 'wifi_scan'] : ['wifi_scan'];
    const prov = { ver: 'v1.1', sec_ver: security, ...(patch > 0 && { sec_patch_ver: patch }), cap };
    return Buffer.from(JSON.stringify({ prov }));
  }

  #shake(message: Uint8Array): Uint8Array {
    const begin = this.options.security === 1 ? deviceSecurity1 : deviceSecurity2;
    const { security1, security2 } = decode('SessionMessage', message);
    if ((security1 ?? security2)?.hello || this.#handshake === null) {
      this.#session = null;
      this.#handshake = begin(this.options.code, (session) => {
        this.#session = session;
        this.wrongCodes = 0;
      });
    }
    try {
      return this.#handshake(message);
    } catch (error) {
      if (error instanceof WrongCode) this.wrongCodes += 1;
      throw error;
    }
  }

  #answer(endpoint: string, plain: Uint8Array): Uint8Array {
    if (endpoint === 'prov-scan') return encode('ScanMessage', this.#scan(decode('ScanMessage', plain)));
    if (endpoint === 'prov-config')
      return encode('ConfigMessage', this.#config(decode('ConfigMessage', plain)));
    if (endpoint === 'petcam-hub') return this.#keep(plain);
    throw new Refused(endpoint);
  }

  #scan({ start, state, results }: ScanMessage): ScanMessage {
    const entries = this.options.networks.map(({ ssid, rssi, password }) => ({
      ssid: Buffer.from(ssid),
      channel: 6,
      rssi,
      auth: password === '' ? 0 : 3,
    }));
    if (start) return { kind: 1, status: 0, startAnswer: {} };
    if (state) return { kind: 3, status: 0, stateAnswer: { finished: true, count: entries.length } };
    if (!results) throw new Refused('scan');
    const page = entries.slice(results.start, results.start + results.count);
    return { kind: 5, status: 0, resultsAnswer: { entries: page } };
  }

  #config({ set, apply, state }: ConfigMessage): ConfigMessage {
    if (set) {
      this.#given = { ssid: text(set.ssid), password: text(set.passphrase) };
      return { kind: 3, setAnswer: { status: this.options.configStatus } };
    }
    if (apply) {
      this.#polls = 0;
      return { kind: 5, applyAnswer: { status: this.#given ? 0 : 4 } };
    }
    if (!state) throw new Refused('config');
    return { kind: 1, stateAnswer: { status: 0, ...this.#station() } };
  }

  #station(): { station: number; failure?: number; connected?: { address: string } } {
    this.#polls += 1;
    if (this.#polls <= this.options.joinPolls) return { station: CONNECTING };
    const network = this.options.networks.find(({ ssid }) => ssid === this.#given?.ssid);
    if (!network) return { station: FAILED, failure: 1 };
    if (network.password !== this.#given?.password) return { station: FAILED, failure: 0 };
    if (network.address === false) return { station: CONNECTING };
    return { station: CONNECTED, connected: { address: '192.168.1.23' } };
  }

  #keep(plain: Uint8Array): Uint8Array {
    const { handoverAnswer, paired, onHandover } = this.options;
    const { host, port, camera, key, keep } = JSON.parse(text(plain));
    if (keep === true && paired === null) return Buffer.from(JSON.stringify(NOTHING_KEPT));
    if ('status' in handoverAnswer && handoverAnswer.status === 'ok') {
      this.handover = keep === true && paired !== null ? paired : { host, port, camera, key };
      onHandover(this.handover);
    }
    return Buffer.from(JSON.stringify(handoverAnswer));
  }
}

/** What a camera says that finds no host in the message, because it does not know `keep` or has nothing to keep. */
const NOTHING_KEPT = { v: 1, status: 'error', error: { code: 'invalid', message: 'host' } };

class WrongCode extends Refused {}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');
const big = (bytes: Uint8Array) => BigInt(`0x0${Buffer.from(bytes).toString('hex')}`);
const wide = (value: bigint) => Buffer.from(value.toString(16).padStart(768, '0'), 'hex');
const sha512 = (...parts: Uint8Array[]) => createHash('sha512').update(Buffer.concat(parts)).digest();

/** esp_srp.c: the server of SRP-6a over the 3072-bit group with SHA-512. */
function deviceSecurity2(code: string, done: (session: DeviceSession) => void) {
  const N = big(getDiffieHellman('modp15').getPrime());
  const g = 5n;
  const salt = randomBytes(16);
  const x = big(sha512(salt, sha512(Buffer.from(`${USER}:${code}`))));
  const v = power(g, x, N);
  const b = big(randomBytes(32));
  const k = big(sha512(wide(N), wide(g)));
  const B = wide((k * v + power(g, b, N)) % N);
  let A: Buffer = Buffer.alloc(0);
  let key: Buffer = Buffer.alloc(0);

  return (bytes: Uint8Array): Uint8Array => {
    const { hello, proof } = decode('SessionMessage', bytes).security2 ?? {};
    if (hello) {
      A = Buffer.from(hello.publicKey);
      if (A.length !== 384 || big(A) % N === 0n || text(hello.user) !== USER) throw new Refused('hello');
      const u = big(sha512(A, B));
      const S = power((big(A) * power(v, u, N)) % N, b, N).toString(16);
      key = sha512(Buffer.from(S.length % 2 ? `0${S}` : S, 'hex'));
      const helloAnswer = { status: 0, publicKey: B, salt };
      return encode('SessionMessage', { security: 2, security2: { kind: 1, helloAnswer } });
    }
    if (!proof || key.length === 0) throw new Refused('proof');
    const ofN = sha512(wide(N));
    const mark = Buffer.from(sha512(wide(g)).map((byte, index) => byte ^ (ofN[index] as number)));
    const M = sha512(mark, sha512(Buffer.from(USER)), salt, A, B, key);
    if (!M.equals(proof.proof)) throw new WrongCode('proof');
    const nonce = Buffer.concat([randomBytes(8), Buffer.from([0, 0, 0, 1])]);
    done(gcm(key.subarray(0, 32), Buffer.from(nonce)));
    const proofAnswer = { status: 0, proof: sha512(A, M, key), nonce };
    return encode('SessionMessage', { security: 2, security2: { kind: 3, proofAnswer } });
  };
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === '1') result = (result * base) % modulus;
  }
  return result;
}

function gcm(key: Uint8Array, nonce: Buffer): DeviceSession {
  const count = () => nonce.writeUInt32BE(nonce.readUInt32BE(8) + 1, 8);
  return {
    open(sealed) {
      const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAuthTag(sealed.subarray(-16));
      const plain = decipher.update(sealed.subarray(0, -16));
      try {
        decipher.final();
      } catch {
        throw new Refused('gcm');
      }
      count();
      return plain;
    },
    seal(plain) {
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
      count();
      return sealed;
    },
  };
}

/** security1.c: X25519, the code in the key, one AES-CTR keystream for everything. */
function deviceSecurity1(code: string, done: (session: DeviceSession) => void) {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const ours = Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url');
  const random = randomBytes(16);
  let theirs: Uint8Array = Buffer.alloc(0);
  let cipher: ReturnType<typeof createCipheriv> | null = null;

  return (bytes: Uint8Array): Uint8Array => {
    const { hello, proof } = decode('SessionMessage', bytes).security1 ?? {};
    if (hello) {
      theirs = hello.publicKey;
      const x = Buffer.from(theirs).toString('base64url');
      const peer = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x }, format: 'jwk' });
      const mask = createHash('sha256').update(code).digest();
      const shared = diffieHellman({ privateKey, publicKey: peer });
      const key = Buffer.from(shared.map((byte, index) => byte ^ (mask[index] as number)));
      cipher = createCipheriv('aes-256-ctr', key, random);
      const helloAnswer = { status: 0, publicKey: ours, random };
      return encode('SessionMessage', { security: 1, security1: { kind: 1, helloAnswer } });
    }
    const stream = cipher;
    if (!proof || !stream) throw new Refused('proof');
    if (!stream.update(proof.proof).equals(ours)) throw new WrongCode('proof');
    done({ open: (sealed) => stream.update(sealed), seal: (plain) => stream.update(plain) });
    const proofAnswer = { status: 0, proof: stream.update(theirs) };
    return encode('SessionMessage', { security: 1, security1: { kind: 3, proofAnswer } });
  };
}
