import sharp, { type Sharp, type WebpOptions } from 'sharp';
import { messageOf } from '../../core/errors.js';
import { type ExifFields, readExif, readExifBlock } from '../../core/exif.js';
import { type Damage, damageOf, UNDAMAGED } from './damage.js';
import {
  IMAGE_LIMITS,
  type ImageHeader,
  type ImageLimits,
  isHeic,
  refuseByBytes,
  refuseByHeader,
  TAKEN,
  undecodable,
} from './image-limits.js';
import { closeJpeg, readJpegStructure } from './jpeg-structure.js';
import type { EncodedImage } from './types.js';

// One thread and no cache: this process shares a small box with the hub, and no image is ever seen twice.
sharp.concurrency(1);
sharp.cache(false);

// Only these decoders ever see untrusted bytes: no SVG, PDF, TIFF or raw loaders.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
    'VipsForeignLoadHeifBuffer',
  ],
});

/** An upright 8-bit sRGB image; `data` is RGB interleaved, row-major, `width * height * 3` bytes. */
export interface RgbImage {
  data: Uint8Array;
  width: number;
  height: number;
}

/** An image from somebody's bytes, and how whole it is. */
export interface DecodedImage extends RgbImage {
  damage: Damage;
}

/** A rectangle in whole pixels inside an image. */
export interface Region {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** More of a picture than this share missing, and there is nothing to look at. */
const MOST_MISSING = 0.75;

/**
 * Decodes a JPEG, PNG, WebP, GIF or AVIF as viewers do: a JPEG that its decoder only warns about is decoded all the
 * same, and `damage` says what is wrong with it. The first picture of an animation, turned upright by its EXIF orientation,
 * converted to sRGB from its profile (CMYK, grey, 16-bit and wide-gamut included), laid over black where it is
 * transparent.
 *
 * @throws Refusal `image-too-large` above a limit; `image-undecodable` for everything else, with the reason.
 */
export async function decodeRgb(
  bytes: Uint8Array,
  limits: ImageLimits = IMAGE_LIMITS,
): Promise<DecodedImage> {
  await admit(bytes, limits);
  try {
    return { ...(await rawImage(upright(open(bytes, limits, 'warning')))), damage: UNDAMAGED };
  } catch (complaint) {
    return decodeDamaged(bytes, limits, complaint);
  }
}

/**
 * Decodes as `decodeRgb`, to at most `mostPixels`. `factor` is by how much the sides are shorter for that, 1 where they
 * are not.
 *
 * @throws Refusal as `decodeRgb`.
 */
export async function decodeAtMost(
  bytes: Uint8Array,
  limits: ImageLimits,
  mostPixels: number,
): Promise<{ image: RgbImage; factor: number }> {
  const { width, height } = await admit(bytes, limits);
  if (width * height <= mostPixels) return { image: await decodeRgb(bytes, limits), factor: 1 };
  const longest = Math.max(width, height);
  const side = Math.floor(longest * Math.sqrt(mostPixels / (width * height)));
  const shrunk = (image: Sharp) => rawImage(image.resize({ width: side, height: side, fit: 'inside' }));
  const image = await shrunk(upright(open(bytes, limits, 'warning'))).catch(async (complaint: unknown) =>
    shrunk(wrap(await decodeDamaged(bytes, limits, complaint))),
  );
  return { image, factor: side / longest };
}

/**
 * Luma of a picture as stored, not turned, shrunk or stretched to exactly this size; whatever of a damaged one decodes.
 * `original` is its size.
 *
 * @throws Refusal as `decodeRgb`.
 */
export async function decodeGrey(
  bytes: Uint8Array,
  width: number,
  height: number,
  limits: ImageLimits = IMAGE_LIMITS,
): Promise<{ data: Uint8Array; original: { width: number; height: number } }> {
  const original = await admit(bytes, limits);
  try {
    const grey = open(bytes, limits, 'none').resize({ width, height, fit: 'fill', kernel: 'linear' });
    const { data } = await rawImage(grey.greyscale());
    return { data, original: { width: original.width, height: original.height } };
  } catch (cause) {
    throw undecodable('it is damaged, or not whole', cause);
  }
}

/** Decodes what the decoder had a `complaint` about, unless no viewer shows it either. */
async function decodeDamaged(
  bytes: Uint8Array,
  limits: ImageLimits,
  complaint: unknown,
): Promise<DecodedImage> {
  refuseWhatNobodyShows(messageOf(complaint), complaint);
  if (!isJpeg(bytes)) throw undecodable('it is damaged, or not whole', complaint);
  const decode = (given: Uint8Array) => rawImage(upright(open(given, limits, 'none')));
  // A cut inside a table stops the decoder; without that table it shows what came before.
  const image = await decode(bytes)
    .catch(() => decode(closeJpeg(bytes)))
    .catch((cause: unknown) => {
      throw undecodable('it is damaged, or not whole', cause);
    });
  const damage = damageOf(image, messageOf(complaint), readJpegStructure(bytes));
  if (damage.missing > MOST_MISSING) throw undecodable('most of the picture is missing', complaint);
  return { ...image, damage };
}

/**
 * A WebP no longer than `longest` on either side, never enlarged, straight from the encoded bytes.
 *
 * @throws Refusal as `decodeRgb`.
 */
export async function thumbnail(
  bytes: Uint8Array,
  longest: number,
  limits: ImageLimits = IMAGE_LIMITS,
): Promise<EncodedImage> {
  await admit(bytes, limits);
  try {
    // One pipeline from the encoded bytes, so that the decoder itself can shrink.
    return await shrink(upright(open(bytes, limits, 'warning')), longest);
  } catch (complaint) {
    return shrink(wrap(await decodeDamaged(bytes, limits, complaint)), longest);
  }
}

async function shrink(
  image: Sharp,
  longest: number,
  webp: WebpOptions = { quality: 78, effort: 3 },
): Promise<EncodedImage> {
  const { data, info } = await image
    .resize({ width: longest, height: longest, fit: 'inside', withoutEnlargement: true })
    .webp(webp)
    .toBuffer({ resolveWithObject: true });
  return { bytes: owned(data), mime: 'image/webp', width: info.width, height: info.height };
}

/** Sides and qualities of the WebP pictures of a notification, best first. */
const NOTICE_SIZES = [
  { longest: 256, quality: 50 },
  { longest: 224, quality: 40 },
  { longest: 192, quality: 35 },
  { longest: 160, quality: 30 },
  { longest: 112, quality: 25 },
  { longest: 64, quality: 20 },
  { longest: 32, quality: 10 },
];

/**
 * The best WebP of at most `mostBytes` bytes, 512 or more, never enlarged: what fits into the message of a web push.
 *
 * @throws Refusal as `decodeRgb`.
 */
export async function noticePicture(
  bytes: Uint8Array,
  mostBytes: number,
  limits: ImageLimits = IMAGE_LIMITS,
): Promise<EncodedImage> {
  const picture = await decodeRgb(bytes, limits);
  for (const { longest, quality } of NOTICE_SIZES) {
    const made = await shrink(wrap(picture), longest, { quality, effort: 6 });
    if (made.bytes.length <= mostBytes) return made;
  }
  throw new Error(`no picture fits into ${mostBytes} bytes`);
}

/** Better codes need every coefficient of the picture in memory, twelve bytes a pixel, to save a tenth of the file. */
const MOST_OPTIMISED_PIXELS = 12_000_000;

/** Encodes as a baseline-compatible JPEG, 4:4:4 so that fine colour survives. */
export async function encodeJpeg(image: RgbImage, options: { quality?: number } = {}): Promise<EncodedImage> {
  const base = wrap(image).jpeg({
    quality: options.quality ?? 90,
    chromaSubsampling: '4:4:4',
    optimiseCoding: image.width * image.height <= MOST_OPTIMISED_PIXELS,
  });
  const bytes = await base.toBuffer();
  return { bytes: owned(bytes), mime: 'image/jpeg', width: image.width, height: image.height };
}

/** Exif of an encoded picture as far as it is taken over; empty where there is none. */
export async function exifOf(bytes: Uint8Array): Promise<ExifFields> {
  const nothing: ExifFields = { main: [], detail: [] };
  if (isJpeg(bytes)) return readExif(bytes) ?? nothing;
  const { exif } = await sharp(bytes, { limitInputPixels: false }).metadata();
  return (exif && readExifBlock(exif)) || nothing;
}

/** Encodes pictures of one size, each shown for its time in ms, as an animated WebP that plays for ever. */
export async function encodeAnimation(
  stills: readonly { image: RgbImage; ms: number }[],
): Promise<EncodedImage> {
  const [{ width, height }] = stills.map(({ image }) => image) as [RgbImage];
  const strip = Buffer.concat(stills.map(({ image }) => image.data));
  const raw = { width, height: height * stills.length, channels: 3, pageHeight: height } as const;
  const data = await sharp(strip, { raw, limitInputPixels: false })
    .webp({ quality: 72, effort: 2, loop: 0, delay: stills.map(({ ms }) => ms) })
    .toBuffer();
  return { bytes: owned(data), mime: 'image/webp', width, height };
}

function open(bytes: Uint8Array, limits: ImageLimits, failOn: 'warning' | 'none'): Sharp {
  return sharp(bytes, {
    failOn,
    limitInputPixels: limits.maxPlainJpegPixels ?? limits.maxPixels,
    animated: false,
  });
}

function upright(image: Sharp): Sharp {
  return image.autoOrient().flatten({ background: 'black' }).toColourspace('srgb');
}

/** Cameras and phones send JPEGs, and only of a JPEG is it known where pixels are missing. */
function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8;
}

