import { bilateral, gaussian } from './filters.js';
import { combine, type Plane } from './planes.js';
import { psnr, ssim } from './quality.js';
import { LANCZOS3, resample } from './resample.js';

/** One photo to tune on: its small luma and what it should become. */
export interface Classical {
  luma: Plane;
  truth: Plane;
  shave: number;
}

/** A tuned classical method with its scores, photo by photo. */
export interface Tuned {
  name: 'lanczosUnsharp' | 'lanczosDenoise';
  settings: string;
  scores: { psnr: number; ssim: number }[];
}

type Method = (photo: Classical) => Plane;

const AMOUNTS = [-0.75, -0.5, -0.25, 0.25, 0.5, 0.75, 1, 1.5];

/**
 * Lanczos and the unsharp mask after it, and Lanczos after a denoiser, each at the one setting that is best on
 * average over the very photos it is measured on: a baseline that knows the answer. A negative amount softens.
 */
export function bestClassical(photos: readonly Classical[]): Tuned[] {
  const masks = [0.8, 1.2, 1.8, 2.6].flatMap((sigma) => AMOUNTS.map((amount) => ({ sigma, amount })));
  const denoisers = [0.8, 1.5].flatMap((sigma) => [3, 6, 10, 16].map((likeness) => ({ sigma, likeness })));
  return [
    best('lanczosUnsharp', photos, masks, ({ sigma, amount }) => (photo) => {
      const large = enlarged(photo);
      return combine([large, gaussian(large, sigma)], (sharp, soft) => sharp + amount * (sharp - soft));
    }),
    best(
      'lanczosDenoise',
      photos,
      denoisers,
      ({ sigma, likeness }) =>
        ({ luma, ...rest }) =>
          enlarged({ luma: bilateral(luma, 2, sigma, likeness), ...rest }),
    ),
  ];
}

function enlarged({ luma, truth }: Pick<Classical, 'luma' | 'truth'>): Plane {
  return resample(luma, truth.width, truth.height, LANCZOS3);
}

/** Tries every setting on at most 24 photos spread over all, then scores the best one on all of them. */
function best<S extends object>(
  name: Tuned['name'],
  photos: readonly Classical[],
  settings: readonly S[],
  method: (setting: S) => Method,
): Tuned {
  const every = Math.ceil(photos.length / 24);
  const sample = photos.filter((_, i) => i % every === 0);
  const total = (setting: S) =>
    sample.reduce((sum, photo) => sum + psnr(method(setting)(photo), photo.truth, photo.shave), 0);
  const ranked = settings
    .map((setting) => ({ setting, total: total(setting) }))
    .sort((a, b) => b.total - a.total);
  const chosen = (ranked[0] as { setting: S }).setting;
  const scores = photos.map((photo) => {
    const out = method(chosen)(photo);
    return { psnr: psnr(out, photo.truth, photo.shave), ssim: ssim(out, photo.truth, photo.shave) };
  });
  return { name, settings: JSON.stringify(chosen), scores };
}
