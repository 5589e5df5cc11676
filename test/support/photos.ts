/** Pictures made on the spot, sound ones and every kind of broken or hostile one. */
import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { crcOf } from '../../src/cameras/protocol/checksum.js';

/** A frame of the bursts that ship with the repository. */
export function fixture(burst: string, index: number): Buffer {
  const name = `${String(index).padStart(2, '0')}.jpg`;
  return readFileSync(new URL(`../fixtures/bursts/${burst}/${name}`, import.meta.url));
}

/** A smooth colourful picture, the same every time: red grows to the right, green downward, blue fades. */
export function gradient(width: number, height: number): Sharp {
  const data = Buffer.alloc(width * height * 3);
  for (let i = 0; i < data.length; i++) {
    const x = Math.floor(i / 3) % width;
    const y = Math.floor(i / 3 / width);
    const [across, down] = [(255 * x) / width, (255 * y) / height];
    data[i] = [across, down, 255 - (across + down) / 2][i % 3] as number;
  }
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** What any photo may come as. All of these are pictures. */
export const sound: Record<string, () => Promise<Buffer>> = {
  jpeg: () => gradient(120, 90).jpeg().toBuffer(),
  'progressive jpeg': () => gradient(120, 90).jpeg({ progressive: true }).toBuffer(),
  'cmyk jpeg': () => gradient(120, 90).toColourspace('cmyk').jpeg().toBuffer(),
  'grey jpeg': () => gradient(120, 90).greyscale().jpeg().toBuffer(),
  'wide-gamut jpeg': () => gradient(120, 90).withIccProfile('p3').jpeg().toBuffer(),
  png: () => gradient(120, 90).png().toBuffer(),
  'palette png': () => gradient(120, 90).png({ palette: true }).toBuffer(),
  'transparent png': () => gradient(120, 90).ensureAlpha(0.5).png().toBuffer(),
  '16-bit png': () => gradient(120, 90).toColourspace('rgb16').png().toBuffer(),
  '16-bit grey png': () => gradient(120, 90).toColourspace('grey16').png().toBuffer(),
  webp: () => gradient(120, 90).webp().toBuffer(),
  avif: () => gradient(120, 90).avif({ effort: 0 }).toBuffer(),
  'animated gif': async () => (await animated()).gif({ delay: 100 }).toBuffer(),
  'animated webp': async () => (await animated()).webp({ delay: [100, 100, 100] }).toBuffer(),
  'jpeg with a zip behind it': async () =>
    Buffer.concat([await gradient(120, 90).jpeg().toBuffer(), Buffer.from('PK\x03\x04 and more')]),
  'one pixel': () => gradient(1, 1).png().toBuffer(),
  'one row': () => gradient(2000, 1).png().toBuffer(),
};

/** What must be refused, with the code it is refused with. */
export const unsound: Record<string, { code: string; bytes: () => Promise<Buffer> }> = {
  nothing: { code: 'image-undecodable', bytes: async () => Buffer.alloc(0) },
  'one byte': { code: 'image-undecodable', bytes: async () => Buffer.from([0xff]) },
  text: { code: 'image-undecodable', bytes: async () => Buffer.from('this is no picture, it only says so') },
  html: { code: 'image-undecodable', bytes: async () => Buffer.from('<!doctype html><script>1</script>') },
  svg: {
    code: 'image-undecodable',
    bytes: async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
  },
  'a tiff': { code: 'image-undecodable', bytes: () => gradient(120, 90).tiff().toBuffer() },
  'the envelope of a jpeg around zeros': {
    code: 'image-undecodable',
    bytes: async () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(500)]),
  },
  'a jpeg cut in its header': cut(sound['jpeg'], 0.1),
  'a jpeg of which a tenth came': cut(photo, 0.1),
  'a png cut': cut(sound['png'], 0.6),
  'a webp cut': cut(sound['webp'], 0.6),
  'a gif cut in its first picture': cut(sound['animated gif'], 0.02),
  'an avif cut': cut(sound['avif'], 0.6),
  'a png that claims 60000x60000': { code: 'image-too-large', bytes: async () => pngHeader(60000, 60000) },
  'a png of no width': { code: 'image-undecodable', bytes: async () => pngHeader(0, 100) },
  'a picture of 30 megapixels': {
    code: 'image-too-large',
    bytes: () => flat(6000, 5000).png({ compressionLevel: 1 }).toBuffer(),
  },
};

