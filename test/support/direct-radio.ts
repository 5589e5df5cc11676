/**
 * A radio without Bluetooth: questions go straight to a fake ESP32. For everything about a pairing that has nothing to do
 * with the air; `between` sees each question and may change it, answer in the camera's place or throw.
 */
import type { FoundCamera } from '../../src/cameras/pairing/contract.js';
import { RadioError } from '../../src/cameras/pairing/failure.js';
import type { Radio } from '../../src/cameras/pairing/radio.js';
import type { FakeEsp32 } from './fake-esp32.js';

export type Between = (
  endpoint: string,
  message: Uint8Array,
  pass: (message: Uint8Array) => Uint8Array,
) => Uint8Array | Promise<Uint8Array>;

export class DirectRadio implements Radio {
  readonly cameras: FakeEsp32[];
  between: Between = (_endpoint, message, pass) => pass(message);
  /** Names of the endpoints in the order in which they were used. */
  readonly asked: string[] = [];
  closed = false;
  scanFails: RadioError | null = null;
  #camera: FakeEsp32 | null = null;
  #onDrop = () => {};
  #onFound = (_camera: FoundCamera) => {};

  constructor(...cameras: FakeEsp32[]) {
    this.cameras = cameras;
  }

  async scan(onFound: (camera: FoundCamera) => void): Promise<void> {
    if (this.scanFails) throw this.scanFails;
    this.#onFound = onFound;
    for (const [index, camera] of this.cameras.entries()) {
      onFound({ device: `device-${index}`, name: camera.options.name, rssi: -50 - index });
    }
  }

  /** As when one comes into reach, or its signal changes. */
  find(camera: FoundCamera): void {
    this.#onFound(camera);
  }

  async connect(device: string, onDrop: () => void): Promise<string[]> {
    this.#camera = this.cameras[Number(device.split('-')[1])] ?? null;
    if (!this.#camera || this.#camera.silent) throw new RadioError('camera-silent', 'nobody there');
    this.#camera.reset();
    this.#onDrop = onDrop;
    return this.#camera.endpoints;
  }

  async exchange(endpoint: string, message: Uint8Array): Promise<Uint8Array> {
    const camera = this.#camera;
    if (!camera || this.closed) throw new RadioError('link-lost', 'no connection');
    this.asked.push(endpoint);
    return this.between(endpoint, message, (passed) => {
      try {
        return camera.handle(endpoint, passed);
      } catch (error) {
        throw new RadioError('refused', String(error));
      }
    });
  }

  async disconnect(): Promise<void> {
    this.#camera = null;
  }

  /** The link breaks while nothing is being asked. */
  drop(): void {
    this.#camera = null;
    this.#onDrop();
  }

  async close(): Promise<void> {
    this.closed = true;
    this.#camera = null;
  }
}
