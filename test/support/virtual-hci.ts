/**
 * Bluetooth without a radio: virtual HCI controllers in one process, which hear each other through an `Air`. noble and
 * bleno run their whole stacks on them (Bluetooth Core 5.4, vol. 4, part E). `installVirtualHci` has to come before
 * noble is loaded: it takes the place of their module for the adapter.
 */
import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

const COMMAND = 1;
const ACL = 2;
const EVENT = 4;

const Opcode = {
  disconnect: 0x0406,
  readLocalVersion: 0x1001,
  readAddress: 0x1009,
  readBufferSize: 0x2002,
  advertisingData: 0x2008,
  scanResponse: 0x2009,
  advertise: 0x200a,
  scan: 0x200c,
  connect: 0x200d,
  cancelConnect: 0x200e,
} as const;

/** Link-layer packets of 27 bytes would do; 251 is what adapters have today. */
const BUFFER_BYTES = 251;
const BUFFERS = 8;
const ADVERTISING_MS = 30;
const CANCELLED = 0x02;
const TIMED_OUT = 0x08;
const BY_USER = 0x13;
const BY_PEER = 0x16;

/** What all controllers of one process hear; a test disturbs it. */
export class Air {
  readonly controllers = new Set<Controller>();
  /** Of each packet, one way. */
  delayMs = 0;
  rssi = -50;
  /** Sees each packet before it arrives; false loses the connection then and there. */
  onPacket: (from: Controller, payload: Buffer) => boolean = () => true;
  closed = false;
  /** What the next controller sees instead of an adapter: state or an error. */
  adapter: 'on' | 'off' | 'missing' | 'forbidden' | 'dead' = 'on';
  /** Packets are lost and nobody notices. */
  swallow = false;
  #lastHandle = 0x3f;
  #lastAddress = 0;

  nextHandle(): number {
    this.#lastHandle += 1;
    return this.#lastHandle;
  }

  nextAddress(): Buffer {
    this.#lastAddress += 1;
    return Buffer.from([this.#lastAddress, 0x2f, 0x7a, 0xae, 0xc4, 0xe8]);
  }

  /** Loses every connection, as when somebody walks away with the camera. */
  loseLinks(): void {
    for (const controller of this.controllers) controller.lose(TIMED_OUT);
  }

  /** Nobody can be found or reached any more. */
  mute(): void {
    for (const controller of this.controllers) controller.advertising = false;
  }

  close(): void {
    this.closed = true;
    for (const controller of this.controllers) controller.stop();
  }
}

interface Link {
  handle: number;
  peer: Controller;
}

/** What `@abandonware/bluetooth-hci-socket` exports: one adapter, as its user sees it. */
export class Controller extends EventEmitter {
  readonly air: Air;
  readonly address: Buffer;
  advertising = false;
  data = Buffer.alloc(0);
  response = Buffer.alloc(0);
  link: Link | null = null;
  #scanning = false;
  #wanted: Buffer | null = null;
  #timer: NodeJS.Timeout | undefined;
  #arrivals: Promise<void> = Promise.resolve();

  constructor(air: Air) {
    super();
    this.air = air;
    this.address = air.nextAddress();
    air.controllers.add(this);
  }

  bindRaw(): number {
    if (this.air.adapter === 'missing') throw new Error('ENODEV, No such device');
    if (this.air.adapter === 'forbidden') throw new Error('EPERM, Operation not permitted');
    return 0;
  }

  bindControl(): void {}

  isDevUp(): boolean {
    return this.air.adapter === 'on' || this.air.adapter === 'dead';
  }

  setFilter(): void {}

  start(): void {
    this.#timer ??= setInterval(() => this.#listen(), ADVERTISING_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  write(packet: Buffer): void {
    if (this.air.adapter === 'dead') return;
    if (packet[0] === COMMAND) this.#command(packet.readUInt16LE(1), packet.subarray(4));
    if (packet[0] === ACL) this.#send(packet);
  }

  lose(reason: number): void {
    const link = this.link;
    if (!link) return;
    this.link = null;
    const end = Buffer.from([0, link.handle & 0xff, link.handle >> 8, reason]);
    this.#event(0x05, end);
  }

  #command(opcode: number, parameters: Buffer): void {
    const result = this.#perform(opcode, parameters);
    if (result === null) this.#event(0x0f, [0, 1, opcode & 0xff, opcode >> 8]);
    else this.#event(0x0e, [1, opcode & 0xff, opcode >> 8, 0, ...result]);
  }

  /** What a command gives at once, or null for one whose outcome comes later. */
  #perform(opcode: number, parameters: Buffer): Iterable<number> | null {
    switch (opcode) {
      case Opcode.readLocalVersion:
        return [9, 0, 0, 9, 0, 0, 0, 0];
      case Opcode.readAddress:
        return this.address;
      case Opcode.readBufferSize:
        return [BUFFER_BYTES, 0, BUFFERS];
      case Opcode.advertisingData:
        this.data = Buffer.from(parameters.subarray(1, 1 + (parameters[0] as number)));
        break;
      case Opcode.scanResponse:
        this.response = Buffer.from(parameters.subarray(1, 1 + (parameters[0] as number)));
        break;
      case Opcode.advertise:
        this.advertising = parameters[0] === 1;
        break;
      case Opcode.scan:
        this.#scanning = parameters[0] === 1;
        break;
      case Opcode.connect:
        this.#wanted = Buffer.from(parameters.subarray(6, 12));
        return null;
      case Opcode.cancelConnect:
        this.#giveUp();
        break;
      case Opcode.disconnect:
        this.#hangUp();
        return null;
    }
    return [0, 0];
  }

