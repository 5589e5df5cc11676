import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { models } from '../../src/cli/models.js';
import { readConfig } from '../../src/core/config/config.js';
import { createUpscaler } from '../../src/imaging/upscale/upscaler.js';
import { findModel, readManifest } from '../../src/imaging/vision/manifest.js';
import { openModel } from '../../src/imaging/vision/open-model.js';
import { temporaryFolder } from '../support/folder.js';
import { onnxOf, planeUpscaler, yoloDetector } from '../support/onnx.js';
import { gradient } from '../support/photos.js';

const shipped = new URL('../../models/', import.meta.url).pathname;

/** The shipped models in a folder of their own, and files to put beside them. */
function folderFor(t: Test) {
  const folder = path.join(temporaryFolder(t), 'models');
  mkdirSync(folder);
  cpSync(shipped, folder, { recursive: true });
  const own = temporaryFolder(t);
  const file = (name: string, bytes: Uint8Array) => {
    writeFileSync(path.join(own, name), bytes);
    return path.join(own, name);
  };
  const add = async (...args: string[]) => {
    const lines: string[] = [];
    const print = (line: string) => lines.push(line);
    await models.run(['add', ...args, '--folder', folder], {
      config: () => readConfig({}),
      version: '0',
      print,
    });
    return lines.join('\n');
  };
  return { folder, file, add };
}

const yolo = yoloDetector({ side: 64, boxes: [[32, 32, 20, 20]], classes: [15] });

t.test('a YOLO and a Real-ESRGAN of one’s own go before the models that came with the hub', async (t) => {
  const { folder, file, add } = folderFor(t);
  t.match(
    await add(file('YOLOv8 n.onnx', yolo), '--as', 'detector'),
    /yolov8-n is the first model for detect/,
  );
  const said = await add(
    file('esrgan.onnx', planeUpscaler(4)),
    '--as',
    'upscaler',
    '--licence',
    'BSD-3-Clause',
    '--json',
  );
  t.match(JSON.parse(said), { name: 'esrgan', task: 'upscale', licence: 'BSD-3-Clause', trouble: null });
  const manifest = await readManifest(folder);
  t.equal(findModel(manifest, 'detect').name, 'yolov8-n');
  const upscale = createUpscaler(manifest, (entry) => openModel(manifest, entry, 1));
  const bytes = new Uint8Array(await gradient(40, 30).png().toBuffer());
  for (const scale of [2, 4] as const) {
    const { image, model } = await upscale({ bytes, scale }, {});
    t.match(
      { model, width: image.width, height: image.height },
      { model: 'esrgan', width: 40 * scale, height: 30 * scale },
    );
  }
});

t.test('a network that takes and gives bytes needs no description', async (t) => {
  const { folder, file, add } = folderFor(t);
  cpSync(path.join(shipped, 'upscale-x2.onnx'), file('mine.onnx', new Uint8Array()));
  await add(
    path.join(path.dirname(file('x', new Uint8Array())), 'mine.onnx'),
    '--as',
    'upscaler',
    '--scale',
    '2',
  );
  t.equal(findModel(await readManifest(folder), 'upscale').name, 'mine');
});

t.test('a detector of any size is given the usual one', async (t) => {
  const { folder, file, add } = folderFor(t);
  const free = yoloDetector({ side: 640, free: true, boxes: [[320, 320, 90, 90]], classes: [15] });
  await add(file('free.onnx', free), '--as', 'detector');
  t.match(findModel(await readManifest(folder), 'detect').options, { kind: 'yolo', side: 640 });
});

t.test('what does not fit is refused with the reason, and leaves nothing behind', async (t) => {
  const { folder, file, add } = folderFor(t);
  const before = readdirSync(folder).sort();
  const port = { name: 'input', type: 'float32', shape: [1, 3, 64, 64] } as const;
  const same = (shape: readonly (number | string)[], type: 'float32' | 'float64' = 'float32') =>
    onnxOf({
      inputs: [{ ...port, type, shape }],
      outputs: [{ name: 'output', type, shape }],
      operations: [{ op: 'Identity', inputs: ['input'], output: 'output' }],
    });
  const two = onnxOf({
    inputs: [port],
    outputs: [
      { ...port, name: 'a' },
      { ...port, name: 'b' },
    ],
    operations: [
      { op: 'Identity', inputs: ['input'], output: 'a' },
      { op: 'Identity', inputs: ['input'], output: 'b' },
    ],
  });
  for (const [bytes, as, wanted] of [
    [Buffer.from('no model'), 'detector', { code: 'model-shape', message: /does not load/ }],
    [
      same([1, 3, 64, 64], 'float64'),
      'detector',
      { code: 'model-shape', message: /not of float32 or uint8/ },
    ],
    [same([1, 3, 64, 32]), 'detector', { code: 'model-unfit', message: /\[1,3,64,32\], not a square/ }],
    [same([1, 3, 64, 64]), 'detector', { code: 'model-shape', message: /not boxes of a YOLO head/ }],
    [same([1, 3, 64, 64]), 'upscaler', { code: 'model-unfit', message: /free height and width/ }],
    [same([1, 3, 'h', 'w']), 'upscaler', { code: 'model-shape', message: /4 times/ }],
    [two, 'upscaler', { code: 'model-unfit', message: /1 inputs and 2 outputs/ }],
  ] as const) {
    await t.rejects(add(file('mine.onnx', bytes), '--as', as), wanted);
  }
  const yolox = add(file('mine.onnx', yolo), '--as', 'detector', '--kind', 'yolox');
  await t.rejects(yolox, { code: 'model-shape' }, 'its answer does not fit the grids of a YOLOX');
  const taken = add(file('nanodet-416.onnx', yolo), '--as', 'detector');
  await t.rejects(taken, { code: 'model-name' });
  t.strictSame(readdirSync(folder).sort(), before);
});

t.test('how it is called', async (t) => {
  const { file, add } = folderFor(t);
  const mine = file('mine.onnx', yolo);
  await t.rejects(add(mine), { code: 'usage', message: /--as is one of detector, upscaler/ });
  await t.rejects(add(mine, 'another.onnx', '--as', 'detector'), { code: 'usage' });
  await t.rejects(add(mine, '--as', 'detector', '--kind', 'ssd'), { code: 'usage' });
  await t.rejects(add(), { code: 'usage' });
});