/** @throws Refusal for what is not decoded at all, read from its first bytes. */
async function admit(bytes: Uint8Array, limits: ImageLimits): Promise<ImageHeader> {
  refuseByBytes(bytes, limits);
  if (isHeic(bytes)) throw undecodable(`it is a HEIC photo; ${TAKEN}`);
  const header = await headerOf(bytes);
  refuseByHeader(header, limits);
  return header;
}

async function headerOf(bytes: Uint8Array): Promise<ImageHeader> {
  if (isJpeg(bytes)) return { ...readJpegStructure(bytes), isAvif: false, isJpeg: true };
  try {
    const { width, height, format } = await sharp(bytes, { limitInputPixels: false }).metadata();
    return { width, height, scans: 1, isAvif: format === 'heif', isJpeg: false };
  } catch (cause) {
    refuseWhatNobodyShows(messageOf(cause), cause);
    throw undecodable('it is damaged, or not whole', cause);
  }
}

function refuseWhatNobodyShows(reason: string, cause: unknown): void {
  if (/unsupported image format|operation is blocked/.test(reason)) throw undecodable(TAKEN, cause);
}

/** Pipeline that begins with an image. */
export function wrap(image: RgbImage): Sharp {
  const raw = { width: image.width, height: image.height, channels: 3 } as const;
  return sharp(image.data, { raw, limitInputPixels: false });
}

/** Runs a pipeline and gives what it makes as an image. */
export async function rawImage(pipeline: Sharp): Promise<RgbImage> {
  const { data, info } = await pipeline.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  return { data: owned(data), width: info.width, height: info.height };
}

/** View of the memory as a plain array: a Buffer would cross a process boundary as something else. */
function owned(data: Uint8Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
