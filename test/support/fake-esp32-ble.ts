/** A fake ESP32 on virtual Bluetooth: bleno with the GATT table of protocomm_ble. */
import type { FakeEsp32 } from './fake-esp32.js';
import { type Air, loadAnew } from './virtual-hci.js';

const SERVICE = '1775244d6b43439b877c060f2d9bed07';
const NIMBLE_INVALID_PDU = 0x04;
const BLUEDROID_ERROR = 0x85;

type Answer = (result: number, data?: Uint8Array) => void;

/** What is used of bleno, which has no types of its own for most of it. */
interface Bleno {
  on(event: string, listener: (...args: never[]) => void): void;
  once(event: string, listener: (...args: never[]) => void): void;
  startAdvertising(name: string, services: string[], done: () => void): void;
  stopAdvertising(): void;
  setServices(services: object[]): void;
  disconnect(): void;
  PrimaryService: new (options: object) => object;
  Characteristic: new (options: object) => object;
  Descriptor: new (options: object) => object;
  _bindings: { _gatt: { maxMtu: number } };
}

/** Puts `camera` on the air; resolves once it can be found. It advertises until it has been handed over or goes silent. */
export async function advertise(air: Air, camera: FakeEsp32): Promise<void> {
  const bleno = loadAnew<Bleno>('@abandonware/bleno', air);
  const { mtu, name } = camera.options;
  bleno._bindings._gatt.maxMtu = mtu;
  await new Promise<void>((resolve) => {
    bleno.on('stateChange', (state: string) => {
      if (state === 'poweredOn') bleno.startAdvertising(name, [SERVICE], resolve);
    });
  });
  bleno.setServices([serviceOf(bleno, camera)]);
  bleno.on('accept', () => camera.reset());
  bleno.on('disconnect', () => {
    camera.reset();
    if (camera.silent) bleno.stopAdvertising();
  });
}

function serviceOf(bleno: Bleno, camera: FakeEsp32): object {
  const names = ['prov-ctrl', 'prov-scan', 'prov-session', 'prov-config', 'proto-ver', 'petcam-hub'];
  const characteristics = camera.endpoints.map((endpoint) => {
    const uuid = `1775${(0xff4f + names.indexOf(endpoint)).toString(16)}${SERVICE.slice(8)}`;
    return characteristicOf(bleno, camera, endpoint, uuid);
  });
  return new bleno.PrimaryService({ uuid: SERVICE, characteristics });
}

/** Every exchange: the question is written, then its answer is read. */
function characteristicOf(bleno: Bleno, camera: FakeEsp32, endpoint: string, uuid: string): object {
  let value: Uint8Array = Buffer.alloc(0);
  return new bleno.Characteristic({
    uuid,
    properties: ['read', 'write'],
    descriptors: [new bleno.Descriptor({ uuid: '2901', value: Buffer.from(endpoint) })],
    onReadRequest: (offset: number, answer: Answer) => answer(0, value.subarray(offset)),
    onWriteRequest: (data: Buffer, _offset: number, _silent: boolean, answer: Answer) => {
      try {
        value = camera.handle(endpoint, data);
      } catch {
        return refuse(bleno, camera, answer);
      }
      answer(0);
    },
  });
}

function refuse(bleno: Bleno, camera: FakeEsp32, answer: Answer): void {
  const nimble = camera.options.stack === 'nimble';
  answer(nimble ? NIMBLE_INVALID_PDU : BLUEDROID_ERROR);
  if (!nimble) setImmediate(() => bleno.disconnect());
}
