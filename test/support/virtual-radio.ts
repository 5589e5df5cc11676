/**
 * The radio process with virtual Bluetooth: fake cameras are on the air of the process itself, everything else is the
 * real thing. Started by the hub in place of `radio-main`, with what `virtualCameras` says in its argument.
 */
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { FakeEsp32, type FakeEsp32Options } from './fake-esp32.js';
import { advertise } from './fake-esp32-ble.js';
import { Air, installVirtualHci } from './virtual-hci.js';

export interface VirtualWorld {
  cameras: Partial<FakeEsp32Options>[];
  delayMs: number;
  /** One file for each camera that has been handed over: `0.json` and so on. */
  folder: string;
  /** Where the owner of the world hears of handovers: lines of JSON. */
  socket: string;
}

const { cameras, delayMs, folder, socket } = JSON.parse(process.argv[2] as string) as VirtualWorld;
const air = new Air();
air.delayMs = delayMs;
installVirtualHci(air);
await import('../../src/cameras/pairing/radio-main.js');

for (const [index, options] of cameras.entries()) {
  if (existsSync(`${folder}/${index}.json`)) continue;
  const onHandover = (handover: object) => {
    connect(socket)
      .on('error', () => {})
      .end(`${JSON.stringify({ index, handover })}\n`);
  };
  await advertise(air, new FakeEsp32({ ...options, onHandover }));
}
