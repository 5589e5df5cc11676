/// <reference path="./noble.d.ts" />
import type noble from '@abandonware/noble';
import type { Clock } from '../../core/clock.js';
import { messageOf } from '../../core/errors.js';
import type { BleLimits } from './ble.js';
import { RadioError } from './failure.js';

/** Characteristic User Description: holds the name of the endpoint. */
const NAME_DESCRIPTOR = '2901';

/** Bluetooth Core 5.4, vol. 3, part F, 3.4.1.1: opcode, opcode of the request, handle (2), error. */
const ATT_ERROR = 0x01;
const REQUEST_AT = 1;
const REASON_AT = 4;
/** Read, write, prepare write, execute write. A refused read blob is only the end of a long value. */
const OUR_REQUESTS = [0x0a, 0x12, 0x16, 0x18];

/** One connection to one camera, from its opening to its end; never used again after a failure. */
export class BleLink {
  readonly #adapter: noble.Noble;
  readonly #camera: noble.Peripheral;
  readonly #limits: BleLimits;
  readonly #clock: Clock;
  readonly #endpoints = new Map<string, noble.Characteristic>();
  readonly #broken: Promise<never>;
  #break: (error: RadioError) => void = () => {};

  constructor(
    adapter: noble.Noble,
    camera: noble.Peripheral,
    limits: BleLimits,
    clock: Clock,
    onDrop: () => void,
  ) {
    this.#adapter = adapter;
    this.#camera = camera;
    this.#limits = limits;
    this.#clock = clock;
    this.#broken = new Promise((_resolve, reject) => {
      this.#break = reject;
    });
    this.#broken.catch(() => {});
    // Requests left over from an earlier connection would get the answers of this one.
    camera.removeAllListeners();
    camera.once('disconnect', () => {
      this.#break(new RadioError('link-lost', 'the camera has disconnected'));
      onDrop();
    });
  }

  /** Connects and learns the endpoints of `service` by their names. */
  async open(service: string): Promise<string[]> {
    await this.#connect();
    await this.#race(this.#limits.discoverMs, this.#discover(service));
    return [...this.#endpoints.keys()];
  }

  async exchange(endpoint: string, message: Uint8Array): Promise<Uint8Array> {
    const characteristic = this.#endpoints.get(endpoint);
    if (!characteristic) throw new RadioError('not-our-camera', `the camera has no endpoint ${endpoint}`);
    return this.#race(this.#limits.exchangeMs, writeAndRead(characteristic, message));
  }

  async close(): Promise<void> {
    this.#camera.removeAllListeners();
    if (this.#camera.state !== 'connected') return;
    await new Promise<void>((resolve) => {
      const stop = this.#clock.after(this.#limits.disconnectMs, resolve);
      this.#camera.once('disconnect', () => {
        stop();
        resolve();
      });
      this.#camera.disconnect();
    });
  }

  async #connect(): Promise<void> {
    try {
      await this.#race(this.#limits.connectMs, this.#camera.connectAsync().catch(notConnected));
    } catch (error) {
      this.#camera.cancelConnect();
      throw error;
    }
    this.#adapter._bindings._gatts[this.#camera.id]?._aclStream.on('data', (_channel: number, data: Buffer) =>
      this.#hear(data),
    );
  }

  /** noble tells nobody of an error that the camera answers: the call just stays open. */
  #hear(data: Buffer): void {
    if (data[0] !== ATT_ERROR || !OUR_REQUESTS.includes(data[REQUEST_AT] as number)) return;
    this.#break(new RadioError('refused', `the camera answers with error ${data[REASON_AT]}`));
  }

  async #discover(uuid: string): Promise<void> {
    const [service] = await this.#camera.discoverServicesAsync([uuid]);
    for (const characteristic of (await service?.discoverCharacteristicsAsync([])) ?? []) {
      const descriptors = await characteristic.discoverDescriptorsAsync();
      const name = await descriptors.find(({ uuid }) => uuid === NAME_DESCRIPTOR)?.readValueAsync();
      if (name) this.#endpoints.set(name.toString('utf8'), characteristic);
    }
  }

  async #race<T>(ms: number, work: Promise<T>): Promise<T> {
    let stop = () => {};
    const late = new Promise<never>((_resolve, reject) => {
      stop = this.#clock.after(ms, () => reject(new RadioError('camera-silent', `no answer for ${ms} ms`)));
    });
    return Promise.race([work, this.#broken, late]).finally(() => stop());
  }
}

function notConnected(cause: unknown): never {
  throw new RadioError('link-lost', `no connection: ${messageOf(cause)}`, { cause });
}

async function writeAndRead(characteristic: noble.Characteristic, message: Uint8Array): Promise<Uint8Array> {
  await characteristic.writeAsync(Buffer.from(message), false);
  return characteristic.readAsync();
}
