/**
 * The vision process: everything that touches untrusted photo bytes runs here, forked by `vision/supervisor.ts`.
 * Models are loaded by the first task that needs them and go with the process.
 */
import { Fault } from './errors.js';
import { analyseFrame } from './vision/analyse.js';
import { createDetector } from './vision/detect.js';
import { createHeadFinder } from './vision/head.js';
import { findModel, openModel, readManifest } from './vision/manifest.js';
import { thumbnail } from './vision/pixels.js';
import { serve } from './vision/process.js';

const { modelsFolder, threads, maxRssBytes } = JSON.parse(process.argv[2] as string) as {
  modelsFolder: string;
  threads: number;
  maxRssBytes: number;
};

/** Calls `load` when first asked; asks again after a failure. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: T | undefined;
  return async () => {
    loaded ??= await load();
    return loaded;
  };
}

const detector = once(async () => {
  const manifest = await readManifest(modelsFolder);
  const entry = findModel(manifest, 'detect');
  return createDetector(entry, await openModel(manifest, entry, threads));
});

/** A hub without a head model measures the whole pet instead. */
const headFinder = once(async () => {
  const manifest = await readManifest(modelsFolder);
  const entry = manifest.models.find(({ task }) => task === 'head');
  return entry ? createHeadFinder(entry, await openModel(manifest, entry, threads)) : async () => null;
});

serve(
  {
    analyse: async ({ bytes }) =>
      analyseFrame(bytes, {
        detect: async (image) => (await detector())(image),
        findHead: async (image, pet) => (await headFinder())(image, pet),
      }),
    thumbnails: async ({ bytes }) => ({
      small: await thumbnail(bytes, 320),
      large: await thumbnail(bytes, 960),
    }),
    upscale: async () => {
      throw new Fault('model-missing', 'no upscaler', 'none');
    },
  },
  maxRssBytes,
);
