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

interface Method {
  name: Tuned['name'];
  settings: string;
  apply: (photo: Prepared) => Plane;
}

/** What several settings of one photo share. */
interface Prepared {
  enlarged: (luma?: Plane) => Plane;
  softened: (sigma: number) => Plane;
  luma: Plane;
}

const TUNE_ON = 24;

const METHODS: readonly Method[] = [
  ...[0.8, 1.2, 1.8, 2.6].flatMap((sigma) =>
    [-0.75, -0.5, -0.25, 0.25, 0.5, 0.75, 1, 1.5].map((amount) => unsharpAfter(sigma, amount)),
  ),
  ...[0.8, 1.5].flatMap((sigma) => [3, 6, 10, 16].map((likeness) => denoisedBefore(sigma, likeness))),
];

/**
 * Lanczos and the unsharp mask after it, and Lanczos after a denoiser, each at the one setting that is best on
 * average over (at most 24 of) the very photos it is measured on: a baseline that knows the answer.
 */
export function bestClassical(photos: readonly Classical[]): Tuned[] {
  const every = Math.ceil(photos.length / TUNE_ON);
  const totals = METHODS.map(() => 0);
  for (const photo of photos.filter((_, i) => i % every === 0)) {
    const prepared = prepare(photo);
    METHODS.forEach(({ apply }, i) => {
      totals[i] = (totals[i] as number) + psnr(apply(prepared), photo.truth, photo.shave);
    });
  }
  const names = ['lanczosUnsharp', 'lanczosDenoise'] as const;
  return names.map((name) => scored(bestOf(name, totals), photos));
}

function bestOf(name: Tuned['name'], totals: readonly number[]): Method {
  const [best] = METHODS.map((method, i) => ({ method, total: totals[i] as number }))
    .filter(({ method }) => method.name === name)
    .sort((a, b) => b.total - a.total);
  return (best as { method: Method }).method;
}

function scored({ name, settings, apply }: Method, photos: readonly Classical[]): Tuned {
  const scores = photos.map((photo) => {
    const out = apply(prepare(photo));
    return { psnr: psnr(out, photo.truth, photo.shave), ssim: ssim(out, photo.truth, photo.shave) };
  });
  return { name, settings, scores };
}

/** A negative amount softens, which takes a camera's halos away. */
function unsharpAfter(sigma: number, amount: number): Method {
  const apply = ({ enlarged, softened }: Prepared) =>
    combine([enlarged(), softened(sigma)], (sharp, soft) => sharp + amount * (sharp - soft));
  return { name: 'lanczosUnsharp', settings: `sigma ${sigma}, amount ${amount}`, apply };
}

function denoisedBefore(sigma: number, likeness: number): Method {
  const apply = ({ luma, enlarged }: Prepared) => enlarged(bilateral(luma, 2, sigma, likeness));
  return { name: 'lanczosDenoise', settings: `bilateral, sigma ${sigma}, ${likeness} levels`, apply };
}

function prepare({ luma, truth }: Classical): Prepared {
  const enlarged = (small: Plane) => resample(small, truth.width, truth.height, LANCZOS3);
  const large = enlarged(luma);
  const soft = new Map<number, Plane>();
  const softened = (sigma: number) => {
    const plane = soft.get(sigma) ?? gaussian(large, sigma);
    soft.set(sigma, plane);
    return plane;
  };
  return { luma, softened, enlarged: (small) => (small ? enlarged(small) : large) };
}
