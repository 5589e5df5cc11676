import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { temporaryFolder } from '../../support/folder.js';
import { runScript } from '../../support/script.js';

const bursts = new URL('../../fixtures/bursts/', import.meta.url);

/** Four animals of two bursts each, all of them the same cat: whatever is answered, it is counted. */
function putAnimals(data: string): void {
  const labels = ['one', 'two', 'three', 'four'].flatMap((clip) =>
    [0, 1].map((number) => {
      const id = `${clip}_${number}`;
      mkdirSync(path.join(data, id));
      for (const frame of ['02.jpg', '03.jpg'])
        cpSync(new URL(`cat-focus/${frame}`, bursts), path.join(data, id, frame));
      return { id, kind: 'real', best: [3], bad: [], clip, species: 'cat' };
    }),
  );
  writeFileSync(path.join(data, 'labels.json'), JSON.stringify(labels));
}

t.test('households are drawn, and the last line is the result, against a histogram', async (t) => {
  const data = temporaryFolder(t);
  putAnimals(data);
  const cache = path.join(data, 'cache.json');
  const arguments_ = ['--bursts', data, '--households', '20', '--cache', cache];
  const { stdout, last } = await runScript('eval/pets', ...arguments_);
  const { results, medianMs } = JSON.parse(last);
  t.strictSame(
    results.map(({ reader }: { reader: string }) => reader),
    ['ours', 'histogram'],
  );
  t.match(results[0].shares, { wrong: Number, answered: Number, strangerUnknown: Number });
  t.ok(medianMs > 0);
  t.match(stdout, /16 crops of 4 animals/);
  t.equal((await runScript('eval/pets', ...arguments_)).last, last, 'from what is kept the same comes out');
});

t.test('what it is not told it asks for', async (t) => {
  t.match((await runScript('eval/pets', '--help')).stdout, /Usage: npm run eval:pets/);
  const broken = runScript('eval/pets', '--bursts', temporaryFolder(t));
  await t.rejects(broken, { code: 1, stderr: /labels.json is missing/ });
});
