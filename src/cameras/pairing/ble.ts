/// <reference path="./noble.d.ts" />
/**
 * Bluetooth Low Energy through noble, in the radio process only. noble has calls that never settle (a refused write, any
 * call after a broken link), so every call here races the end of the link, an error of the camera and a timeout, and the
 * connection is given up after any of them.
 */
import type noble from '@abandonware/noble';
import type { Clock } from '../../core/clock.js';
import { systemClock } from '../../core/clock.js';
import { messageOf } from '../../core/errors.js';
import { BleLink } from './ble-link.js';
import type { FoundCamera } from './contract.js';
import { type RadioCode, RadioError } from './failure.js';
import type { Radio } from './radio.js';

/** Time limits of one pairing over Bluetooth, in ms. */
export interface BleLimits {
  /** From loading to a working adapter. */
  adapterMs: number;
  scanMs: number;
  connectMs: number;
  /** Services, characteristics and their names. */
  discoverMs: number;
  /** One write and read: a camera looks for networks meanwhile. */
  exchangeMs: number;
  disconnectMs: number;
}

/** Time limits that the hub uses. */
export const BLE_LIMITS: BleLimits = {
  adapterMs: 5_000,
  scanMs: 5_000,
  connectMs: 15_000,
  discoverMs: 15_000,
  exchangeMs: 15_000,
  disconnectMs: 2_000,
};

/** UUID of the provisioning service of ESP-IDF, unless a firmware chooses another. */
export const SERVICE = '1775244d6b43439b877c060f2d9bed07';

/** A signal that moves less is not worth telling. */
const RSSI_STEP = 5;

type Load = () => Promise<{ default: noble.Noble }>;

/** Radio over this machine's Bluetooth, without the end of its process. */
export type Ble = Omit<Radio, 'close'>;

/** Loads noble when it is asked for something first: that starts it, and throws where there is no Bluetooth. */
export function createBle(
  load: Load = () => import('@abandonware/noble'),
  limits: BleLimits = BLE_LIMITS,
  clock: Clock = systemClock,
): Ble {
  const cameras = new Map<string, noble.Peripheral>();
  let adapter: Promise<noble.Noble> | null = null;
  let link: BleLink | null = null;

  const ready = () => {
    adapter ??= openAdapter(load, limits.adapterMs, clock);
    return adapter;
  };

  async function disconnect(): Promise<void> {
    const old = link;
    link = null;
    await old?.close();
  }

  /** After any failure noble may answer the next call with what belongs to this one. */
  async function orDisconnect<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      await disconnect();
      throw error;
    }
  }

  return {
    async scan(onFound) {
      const adapter = await ready();
      adapter.on('discover', listenerFor(cameras, onFound));
      await within(
        limits.scanMs,
        clock,
        adapter.startScanningAsync([SERVICE], true),
        'the adapter does not scan',
      );
    },
    async connect(device, onDrop) {
      const camera = cameras.get(device);
      if (!camera) throw new RadioError('radio-failed', `no camera ${device} was found`);
      await disconnect();
      const adapter = await ready();
      adapter.stopScanning();
      link = new BleLink(adapter, camera, limits, clock, onDrop);
      return orDisconnect(link.open(SERVICE));
    },
    async exchange(endpoint, message) {
      if (!link) throw new RadioError('link-lost', 'there is no connection');
      return orDisconnect(link.exchange(endpoint, message));
    },
    disconnect,
  };
}

/** Tells a camera when it is new, when its name is heard or when its signal has moved. */
function listenerFor(cameras: Map<string, noble.Peripheral>, onFound: (camera: FoundCamera) => void) {
  const told = new Map<string, FoundCamera>();
  return (peripheral: noble.Peripheral) => {
    const { id, rssi, advertisement } = peripheral;
    const name = advertisement.localName ?? '';
    const before = told.get(id);
    cameras.set(id, peripheral);
    if (before && before.name === name && Math.abs(before.rssi - rssi) < RSSI_STEP) return;
    const camera = { device: id, name, rssi };
    told.set(id, camera);
    onFound(camera);
  };
}

/** Rejects with a RadioError that says why there is no Bluetooth here. */
async function openAdapter(load: Load, ms: number, clock: Clock): Promise<noble.Noble> {
  const { default: adapter } = await load().catch(noNoble);
  return new Promise((resolve, reject) => {
    const fail = (code: RadioCode, message: string) => reject(new RadioError(code, message));
    const giveUp = clock.after(ms, () => fail('no-adapter', 'no adapter answers'));
    const settle = (done: () => void) => {
      giveUp();
      done();
    };
    adapter.on('warning', (text: string) => settle(() => fail(codeOfWarning(text), text)));
    adapter.on('stateChange', (state: string) => {
      if (state === 'poweredOn') settle(() => resolve(adapter));
      const code = CODE_OF_STATE[state];
      if (code) settle(() => fail(code, `the adapter is ${state}`));
    });
  });
}

const CODE_OF_STATE: Record<string, RadioCode> = {
  poweredOff: 'adapter-off',
  unauthorized: 'no-permission',
  unsupported: 'no-bluetooth',
};

/** Importing noble throws without AF_BLUETOOTH in the kernel, and where it could not be installed. */
function noNoble(cause: unknown): never {
  throw new RadioError('no-bluetooth', `noble does not load: ${messageOf(cause)}`, { cause });
}

function codeOfWarning(text: string): RadioCode {
  return /EPERM|EACCES|not permitted|denied/i.test(text) ? 'no-permission' : 'no-adapter';
}

async function within<T>(ms: number, clock: Clock, work: Promise<T>, what: string): Promise<T> {
  let stop = () => {};
  const late = new Promise<never>((_resolve, reject) => {
    stop = clock.after(ms, () => reject(new RadioError('radio-failed', what)));
  });
  return Promise.race([work, late]).finally(() => stop());
}
