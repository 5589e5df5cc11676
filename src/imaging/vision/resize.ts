import { type Region, type RgbImage, rawImage, wrap } from './pixels.js';

/** Cuts `region` out. It must lie inside the image. */
export async function cropRgb(image: RgbImage, region: Region): Promise<RgbImage> {
  return rawImage(wrap(image).extract(region));
}

/** Shrinks or enlarges the whole image to exactly this size. */
export async function resizeRgb(image: RgbImage, width: number, height: number): Promise<RgbImage> {
  return rawImage(wrap(image).resize({ width, height, fit: 'fill' }));
}

/** How an image, or a part of it, lies in a square of `side` pixels; the level of the grey around it is 0 unless said. */
export interface Fit {
  side: number;
  inside: Region;
  part?: Region;
  around?: number;
}

/** Shrinks or enlarges the image, or `part` of it, into `inside` of a square. */
export async function letterboxRgb(
  image: RgbImage,
  { side, inside, part, around = 0 }: Fit,
): Promise<RgbImage> {
  const { left, top, width, height } = inside;
  const taken = part ? wrap(image).extract(part) : wrap(image);
  const fitted = taken.resize({ width, height, fit: 'fill', kernel: 'linear' });
  if (width === side && height === side) return rawImage(fitted);
  const border = { left, top, right: side - left - width, bottom: side - top - height };
  const background = { r: around, g: around, b: around };
  return rawImage(fitted.extend({ ...border, background }));
}

/** Half the size in both directions; an odd last row or column is averaged in. */
export async function halveRgb(image: RgbImage): Promise<RgbImage> {
  const [width, height] = [Math.ceil(image.width / 2), Math.ceil(image.height / 2)];
  return rawImage(wrap(image).resize({ width, height, fit: 'fill', kernel: 'lanczos3' }));
}
