import { type Static, Type } from 'typebox';
import type { RgbImage } from './pixels.js';
import type { Tensor } from './session.js';

const Triple = Type.Tuple([Type.Number(), Type.Number(), Type.Number()]);

/**
 * Input format of a network from elsewhere, where its graph does not take `uint8 [1, height, width, 3]`: 32-bit
 * floats of (level - mean) / deviation, by channel in the network's order, levels 0..255. So `deviation` 255 gives
 * 0..1. Without it a network takes bytes.
 */
export const PixelFormat = Type.Object(
  {
    /** Planes one behind the other, or pixel by pixel. */
    layout: Type.Union([Type.Literal('nchw'), Type.Literal('nhwc')]),
    order: Type.Union([Type.Literal('rgb'), Type.Literal('bgr')]),
    mean: Type.Optional(Triple),
    deviation: Type.Optional(Triple),
  },
  { additionalProperties: false },
);
/** Value that the schema `PixelFormat` describes. */
export type PixelFormat = Static<typeof PixelFormat>;

/** Red, green and blue in the order that the network has them. */
const CHANNELS = { rgb: [0, 1, 2], bgr: [2, 1, 0] } as const;

interface Channel {
  /** In the picture: 0 red, 1 green, 2 blue. */
  colour: number;
  mean: number;
  deviation: number;
  /** In the tensor. */
  start: number;
  step: number;
}

function channelsOf(format: PixelFormat, pixels: number): Channel[] {
  return CHANNELS[format.order].map((colour, i) => ({
    colour,
    mean: format.mean?.[i] ?? 0,
    deviation: format.deviation?.[i] ?? 1,
    start: format.layout === 'nchw' ? i * pixels : i,
    step: format.layout === 'nchw' ? 1 : 3,
  }));
}

/** The picture as the network wants it: bytes without a format. */
export function tensorOf(image: RgbImage, format: PixelFormat | undefined): Tensor {
  const { data, width, height } = image;
  if (!format) return { type: 'uint8', data, dims: [1, height, width, 3] };
  const floats = new Float32Array(data.length);
  for (const { colour, mean, deviation, start, step } of channelsOf(format, width * height)) {
    for (let from = colour, to = start; from < data.length; from += 3, to += step) {
      floats[to] = ((data[from] as number) - mean) / deviation;
    }
  }
  const dims = format.layout === 'nchw' ? [1, 3, height, width] : [1, height, width, 3];
  return { type: 'float32', data: floats, dims };
}

/** The way back, rounded and clamped; null when the tensor is no picture of this size. */
export function imageOf(
  tensor: Tensor | undefined,
  width: number,
  height: number,
  format: PixelFormat | undefined,
): RgbImage | null {
  if (tensor?.type !== (format ? 'float32' : 'uint8') || tensor.data.length !== width * height * 3)
    return null;
  if (tensor.type === 'uint8') return { data: tensor.data, width, height };
  const data = new Uint8Array(tensor.data.length);
  for (const { colour, mean, deviation, start, step } of channelsOf(format as PixelFormat, width * height)) {
    for (let to = colour, from = start; to < data.length; to += 3, from += step) {
      const level = (tensor.data[from] as number) * deviation + mean;
      data[to] = level < 0 ? 0 : level > 255 ? 255 : level + 0.5;
    }
  }
  return { data, width, height };
}