  /** What a receiver notices of the others, again and again. */
  #listen(): void {
    for (const other of this.air.controllers) {
      if (other === this || !other.advertising) continue;
      if (this.#scanning) {
        this.#report(0, other, other.data);
        this.#report(4, other, other.response);
      }
      if (this.#wanted?.equals(other.address)) this.#meet(other);
    }
  }

  #report(kind: number, { address }: Controller, data: Buffer): void {
    this.#event(0x3e, [0x02, 1, kind, 0, ...address, data.length, ...data, this.air.rssi & 0xff]);
  }

  #meet(peer: Controller): void {
    this.#wanted = null;
    peer.advertising = false;
    const handle = this.air.nextHandle();
    this.link = { handle, peer };
    peer.link = { handle, peer: this };
    this.#connected(0, handle, 0, peer);
    peer.#connected(0, handle, 1, this);
  }

  #connected(status: number, handle: number, role: number, { address }: Pick<Controller, 'address'>): void {
    this.#event(0x3e, [0x01, status, handle & 0xff, handle >> 8, role, 0, ...address, 24, 0, 0, 0, 42, 0, 0]);
  }

  #giveUp(): void {
    if (!this.#wanted) return;
    const address = this.#wanted;
    this.#wanted = null;
    this.#connected(CANCELLED, 0, 0, { address });
  }

  #hangUp(): void {
    this.link?.peer.lose(BY_USER);
    this.lose(BY_PEER);
  }

  /** Packets arrive in their order, however long each one takes. */
  #send(packet: Buffer): void {
    const link = this.link;
    if (!link) return;
    const { peer } = link;
    peer.#arrivals = peer.#arrivals.then(async () => {
      if (this.air.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.air.delayMs));
      if (this.link !== link) return;
      this.#event(0x13, [1, link.handle & 0xff, link.handle >> 8, 1, 0]);
      if (this.air.swallow) return;
      if (!this.air.onPacket(this, packet.subarray(5))) {
        this.air.loseLinks();
        return;
      }
      const first = packet.readUInt16LE(1) >> 12 === 0;
      const arrived = Buffer.from(packet);
      arrived.writeUInt16LE(link.handle | ((first ? 2 : 1) << 12), 1);
      peer.#deliver(arrived);
    });
  }

  #event(code: number, parameters: Iterable<number>): void {
    const bytes = [...parameters];
    this.#deliver(Buffer.from([EVENT, code, bytes.length, ...bytes]));
  }

  /** Never within the call that causes it: an adapter is another chip. */
  #deliver(packet: Buffer): void {
    setImmediate(() => {
      if (!this.air.closed) this.emit('data', packet);
    });
  }
}

/** Takes the place of the adapter's module for everything that loads it from now on in this process. */
export function installVirtualHci(air: Air): void {
  const file = require.resolve('@abandonware/bluetooth-hci-socket');
  class Adapter extends Controller {
    constructor() {
      super(air);
    }
  }
  require.cache[file] = { id: file, filename: file, loaded: true, exports: Adapter } as unknown as NodeModule;
}

/** Loads a package anew, all of its files, so that it finds the adapter of `air` and knows nothing of before. */
export function loadAnew<T>(name: string, air: Air): T {
  const main = require.resolve(name);
  const folder = main.slice(0, main.lastIndexOf(name) + name.length);
  for (const file of Object.keys(require.cache)) {
    if (file.startsWith(`${folder}/`)) delete require.cache[file];
  }
  installVirtualHci(air);
  const loaded = require(name) as T;
  letGo(`${folder}/lib/hci-socket/hci.js`, air);
  return loaded;
}

/** Both look after their adapter once a second for ever, which would keep a test from ending. */
function letGo(file: string, air: Air): void {
  const { prototype } = require(file) as { prototype: { pollIsDevUp(): void } };
  const { pollIsDevUp } = prototype;
  prototype.pollIsDevUp = function () {
    if (!air.closed) pollIsDevUp.call(this);
  };
}

/** Why noble cannot be tried here, or false when it can. For tap's `skip`. */
export function missingNoble(): string | false {
  try {
    require.resolve('@abandonware/noble');
    return false;
  } catch {
    return '@abandonware/noble could not be installed on this machine';
  }
}
