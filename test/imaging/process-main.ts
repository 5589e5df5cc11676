import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pino } from 'pino';
import sharp from 'sharp';
import t, { type Test } from 'tap';
import { systemClock } from '../../src/core/clock.js';
import {
  startHere,
  superviseVision,
  type VisionOptions,
  visionDefaults,
} from '../../src/imaging/vision/supervisor.js';
import type { Detection, Vision } from '../../src/imaging/vision/types.js';
import { temporaryFolder } from '../support/folder.js';
import { fixture, gradient, sound, unsound } from '../support/photos.js';
import { repository } from '../support/program.js';

const models = path.join(repository, 'models');

/** The real process with the real models; only its priority and how it is loaded are a test's. */
function start(t: Test, { process, ...change }: Change): Vision {
  const defaults = visionDefaults(models);
  const options = { ...defaults, ...change, process: { ...defaults.process, nice: 0, ...process } };
  const start = startHere(options, systemClock);
  const vision = superviseVision(options, start, systemClock, pino({ level: 'silent' }));
  t.teardown(() => vision.stop());
  return vision;
}

interface Change extends Partial<Omit<VisionOptions, 'process'>> {
  process?: Partial<VisionOptions['process']>;
}

t.test('one process answers every task and survives every picture', async (t) => {
  const vision = start(t, {});

  await t.test('a cat is found where it is', async (t) => {
    const { width, height, pets, features } = await vision.run('analyse', { bytes: fixture('cat-focus', 3) });
    t.strictSame([width, height], [800, 600]);
    const [cat] = pets;
    t.equal(cat?.label, 'cat');
    t.ok((cat?.x ?? 0) > 300 && (cat?.y ?? 0) > 150, 'on the right, below the middle');
    t.ok(Object.values(features).length > 5);
    t.ok(Object.values(features).every(Number.isFinite), 'every measurement is a number');
  });

  await t.test('it is measured where it is said to be, or nowhere', async (t) => {
    const bytes = fixture('cat-focus', 3);
    const { pets, others } = await vision.run('detect', { bytes });
    t.match(pets, [{ label: 'cat' }]);
    t.strictSame(others, []);
    const box = pets[0] as Detection;
    const there = await vision.run('analyse', { bytes, box });
    t.strictSame(there.pets, [box]);
    t.match(there.features, { looked: 1, petScore: box.score });
    const nowhere = await vision.run('analyse', { bytes, box: null });
    t.strictSame(nowhere.pets, []);
    t.notOk('face' in nowhere.features, 'no head is sought where there is no pet');
  });

  await t.test('an empty room has no pet, and is measured all the same', async (t) => {
    const { pets, features } = await vision.run('analyse', { bytes: fixture('nobody-home', 0) });
    t.strictSame(pets, []);
    t.ok(Object.values(features).every(Number.isFinite));
  });

  await t.test('two thumbnails', async (t) => {
    const { small, large } = await vision.run('thumbnails', { bytes: fixture('cat-focus', 3) });
    t.strictSame([small.width, small.height, small.mime], [320, 240, 'image/webp']);
    t.strictSame([large.width, large.height, large.mime], [800, 600, 'image/webp']);
    t.equal((await sharp(small.bytes).metadata()).format, 'webp');
  });

  await t.test('a picture that a web push can carry', async (t) => {
    const { small } = await vision.run('thumbnails', { bytes: fixture('cat-focus', 3) });
    const { bytes, mime } = await vision.run('noticePicture', { bytes: small.bytes, mostBytes: 2_600 });
    t.equal(mime, 'image/webp');
    t.ok(bytes.length > 1_000 && bytes.length <= 2_600, `${bytes.length} bytes`);
  });

  await t.test('two photos become a film and a collage', async (t) => {
    const photos = [fixture('cat-focus', 3), fixture('cat-night', 0)];
    const { animation, collage } = await vision.run('highlight', {
      bytes: Buffer.concat(photos),
      photos: photos.map(({ length }) => ({ length, subject: null })),
      best: 0,
    });
    t.equal((await sharp(animation.bytes).metadata()).pages, 8);
    t.strictSame([collage.mime, collage.width], ['image/jpeg', 1440]);
  });

  await t.test('a photo is enlarged twice, with progress', async (t) => {
    const heard: number[] = [];
    const bytes = await gradient(96, 64).jpeg().toBuffer();
    const onProgress = (done: number) => heard.push(done);
    const { image, model } = await vision.run('upscale', { bytes, scale: 2 }, { onProgress });
    t.strictSame([image.width, image.height, image.mime], [192, 128, 'image/jpeg']);
    t.ok(model.length > 0);
    t.ok(heard.length > 0);
  });

  await t.test('sound pictures of every kind are measured', async (t) => {
    for (const [name, make] of Object.entries(sound)) {
      const { features } = await vision.run('analyse', { bytes: await make() });
      t.ok(Object.values(features).every(Number.isFinite), name);
    }
  });

  await t.test('unsound ones are refused by every task, with the reason', async (t) => {
    for (const [name, { code, bytes }] of Object.entries(unsound)) {
      const request = { bytes: await bytes() };
      await t.rejects(vision.run('coarseStats', request), { name: 'Refusal', code }, `${name}: coarseStats`);
      await t.rejects(vision.run('detect', request), { name: 'Refusal', code }, `${name}: detect`);
      await t.rejects(vision.run('analyse', request), { name: 'Refusal', code }, `${name}: analyse`);
      await t.rejects(vision.run('thumbnails', request), { name: 'Refusal', code }, `${name}: thumbnails`);
      const upscale = vision.run('upscale', { ...request, scale: 2 });
      await t.rejects(upscale, { name: 'Refusal', code }, `${name}: upscale`);
    }
  });

  await t.test('a large enlargement is given up when nobody wants it', async (t) => {
    const controller = new AbortController();
    const bytes = await gradient(1600, 1200).jpeg().toBuffer();
    const asked = vision.run(
      'upscale',
      { bytes, scale: 2 },
      { signal: controller.signal, onProgress: () => controller.abort() },
    );
    await t.rejects(asked, { code: 'cancelled' });
    t.ok(await vision.run('thumbnails', { bytes: fixture('cat-focus', 3) }));
  });

  t.equal(vision.state().restarts, 0, 'all in one process');
});

