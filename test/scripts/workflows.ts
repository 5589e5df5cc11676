/** The workflows call what is in the repository, so that everything they do can be done by hand. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { repository } from '../support/program.js';

const folder = path.join(repository, '.github/workflows');
const { scripts } = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

for (const name of readdirSync(folder)) {
  const text = readFileSync(path.join(folder, name), 'utf8');

  t.test(`${name} names scripts that are there`, async (t) => {
    for (const [call, kind, what = ''] of text.matchAll(/(npm run|bash|node) (?:--\S+ )*([\w./:-]+)/g)) {
      if (kind === 'npm run') t.ok(scripts[what], call);
      else if (what.includes('/')) t.ok(existsSync(path.join(repository, what)), call);
    }
    for (const [call, file = ''] of text.matchAll(/uses: \.\/(\S+)/g))
      t.ok(existsSync(path.join(repository, file)), call);
  });
}

t.test('a release is checked, made, published and put into images by scripts alone', async (t) => {
  const release = readFileSync(path.join(folder, 'release.yml'), 'utf8');
  const steps = [...release.matchAll(/run: (bash .*)/g)].map(([, step]) => step);
  t.strictSame(steps, [
    'bash .ci/run',
    'bash scripts/package/release.sh',
    'bash scripts/package/publish.sh images "$GITHUB_REF_NAME"',
    'bash scripts/package/publish.sh release "$GITHUB_REF_NAME"',
  ]);
});
