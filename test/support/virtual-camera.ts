/**
 * Unboxed cameras for tests that need the whole of a pairing, from the search to the first photo, without a radio:
 *
 *     const world = await virtualCameras(t, [{ code: '12345678', networks: [HOME] }]);
 *     const hub = await startHub(t, settings, { radio: world.radio });
 *     ... pair over the API: the camera is called PetCam-A1B2C3, its Wi-Fi HOME.ssid and HOME.password ...
 *     const handover = await world.handover(0);          // host, port, camera and key, as the firmware gets them
 *     const camera = plugInPaired(t, handover);          // a simulated one connects over TLS with that key
 *     world.reset(0);                                    // as its button does: it can be paired again
 *
 * The hub starts its real radio process, with real noble inside; the cameras are real bleno on virtual adapters in that
 * same process. A camera that was handed over is off the air until `reset`.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { RADIO_PROCESS, type RadioProcessOptions } from '../../src/cameras/pairing/radio-process.js';
import { SimulatedCamera, type SimulatedCameraOptions } from '../../src/cameras/simulator/camera.js';
import { openFrameSource } from '../../src/cameras/simulator/frame-source.js';
import { systemClock } from '../../src/core/clock.js';
import type { FakeEsp32Options } from './fake-esp32.js';
import { temporaryFolder } from './folder.js';
import { programUrl } from './program.js';
import type { VirtualWorld } from './virtual-radio.js';

type Teardown = { teardown(end: () => unknown): void };

/** What a camera knows after its pairing. */
export interface PairedWith {
  host: string;
  /** Of MQTT over TLS. */
  port: number;
  camera: string;
  /** 64 lower-case hexadecimal digits. */
  key: string;
}

const SAMPLE_BURSTS = fileURLToPath(new URL('../fixtures/bursts/', import.meta.url));

/** Puts cameras on virtual air. `delayMs` slows each packet of the link down; `folder` keeps who was paired. */
export async function virtualCameras(
  t: Teardown,
  cameras: Omit<Partial<FakeEsp32Options>, 'onHandover'>[],
  { delayMs = 0, folder = temporaryFolder(t) }: { delayMs?: number; folder?: string } = {},
) {
  const socket = path.join(folder, 'world.sock');
  rmSync(socket, { force: true });
  const heard = new Map<number, (handover: PairedWith) => void>();
  const file = (index: number) => path.join(folder, `${index}.json`);
  const server = createServer((stream) => {
    createInterface({ input: stream }).on('line', (line) => {
      const { index, handover } = JSON.parse(line) as { index: number; handover: PairedWith };
      writeFileSync(file(index), JSON.stringify(handover));
      heard.get(index)?.(handover);
    });
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  t.teardown(() => server.close());
  const world: VirtualWorld = { cameras, delayMs, folder, socket };
  const radio: RadioProcessOptions = {
    ...RADIO_PROCESS,
    entry: programUrl('test/support/virtual-radio'),
    args: [JSON.stringify(world)],
    heapMegabytes: 256,
  };
  return {
    radio,
    /** Resolves when the camera knows where it belongs. */
    handover: (index: number) =>
      existsSync(file(index))
        ? Promise.resolve(JSON.parse(readFileSync(file(index), 'utf8')) as PairedWith)
        : new Promise<PairedWith>((resolve) => heard.set(index, resolve)),
    /** The button, held for five seconds. */
    reset: (index: number) => rmSync(file(index), { force: true }),
  };
}

/** A simulated camera that connects as its pairing says, over TLS with its key. */
export function plugInPaired(
  t: Teardown,
  { host, port, camera, key }: PairedWith,
  options: Partial<SimulatedCameraOptions> = {},
): SimulatedCamera {
  const simulated = new SimulatedCamera({
    url: `mqtts://${host}:${port}`,
    camera,
    key,
    frames: openFrameSource(SAMPLE_BURSTS),
    clock: systemClock,
    settings: { burstIntervalMs: 100 },
    ...options,
  });
  t.teardown(() => simulated.stop());
  simulated.start();
  return simulated;
}