/** What every viewer shows although something is wrong with it, with the grade of its damage. */
export const damaged: Record<string, { grade: 1 | 2; missing?: true; bytes: () => Promise<Buffer> }> = {
  'a jpeg of which most came': { grade: 2, missing: true, bytes: cut(photo, 0.8).bytes },
  'a jpeg that lost its last thousand bytes': {
    grade: 2,
    missing: true,
    bytes: async () => withEnd((await photo()).subarray(0, -1000)),
  },
  'a jpeg without an end marker': { grade: 1, bytes: async () => (await photo()).subarray(0, -2) },
  'a jpeg with stray bytes before a marker': { grade: 1, bytes: strayBytes },
  'a jpeg of JFIF version 3.01': { grade: 1, bytes: ofJfifVersion3 },
  'a progressive jpeg cut': { grade: 2, bytes: cut(progressivePhoto, 0.6).bytes },
  'a jpeg with foreign markers inside': { grade: 2, missing: true, bytes: () => scribbled(photo) },
};

/** A photo of a pet, with much in it down to its last line. */
async function photo(): Promise<Buffer> {
  return fixture('cat-focus', 0);
}

async function progressivePhoto(): Promise<Buffer> {
  return sharp(await photo())
    .jpeg({ progressive: true })
    .toBuffer();
}

function withEnd(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.from([0xff, 0xd9])]);
}

/** Bytes between the data and the next marker, as some camera drivers pad with. */
async function strayBytes(): Promise<Buffer> {
  const whole = await progressivePhoto();
  const secondScan = whole.indexOf('ffda', whole.indexOf('ffda', 0, 'hex') + 2, 'hex');
  const marker = whole.lastIndexOf('ffc4', secondScan, 'hex');
  return Buffer.concat([whole.subarray(0, marker), Buffer.alloc(64, 0x55), whole.subarray(marker)]);
}

/** The version of JFIF lies at byte 11 (ISO/IEC 10918-5, section 6.1). */
async function ofJfifVersion3(): Promise<Buffer> {
  const whole = Buffer.from(await photo());
  whole[11] = 3;
  return whole;
}

type Make = (() => Promise<Buffer>) | undefined;

function cut(make: Make, share: number) {
  const bytes = async () => {
    const whole = await (make as () => Promise<Buffer>)();
    return whole.subarray(0, Math.floor(whole.length * share));
  };
  return { code: 'image-undecodable', bytes };
}

/** Overwrites the middle with markers that a decoder must not follow. */
async function scribbled(make: Make): Promise<Buffer> {
  const whole = await (make as () => Promise<Buffer>)();
  const from = Math.floor(whole.length * 0.7);
  whole.fill(Buffer.from([0xff, 0xc4, 0xff, 0xdb]), from, from + 60);
  return whole;
}

async function animated(): Promise<Sharp> {
  const frames = [0, 120, 240].map((red) =>
    sharp({ create: { width: 60, height: 45, channels: 3, background: { r: red, g: 9, b: 9 } } })
      .png()
      .toBuffer(),
  );
  return sharp(await Promise.all(frames), { join: { animated: true } });
}

function flat(width: number, height: number): Sharp {
  return sharp({ create: { width, height, channels: 3, background: 'green' } });
}

/** A PNG with a valid header of the given size and almost no pixels behind it. */
function pngHeader(width: number, height: number): Buffer {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const pixels = deflateSync(Buffer.alloc(64));
  return Buffer.concat([
    signature,
    chunk('IHDR', size),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crcOf(body), body.length + 4);
  return whole;
}

/** A progressive JPEG after which its last scan comes `times` times more: each is a pass over the whole picture. */
export async function manyScans(width: number, height: number, times: number): Promise<Buffer> {
  const whole = await gradient(width, height).jpeg({ progressive: true }).toBuffer();
  const scan = whole.subarray(whole.lastIndexOf('ffda', whole.length, 'hex'), -2);
  return Buffer.concat([whole.subarray(0, -2), ...Array<Buffer>(times).fill(scan), whole.subarray(-2)]);
}
