/** The simulated chip refuses what a real one refuses: without that, nothing proved on it means much. */
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import t from 'tap';
import { type ChipOptions, EspChip, Unplugged } from '../../support/esp-chip.js';
import { checksumOf } from '../../support/esp-download.js';
import { COMMAND } from '../../support/esp-loader.js';
import { flashBytes } from '../../support/flash-image.js';
import { SlipDecoder, slipEncode } from '../../support/slip.js';

const SLOW = 115_200;

const words = (...numbers: number[]) => {
  const bytes = Buffer.alloc(numbers.length * 4);
  for (const [index, number] of numbers.entries()) bytes.writeUInt32LE(number >>> 0, index * 4);
  return bytes;
};

function packet(op: number, body: Uint8Array = Buffer.alloc(0), checksum = 0): Buffer {
  const head = Buffer.from([0, op, body.length & 0xff, body.length >> 8]);
  return slipEncode(Buffer.concat([head, words(checksum), body]));
}

/** A block of data with its head, and its checksum unless another one is given. */
function block(op: number, sequence: number, data: Uint8Array, checksum = checksumOf(data)): Buffer {
  return packet(op, Buffer.concat([words(data.length, sequence, 0, 0), data]), checksum);
}

/** A chip whose loader runs: the lines as esptool moves them. */
function inLoader(options: ChipOptions = {}) {
  const chip = new EspChip(options);
  chip.signals({ dtr: true, rts: true });
  chip.signals({ dtr: false, rts: true });
  const said = chip.signals({ dtr: true, rts: false }).toString();
  chip.signals({ dtr: false });
  const ask = (bytes: Uint8Array, baud = SLOW) => new SlipDecoder().take(chip.write(bytes, baud));
  /** Number of the refusal; 0 for yes, null for silence. */
  const statusOf = (bytes: Uint8Array, baud = SLOW) => {
    const [answer] = ask(bytes, baud);
    if (!answer) return null;
    const tail = answer.subarray(chip.loader.isStub ? -2 : -4);
    return tail[0] === 0 ? 0 : (tail[1] ?? null);
  };
  const stub = () => {
    ask(packet(COMMAND.memBegin, words(4, 1, 0x1800, 0x4008_0000)));
    ask(block(COMMAND.memData, 0, Buffer.from('stub')));
    return ask(packet(COMMAND.memEnd, words(0, 0x4008_0000)));
  };
  return { chip, said, ask, statusOf, stub };
}

const begin = (size: number, blocks: number, blockSize = 0x400, offset = 0) =>
  packet(COMMAND.flashBegin, words(size, blocks, blockSize, offset, 0));
const attach = packet(COMMAND.attach, Buffer.alloc(8));

t.test('the boot pin decides what starts', async (t) => {
  t.match(inLoader().said, /DOWNLOAD_BOOT.*waiting for download/s);
  t.match(inLoader({ withoutBootPin: true }).said, /invalid header/, 'nothing is in its flash');
  const native = new EspChip({ chip: 'esp32s3', flashBytes: 0x80_0000, nativeUsb: true });
  native.signals({ dtr: true, rts: false });
  native.signals({ rts: true });
  native.signals({ dtr: false });
  t.match(native.signals({ rts: false }).toString(), /waiting for download/, 'noted before the reset');
  native.signals({ rts: true });
  t.match(native.signals({ rts: false }).toString(), /invalid header/, 'and forgotten by it');
  const { chip } = inLoader({ before: flashBytes() });
  chip.signals({ rts: true });
  t.match(chip.signals({ rts: false }).toString(), /PetCam-3A7F10 waits for pairing, code 40718235/);
  t.equal(chip.write(packet(COMMAND.sync), SLOW).length, 0, 'and the loader is gone');
  const other = inLoader({ chip: 'esp32s3', flashBytes: 0x80_0000, before: flashBytes() });
  other.chip.signals({ rts: true });
  t.match(other.chip.signals({ rts: false }).toString(), /invalid header/, 'an image of another chip');
});

t.test('it answers at its own rate alone, and follows a change', async (t) => {
  const { chip, ask, statusOf } = inLoader();
  t.equal(ask(packet(COMMAND.sync), 9600).length, 0);
  t.equal(ask(packet(COMMAND.sync)).length, 8);
  t.equal(statusOf(packet(COMMAND.changeBaud, words(460_800, 0))), 0);
  t.equal(statusOf(packet(COMMAND.readRegister, words(0x4000_1000))), null);
  t.equal(statusOf(packet(COMMAND.readRegister, words(0x4000_1000)), 460_800), 0);
  chip.signals({ rts: true });
  t.equal(chip.loader.baud, 460_800);
});

