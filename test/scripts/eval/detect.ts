import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { temporaryFolder } from '../../support/folder.js';
import { fixture } from '../../support/photos.js';
import { runScript } from '../../support/script.js';

t.test('photos by class and photos with boxes are counted, and the last line is the result', async (t) => {
  const data = temporaryFolder(t);
  const put = (folder: string, name: string, bytes: Uint8Array) => {
    mkdirSync(path.join(data, folder), { recursive: true });
    writeFileSync(path.join(data, folder, name), bytes);
  };
  put('cats', '1.jpg', fixture('cat-focus', 3));
  put('cats', '2.jpg', fixture('cat-turns-head', 2));
  put('cats', 'torn.jpg', fixture('cat-focus', 3).subarray(0, 9000));
  put('negatives', '1.jpg', fixture('nobody-home', 0));
  put('odd', 'unnamed.jpg', fixture('nobody-home', 1));
  put('boxes', 'a.jpg', fixture('cat-focus', 3));
  const coco = {
    images: [
      { id: 1, file_name: 'a.jpg' },
      { id: 2, file_name: 'missing.jpg' },
    ],
    categories: [{ id: 17, name: 'cat' }],
    annotations: [{ image_id: 1, category_id: 17, bbox: [0, 0, 20, 20] }],
  };
  put('boxes', 'instances.json', Buffer.from(JSON.stringify(coco)));
  const { stdout, last } = await runScript('eval/detect', '--data', data);
  t.match(JSON.parse(last), {
    model: 'nanodet-416',
    classes: {
      cat: { found: { of: 3, count: 3, share: 1 }, boxes: { of: 1, count: 0 } },
      dog: { found: { of: 0, share: null } },
    },
    negatives: { falseAlarms: { of: 1, count: 0 } },
    unreadable: 1,
  });
  t.match(stdout, /cat: photos found +3 of 3/);
  t.match(stdout, /dog: photos found .*none in the data/);
});

t.test(
  'in a light bursts are judged as the hub judges them, pets from afar and real frames too',
  async (t) => {
    const data = temporaryFolder(t);
    const put = (folder: string, name: string, bytes: Uint8Array) => {
      mkdirSync(path.join(data, folder), { recursive: true });
      writeFileSync(path.join(data, folder, name), bytes);
    };
    put('photos/cats', '1.jpg', fixture('cat-focus', 3));
    put('photos/negatives', '1.jpg', fixture('nobody-home', 0));
    put('frames', 'a.jpg', fixture('nobody-home', 1));
    const photos = ['--data', path.join(data, 'photos')];
    const real = ['--real', path.join(data, 'frames')];
    const { stdout, last } = await runScript(
      'eval/detect',
      ...[...photos, ...real, '--light', 'dim', '--bursts', '1'],
    );
    t.match(JSON.parse(last), {
      light: 'dim',
      pets: { of: 1 },
      afar: { of: 1 },
      falseAlarms: { of: 1, count: 0 },
      falseAlarmsReal: { of: 1, count: 0 },
    });
    t.match(stdout, /dim: pets reported +\d of 1/);
    await t.rejects(runScript('eval/detect', ...photos, '--light', 'pink'), {
      code: 1,
      stderr: /colour, grey, dim, camera/,
    });
  },
);

t.test('what it is not told it asks for', async (t) => {
  t.match((await runScript('eval/detect', '--help')).stdout, /Usage: npm run eval:detect/);
  await t.rejects(runScript('eval/detect'), { code: 1, stderr: /--data DIR/ });
  await t.rejects(runScript('eval/detect', '--data', temporaryFolder(t)), {
    code: 1,
    stderr: /no photos/,
  });
  const wrong = runScript('eval/detect', '--data', '.', '--class', 'x=bird');
  await t.rejects(wrong, { code: 1, stderr: /cat, dog, none/ });
});
