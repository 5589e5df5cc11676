import t from 'tap';
import { BOARDS } from '../../../src/cameras/protocol/boards.js';
import type { FlashBoard } from '../../../src/web/api/flash-calls.js';
import { BoardLoader } from '../../../src/web/flash/loader.js';
import { type ChipOptions, EspChip } from '../../support/esp-chip.js';
import { flashBytes } from '../../support/flash-image.js';
import { bridgeTo } from '../fixtures/chip-bridge.js';
import { makeSerial } from '../fixtures/serial-port.js';

// Most of each is waiting for a line.
t.jobs = 8;

const UART = { usbVendorId: 0x1a86, usbProductId: 0x7523 };
const NATIVE = { usbVendorId: 0x303a, usbProductId: 0x1001 };

function boardOf(id: string): FlashBoard {
  const board = BOARDS.find((candidate) => candidate.id === id);
  if (!board) throw new Error(id);
  return { ...board, image: null };
}

/** A loader on a simulated chip, whose flash holds something already. */
function onChip(options: ChipOptions = {}, info: Parameters<typeof makeSerial>[1] = UART) {
  const before = new Uint8Array(options.flashBytes ?? 0x40_0000).fill(0x5a);
  const chip = new EspChip({ before, ...options });
  const { port } = makeSerial(bridgeTo(chip), info);
  return { chip, port, loader: new BoardLoader(port as unknown as SerialPort) };
}

/** The flash as it has to be: the image, erased to the end of its last sector, and what was there before. */
function expected(image: Uint8Array, size: number): Buffer {
  const flash = Buffer.alloc(size, 0x5a);
  flash.fill(0xff, 0, Math.ceil(image.length / 4096) * 4096);
  flash.set(image);
  return flash;
}

t.test('an ESP32 behind an adapter is written and compared, byte for byte', async (t) => {
  const { chip, port, loader } = onChip();
  const found = await loader.connect(boardOf('ai-thinker'));
  t.match(found, { description: /^ESP32/, mac: '24:6f:28:3a:7f:10' });
  t.ok(chip.loader.isStub);
  t.equal(chip.loader.baud, 460_800);
  const shares: number[] = [];
  const image = flashBytes();
  await loader.write(image, (share) => shares.push(share));
  t.ok(Buffer.from(chip.flash).equals(expected(image, 0x40_0000)));
  t.equal(shares[0], 0);
  t.equal(shares.at(-1), 1);
  await loader.close();
  t.equal(port.readable, null);
});

t.test('an ESP32-S3 on its own USB is too', async (t) => {
  const options = { chip: 'esp32s3', flashBytes: 0x80_0000, nativeUsb: true } as const;
  const { chip, loader } = onChip(options, NATIVE);
  t.match(await loader.connect(boardOf('xiao-esp32s3')), { description: /^ESP32-S3/ });
  const image = flashBytes({ board: 'xiao-esp32s3' });
  await loader.write(image, () => {});
  t.ok(Buffer.from(chip.flash).equals(expected(image, 0x80_0000)));
  await loader.close();
});

for (const [chipName, id] of [
  ['esp32', 'ai-thinker'],
  ['esp32s3', 'xiao-esp32s3'],
] as const)
  t.test(`a ${chipName} that takes no stub is written by the loader in its ROM`, async (t) => {
    const flashBytesOf = boardOf(id).flashBytes;
    const { chip, loader } = onChip({ chip: chipName, flashBytes: flashBytesOf, refusesStub: true });
    await loader.connect(boardOf(id));
    t.notOk(chip.loader.isStub);
    t.equal(chip.loader.baud, 115_200);
    const image = flashBytes({ board: id, length: 5000 });
    await loader.write(image, () => {});
    t.ok(Buffer.from(chip.flash.subarray(0, image.length)).equals(Buffer.from(image)));
    await loader.close();
  });

t.test('a line that does not keep the fast rate is used at the slow one', async (t) => {
  const { chip, loader } = onChip({ fastestBaud: 115_200 });
  await loader.connect(boardOf('ai-thinker'));
  t.equal(chip.loader.baud, 115_200);
  const image = flashBytes({ length: 5000 });
  await loader.write(image, () => {});
  t.ok(Buffer.from(chip.flash.subarray(0, image.length)).equals(Buffer.from(image)));
  await loader.close();
});

t.test('what is not the board is named, and not a byte of its flash changes', async (t) => {
  const cases: [string, string, ChipOptions, Partial<Parameters<typeof makeSerial>[1]>][] = [
    ['chip-wrong', 'ESP32-S3', { chip: 'esp32s3', flashBytes: 0x80_0000 }, {}],
    ['flash-small', '2MB', { flashBytes: 0x20_0000 }, {}],
    ['no-answer', '', { withoutBootPin: true }, {}],
    ['port-busy', '', {}, { taken: true }],
  ];
  for (const [code, found, options, info] of cases) {
    const { chip, loader } = onChip(options, { ...UART, ...info });
    await t.rejects(loader.connect(boardOf('ai-thinker')), { name: 'FlashFailure', code, found });
    t.ok(
      chip.flash.every((byte) => byte === 0x5a),
      code,
    );
    await loader.close();
  }
});

t.test('a cable that is pulled half way is noticed at once', async (t) => {
  const { loader } = onChip({ unpluggedAfterBlocks: 1 });
  await loader.connect(boardOf('ai-thinker'));
  await t.rejects(
    loader.write(flashBytes(), () => {}),
    { code: 'unplugged' },
  );
  await loader.close();
});

t.test('flash that keeps other bytes than it was given is noticed', async (t) => {
  const { chip, loader } = onChip();
  await loader.connect(boardOf('ai-thinker'));
  chip.loader.flash.write = () => {};
  await t.rejects(
    loader.write(flashBytes(), () => {}),
    { code: 'verify-failed' },
  );
  await loader.close();
});
