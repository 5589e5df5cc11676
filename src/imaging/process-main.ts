/**
 * The vision process: everything that touches untrusted bytes runs here, forked by the vision service (`main.ts`).
 * Models are loaded by the first task that needs them and go with the process.
 */
import { renderFilm } from './film/render.js';
import { renderHighlight } from './highlight/render.js';
import { checkModel, tryModel } from './trial/trial.js';
import type { Preference } from './upscale/tiers.js';
import { createUpscaler } from './upscale/upscaler.js';
import { analyseFrame } from './vision/analyse.js';
import { createAppearanceReader } from './vision/appearance.js';
import { coarseStats } from './vision/coarse-stats.js';
import { contentsOf } from './vision/contents.js';
import { createDetector } from './vision/detect.js';
import { createHeadFinder } from './vision/head.js';
import { findModel, readManifest } from './vision/manifest.js';
import { motionCells } from './vision/motion-cells.js';
import { openModel } from './vision/open-model.js';
import { keepPictures } from './vision/picture.js';
import { noticePicture, thumbnail } from './vision/pixels.js';
import { serveTasks, type TaskHandler } from './vision/process.js';
import type { VisionTask } from './vision/types.js';

const { modelsFolder, threads, upscale, maxRssBytes } = JSON.parse(process.argv[2] as string) as {
  modelsFolder: string;
  threads: number;
  upscale: Preference;
  maxRssBytes: number;
};

/** Calls `load` when first asked, and again after a failure. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: T | undefined;
  return async () => {
    loaded ??= await load();
    return loaded;
  };
}

const pictures = keepPictures();

/** A task for which pictures of a burst only take up memory. */
function alone<T extends VisionTask>(handler: TaskHandler<T>): TaskHandler<T> {
  return (request, context) => {
    pictures.clear();
    return handler(request, context);
  };
}

const manifest = once(() => readManifest(modelsFolder));

const detector = once(async () => {
  const models = await manifest();
  const entry = findModel(models, 'detect');
  return createDetector(entry, await openModel(models, entry, threads));
});

/** A hub without a head model measures the whole pet instead. */
const headFinder = once(async () => {
  const models = await manifest();
  const entry = models.models.find(({ task }) => task === 'head');
  return entry ? createHeadFinder(entry, await openModel(models, entry, threads)) : async () => null;
});

/** A hub without an appearance model knows pets by their kinds. */
const appearanceReader = once(async () => {
  const models = await manifest();
  const entry = models.models.find(({ task }) => task === 'appearance');
  return entry ? createAppearanceReader(entry, await openModel(models, entry, threads)) : null;
});

const upscaler = once(async () => {
  const models = await manifest();
  return createUpscaler(models, (entry) => openModel(models, entry, threads), upscale);
});

serveTasks(
  {
    motionCells: ({ bytes, limits }) => motionCells(bytes, limits),
    coarseStats: async ({ bytes, limits }) => coarseStats(await pictures.of(bytes, limits)),
    detect: async ({ bytes, limits }) => (await detector())((await pictures.of(bytes, limits)).rgb),
    analyse: async ({ bytes, box, limits }) =>
      analyseFrame(
        await pictures.of(bytes, limits),
        {
          detect: async (image) => (await detector())(image),
          findHead: async (image, pet) => (await headFinder())(image, pet),
        },
        box,
      ),
    contents: async ({ bytes, boxes, limits }) => ({
      contents: await contentsOf((await pictures.of(bytes, limits)).rgb, boxes),
    }),
    appearances: async ({ bytes, boxes, limits }) => {
      const read = await appearanceReader();
      const { rgb } = await pictures.of(bytes, limits);
      const appearances: number[][] = [];
      for (const box of read ? boxes : []) appearances.push((await read?.(rgb, box)) ?? []);
      return { appearances };
    },
    thumbnails: alone(async ({ bytes, limits }) => ({
      small: await thumbnail(bytes, 320, limits),
      large: await thumbnail(bytes, 960, limits),
    })),
    noticePicture: alone(({ bytes, mostBytes, limits }) => noticePicture(bytes, mostBytes, limits)),
    upscale: alone(async (request, context) => (await upscaler())(request, context)),
    highlight: alone(renderHighlight),
    film: alone((request, context) => renderFilm(request, context)),
    checkModel: alone(checkModel),
    tryModel: alone(tryModel),
  },
  maxRssBytes,
);
