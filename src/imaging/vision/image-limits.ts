import { Refusal } from '../../core/errors.js';

/** Limits of bytes, pixels and scans of what may be decoded at all. */
export interface ImageLimits {
  maxBytes: number;
  maxPixels: number;
  /** Pixels of a JPEG of one pass, which costs least to decode; `maxPixels` unless given. */
  maxPlainJpegPixels?: number;
  /** Passes over the picture that a progressive JPEG may ask for; each costs as much as the whole picture. */
  maxScans: number;
}

/** Facts that the first bytes of a picture give. */
export interface ImageHeader {
  /** Pixels as stored. */
  width: number;
  height: number;
  /** 1 for every format but JPEG. */
  scans: number;
  isAvif: boolean;
  isJpeg: boolean;
}

/** For photos of people: 50 MB, as the API takes uploads, and 25 megapixels. */
export const IMAGE_LIMITS: ImageLimits = { maxBytes: 50_000_000, maxPixels: 25_000_000, maxScans: 100 };

/** An AVIF decoder takes 28 bytes a pixel, whatever the file says: 753 bytes of 25 megapixels took 701 MB. */
const MOST_AVIF_PIXELS = 12_500_000;

/**
 * Check of a picture's size in bytes, before anything is read of it.
 * @throws Refusal `image-undecodable` for nothing at all, `image-too-large` for more bytes than are taken.
 */
export function refuseByBytes(bytes: Uint8Array, { maxBytes }: ImageLimits): void {
  if (bytes.byteLength === 0) throw undecodable('it is empty');
  if (bytes.byteLength > maxBytes) {
    throw tooLarge(`it has ${bytes.byteLength} bytes, at most ${maxBytes} are taken`);
  }
}

/**
 * Check of a picture's pixels and scans, before anything is decoded of it.
 * @throws Refusal `image-too-large` for what would cost more to decode than the limits allow.
 */
export function refuseByHeader(header: ImageHeader, limits: ImageLimits): void {
  const { maxScans } = limits;
  const { width, height, scans, isAvif } = header;
  const most = mostPixels(header, limits);
  if (width * height > most) {
    const kind = isAvif ? ' of an AVIF' : '';
    throw tooLarge(
      `it has ${width}x${height} pixels, at most ${megapixels(most)} megapixels${kind} are taken`,
    );
  }
  if (scans > maxScans) throw tooLarge(`it asks for ${scans} passes, at most ${maxScans} are taken`);
}

function mostPixels(
  { scans, isAvif, isJpeg }: ImageHeader,
  { maxPixels, maxPlainJpegPixels }: ImageLimits,
): number {
  if (isAvif) return Math.min(maxPixels, MOST_AVIF_PIXELS);
  return isJpeg && scans <= 1 ? (maxPlainJpegPixels ?? maxPixels) : maxPixels;
}

/** Brands of HEIF files whose pictures are HEVC (ISO/IEC 23008-12, annex B), as iPhones make them. */
const HEIC_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'];

/** True for a photo in the format that iPhones store; no decoder of it is free to ship. */
export function isHeic(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 64)).toString('latin1');
  if (text.slice(4, 8) !== 'ftyp' || text.includes('avif')) return false;
  return HEIC_BRANDS.includes(text.slice(8, 12));
}

/** Formats that are taken, as the end of a sentence. */
export const TAKEN = 'JPEG, PNG, WebP, GIF and AVIF are taken';

/** Refusal `image-undecodable` with the reason as the end of its sentence. */
export function undecodable(why: string, cause?: unknown): Refusal {
  return new Refusal('image-undecodable', `the image does not decode: ${why}`, { cause });
}

/** Refusal `image-too-large` with the reason as the end of its sentence. */
export function tooLarge(why: string, cause?: unknown): Refusal {
  return new Refusal('image-too-large', `the image is too large: ${why}`, { cause });
}

/** Rounded down, so that nothing is refused that seems to fit. */
function megapixels(pixels: number): string {
  return String(Math.floor(pixels / 100_000) / 10);
}
