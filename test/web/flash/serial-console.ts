import t from 'tap';
import { SerialConsole } from '../../../src/web/flash/serial-console.js';
import { type ChipOptions, EspChip } from '../../support/esp-chip.js';
import { flashBytes } from '../../support/flash-image.js';
import { bridgeTo } from '../fixtures/chip-bridge.js';
import { makeSerial } from '../fixtures/serial-port.js';

function onChip(options: ChipOptions = {}, info: { taken?: boolean } = {}) {
  const chip = new EspChip({ before: flashBytes(), ...options });
  const { port } = makeSerial(bridgeTo(chip), { usbVendorId: 1, usbProductId: 2, ...info });
  return { chip, port, console: new SerialConsole(port as unknown as SerialPort) };
}

t.test('a camera says its code, takes its Wi-Fi and its hub, and the port is free again', async (t) => {
  const { chip, port, console } = onChip();
  await console.open();
  t.strictSame(await console.readCode(), { name: 'PetCam-3A7F10', code: '40718235' });
  await console.type('wifi {"ssid":"Home","password":"correct horse"}');
  await t.rejects(console.type('hub {"v":1}'), { code: 'cable-refused' });
  await console.type('hub {"v":1,"host":"10.0.0.2","port":8883,"camera":"hall","key":"k"}');
  t.match(chip.console, { wifi: { ssid: 'Home' }, hub: { camera: 'hall' } });
  await console.close();
  t.equal(port.readable, null);
  await console.close();
});

t.test('one on the USB of its chip says it too', async (t) => {
  const flashed = { board: 'xiao-esp32s3' };
  const { console } = onChip({
    chip: 'esp32s3',
    flashBytes: 0x80_0000,
    nativeUsb: true,
    before: flashBytes(flashed),
  });
  await console.open();
  t.match(await console.readCode(), { code: '40718235' });
  await console.close();
});

t.test('a supply that is too weak is named', async (t) => {
  const { chip, console } = onChip();
  chip.console.brownout = true;
  await console.open();
  await t.rejects(console.readCode(), { code: 'brownout' });
  await console.close();
});

t.test('a port that others have, and a cable that is pulled, are named', async (t) => {
  await t.rejects(onChip({}, { taken: true }).console.open(), { code: 'port-busy' });
  const { console } = onChip({ unpluggedAfterBlocks: 0 });
  await console.open();
  await console.readCode();
  await t.rejects(console.type('wifi {}'), { code: 'unplugged' });
  await t.rejects(console.type('wifi {}'), { code: 'unplugged' });
  await t.rejects(console.readCode(), { code: 'unplugged' });
  await console.close();
});