t.test('data before a begin, of another number, or damaged, is refused', async (t) => {
  const { chip, ask, statusOf } = inLoader();
  const data = Buffer.alloc(0x400, 0x11);
  t.equal(statusOf(begin(0x800, 2)), 0x06, 'the flash is not attached');
  ask(attach);
  t.equal(statusOf(block(COMMAND.flashData, 0, data)), 0x06, 'nothing was begun');
  t.equal(statusOf(begin(0x800, 2)), 0);
  t.equal(statusOf(block(COMMAND.flashData, 1, data)), 0x06, 'the second block first');
  t.equal(statusOf(block(COMMAND.flashData, 0, data, 0x12)), 0x07, 'a wrong checksum');
  t.equal(statusOf(packet(COMMAND.flashData, Buffer.alloc(8))), 0x05, 'no block');
  t.equal(statusOf(packet(COMMAND.flashData, words(9, 0, 0, 0))), 0x05, 'another length than it says');
  t.equal(statusOf(block(COMMAND.flashData, 0, Buffer.alloc(0x401))), 0x05, 'more than was begun');
  t.ok(chip.flash.every((byte) => byte === 0xff));
  t.equal(statusOf(block(COMMAND.flashData, 0, data)), 0);
  t.equal(statusOf(block(COMMAND.flashData, 0, data)), 0x06, 'a block twice');
  t.equal(statusOf(block(COMMAND.deflateData, 1, data)), 0x06, 'another kind of data');
  t.equal(statusOf(block(COMMAND.flashData, 1, data)), 0);
  t.equal(statusOf(block(COMMAND.flashData, 2, data)), 0x06, 'more blocks than were begun');
  t.ok(chip.flash.subarray(0, 0x800).every((byte) => byte === 0x11));
  t.ok(chip.flash.subarray(0x800).every((byte) => byte === 0xff));
  t.equal(statusOf(packet(COMMAND.flashEnd, words(1))), 0);
  t.equal(statusOf(packet(COMMAND.flashEnd, words(1))), 0x06);
});

t.test('what does not fit the flash, or the memory of the ROM, is refused', async (t) => {
  const { chip, ask, statusOf } = inLoader();
  ask(attach);
  t.equal(statusOf(packet(COMMAND.attach, Buffer.alloc(4))), 0x05);
  t.equal(statusOf(begin(0x40_0001, 4097)), 0x06);
  t.equal(statusOf(begin(0x1000, 4, 0x400, 0x3f_f001)), 0x06);
  t.equal(statusOf(begin(0x4000, 1, 0x4000)), 0x05, 'a block too large for the ROM');
  t.equal(statusOf(packet(COMMAND.flashBegin, words(0x400, 1, 0x400, 0))), 0x05, 'a word too few');
  t.equal(statusOf(packet(COMMAND.md5, words(0, 0x40_0001, 0, 0))), 0x06);
  t.equal(statusOf(packet(COMMAND.setParameters, words(0))), 0x05);
  t.equal(statusOf(begin(0x100, 1)), 0);
  const filled = Buffer.concat([Buffer.alloc(0x100, 1), Buffer.alloc(0x300, 0xff)]);
  t.equal(statusOf(block(COMMAND.flashData, 0, filled)), 0, 'a last block that is filled up');
  t.equal(chip.flash[0x100], 0xff);
  ask(begin(0x100, 1));
  t.equal(statusOf(block(COMMAND.flashData, 0, Buffer.alloc(0x400, 1))), 0x06, 'more than fits');
});

t.test('compressed data is unpacked as it comes, and refused when it is none', async (t) => {
  const { chip, ask, statusOf, stub } = inLoader();
  t.match(Buffer.from(stub().at(-1) ?? []).toString(), 'OHAI');
  const plain = flashBytes({ length: 3000 });
  const packed = deflateSync(plain);
  const half = packed.length >> 1;
  const beginPacked = (size: number) => packet(COMMAND.deflateBegin, words(size, 2, 0x4000, 0x1000));
  ask(beginPacked(plain.length));
  t.equal(statusOf(block(COMMAND.deflateData, 0, Buffer.from('this is not deflated'))), 0xc7);
  t.equal(statusOf(block(COMMAND.deflateData, 0, packed.subarray(0, half))), 0);
  t.equal(statusOf(block(COMMAND.deflateData, 1, packed.subarray(half))), 0);
  t.ok(Buffer.from(chip.flash.subarray(0x1000, 0x1000 + plain.length)).equals(Buffer.from(plain)));
  const [answer = Buffer.alloc(0)] = ask(packet(COMMAND.md5, words(0x1000, plain.length, 0, 0)));
  t.equal(Buffer.from(answer.subarray(8, 24)).toString('hex'), createHash('md5').update(plain).digest('hex'));
  ask(beginPacked(100));
  const longer = deflateSync(Buffer.alloc(500, 7));
  t.equal(statusOf(block(COMMAND.deflateData, 0, longer)), 0xc9, 'more than was begun');
  t.equal(statusOf(packet(COMMAND.eraseFlash)), 0);
  t.ok(chip.flash.every((byte) => byte === 0xff));
});