t.test('a model that was changed or removed is refused, and the hub says what to do', async (t) => {
  const folder = path.join(temporaryFolder(t), 'models');
  cpSync(models, folder, { recursive: true });
  const detector = path.join(folder, 'nanodet-416.onnx');
  const bytes = readFileSync(detector);
  bytes[bytes.length - 1] = 255 - (bytes.at(-1) as number);
  writeFileSync(detector, bytes);
  const vision = start(t, { modelsFolder: folder });
  await t.rejects(vision.run('analyse', { bytes: fixture('cat-focus', 3) }), {
    name: 'Fault',
    code: 'model-hash',
    hint: /manifest/,
  });
  cpSync(path.join(models, 'nanodet-416.onnx'), detector);
  t.ok(await vision.run('analyse', { bytes: fixture('cat-focus', 3) }), 'put back, it works');
  t.equal(vision.state().restarts, 0);
});

t.test('a folder without a head model still measures', async (t) => {
  const folder = path.join(temporaryFolder(t), 'models');
  mkdirSync(folder);
  const manifest = JSON.parse(readFileSync(path.join(models, 'manifest.json'), 'utf8'));
  manifest.models = manifest.models.filter(({ task }: { task: string }) => task === 'detect');
  writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
  cpSync(path.join(models, 'nanodet-416.onnx'), path.join(folder, 'nanodet-416.onnx'));
  const vision = start(t, { modelsFolder: folder });
  const { pets } = await vision.run('analyse', { bytes: fixture('cat-focus', 3) });
  t.equal(pets[0]?.label, 'cat');
});

t.test('an image that needs more memory than there is is refused', async (t) => {
  const vision = start(t, { maxRssBytes: 60_000_000 });
  const bytes = await gradient(1600, 1200).jpeg().toBuffer();
  await t.rejects(vision.run('upscale', { bytes, scale: 2 }), {
    name: 'Refusal',
    code: 'vision-crashed',
    message: /more memory than 60 MB/,
  });
});
