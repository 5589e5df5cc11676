import { cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { temporaryFolder } from '../../support/folder.js';
import { runScript } from '../../support/script.js';

const bursts = new URL('../../fixtures/bursts/', import.meta.url);

t.test('the last line has ours, what the first look spared, and every baseline', async (t) => {
  const data = temporaryFolder(t);
  cpSync(new URL('cat-focus/', bursts), path.join(data, 'cat-focus'), { recursive: true });
  const label = { id: 'cat-focus', kind: 'synthetic', best: [3], bad: [0, 1, 4, 5], flat: false };
  writeFileSync(path.join(data, 'labels.json'), JSON.stringify([label]));
  const cache = path.join(data, 'cache.json');
  const { stdout, last } = await runScript(
    'eval/bestcut',
    '--data',
    data,
    '--picks',
    '--cache',
    cache,
    '--shake',
    '1',
  );
  const rates = { top1: 1, bad: 0 };
  const { ours, baselines } = JSON.parse(last);
  t.match(ours, { ...rates, kinds: { synthetic: rates }, sameChoice: 1 });
  t.ok(ours.mostDetectorRuns <= 6 && ours.headRunsPer10 > 0);
  t.match(ours.shaken, [{ ...rates, sameChoice: 1 }]);
  t.strictSame(Object.keys(baselines).sort(), [
    'everyFrame',
    'frigate',
    'laplacian',
    'largestFile',
    'petLaplacian',
    'random',
  ]);
  t.ok(Math.abs(baselines.random.top1 - 1 / 6) < 1e-9);
  t.match(stdout, /best cat-focus frame 3: chosen/);
  const again = await runScript('eval/bestcut', '--data', data, '--cache', cache, '--json');
  t.equal(
    again.stdout.trimEnd(),
    last,
    'from the kept analyses the same comes out, and nothing else is said',
  );
});

t.test('bursts of one clip are judged as a long one, and without colour', async (t) => {
  const data = temporaryFolder(t);
  const labels = ['real_a', 'real_b', 'real_c'].map((id, at) => {
    for (const [to, from] of ['03', '00'].entries())
      cpSync(new URL(`cat-focus/${from}.jpg`, bursts), path.join(data, id, `0${to}.jpg`), {
        recursive: true,
      });
    return { id, kind: 'real', best: [0], bad: [1], clip: at < 2 ? 'chair' : 'sofa' };
  });
  writeFileSync(path.join(data, 'labels.json'), JSON.stringify(labels));
  const of = (...args: string[]) => runScript('eval/bestcut', '--data', data, '--picks', ...args);
  const { stdout, last } = await of('--join', '20');
  t.match(
    stdout,
    /best real_a and 1 more frame [02]: chosen: .* 4 /,
    'the one that stands alone is left out',
  );
  t.notMatch(stdout, /real_c/);
  t.match(JSON.parse(last), { ours: { kinds: { real: { top1: 1, bad: 0 } } } });
  const grey = await of('--grey');
  t.match(JSON.parse(grey.last), { ours: { kinds: { real: { bad: 0 } } } });
  t.match(grey.stdout, /real_c frame 0/);
});

t.test('data without labels, or with broken ones, is refused', async (t) => {
  const data = temporaryFolder(t);
  await t.rejects(runScript('eval/bestcut', '--data', data), {
    code: 1,
    stderr: /labels\.json is missing/,
  });
  writeFileSync(path.join(data, 'labels.json'), '[{"id":"x"}]');
  await t.rejects(runScript('eval/bestcut', '--data', data), {
    code: 1,
    stderr: /needs id, kind, best and bad/,
  });
});