t.test('flash is erased by sectors, and a write clears bits only', async (t) => {
  const { chip, ask } = inLoader({ before: new Uint8Array(0x3000) });
  ask(attach);
  ask(begin(0x100, 1, 0x400, 0x1000));
  t.ok(chip.flash.subarray(0, 0x1000).every((byte) => byte === 0));
  t.ok(chip.flash.subarray(0x1000, 0x2000).every((byte) => byte === 0xff));
  t.ok(chip.flash.subarray(0x2000, 0x3000).every((byte) => byte === 0));
  chip.loader.flash.write(0x1000, Uint8Array.of(0xf0));
  chip.loader.flash.write(0x1000, Uint8Array.of(0x3c));
  t.equal(chip.flash[0x1000], 0x30);
});

t.test('memory, unknown commands and broken packets', async (t) => {
  const { ask, statusOf, stub } = inLoader();
  t.equal(statusOf(block(COMMAND.memData, 0, Buffer.from('stub'))), 0x06, 'nothing was begun');
  ask(packet(COMMAND.memBegin, words(4, 1, 0x1800, 0)));
  t.equal(statusOf(block(COMMAND.memData, 0, Buffer.from('stub'), 1)), 0x07);
  t.equal(statusOf(block(COMMAND.memData, 1, Buffer.from('stub'))), 0x06);
  t.equal(ask(packet(0x77)).length, 8);
  t.equal(ask(packet(COMMAND.securityInfo)).length, 8, 'an ESP32 does not know it');
  t.equal(ask(packet(COMMAND.eraseFlash)).length, 8);
  const [info] = inLoader({ chip: 'esp32s3', flashBytes: 0x80_0000 }).ask(packet(COMMAND.securityInfo));
  t.equal(info?.[8 + 12], 9);
  const short = Buffer.from([0, COMMAND.sync, 9, 0, 0, 0, 0, 0]);
  t.equal(statusOf(slipEncode(short)), 0x05, 'another length than it has');
  t.equal(ask(slipEncode(Buffer.from([0, 8]))).length, 0);
  t.equal(ask(Buffer.from([0xc0, 0xdb, 0x01, 0xc0])).length, 0, 'a wrong escape');
  t.same(stub().at(-1), Buffer.from('OHAI'));
  t.equal(ask(packet(COMMAND.sync)).length, 1);
  t.equal(statusOf(packet(0x77)), 0xff);
  t.equal(statusOf(packet(COMMAND.memBegin, words(4, 1, 0x1800, 0))), 0x06);
  t.equal(inLoader({ refusesStub: true }).statusOf(packet(COMMAND.memBegin, words(4, 1, 4, 0))), 0x06);
});

t.test('the console takes the lines of the firmware, and the cable can be pulled', async (t) => {
  const { chip } = inLoader({ before: flashBytes() });
  chip.signals({ rts: true });
  chip.signals({ rts: false });
  const type = (line: string) => chip.write(Buffer.from(`${line}\n`), SLOW).toString();
  t.match(type('help'), /wifi \{\.\.\.\} and hub/);
  t.equal(type(''), '');
  t.match(type('wifi {"ssid":"Home"}'), /like this/);
  t.match(type('wifi {'), /like this/);
  t.match(type('hub {"v":1}'), /the field "host" is missing/);
  t.match(type('wifi {"ssid":"Home","password":"correct horse"}'), /Wi-Fi stored/);
  t.match(type('hub {"v":1,"host":"h","port":1,"camera":"c","key":"k"}'), /hub stored/);
  t.match(chip.console, { wifi: { ssid: 'Home' }, hub: { camera: 'c' } });
  t.equal(type('x'.repeat(600)), '', 'a line that is too long is dropped');
  chip.console.deaf = true;
  t.equal(type('help'), '');
  const { chip: pulled } = inLoader({ unpluggedAfterBlocks: 0 });
  t.throws(() => pulled.write(packet(COMMAND.sync), SLOW), Unplugged);
  pulled.replug();
  t.equal(pulled.write(packet(COMMAND.sync), SLOW).length, 0);
});
