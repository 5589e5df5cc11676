/** The page of development: what a developer saves is what the browser shows. */
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { editedPages } from '../../scripts/dev/edited-page.js';
import { startApi } from '../support/api/hub.js';
import { temporaryFolder } from '../support/folder.js';
import { repository } from '../support/program.js';
import { noBrowser, openBrowser, openPhone } from './fixtures/browser.js';

const WELCOME = 'Welcome';

/** A copy of the page's sources, to be edited. */
function copyOfPage(t: Parameters<typeof temporaryFolder>[0]): string {
  const folder = temporaryFolder(t);
  for (const name of ['src/web', 'tsconfig.json'])
    cpSync(path.join(repository, name), path.join(folder, name), { recursive: true });
  symlinkSync(path.join(repository, 'node_modules'), path.join(folder, 'node_modules'));
  return path.join(folder, 'src/web');
}

t.test('an edit of the page shows at once, and the page is never blank', { skip: noBrowser }, async (t) => {
  const folder = copyOfPage(t);
  const { app } = await startApi(t, { pages: editedPages(folder) });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const { page, faults } = await openPhone(await openBrowser(t));
  await page.goto(url);
  await page.getByText(WELCOME).first().waitFor();

  const words = path.join(folder, 'i18n/en.ts');
  writeFileSync(words, readFileSync(words, 'utf8').replaceAll(WELCOME, 'Good to see you'));
  await page.getByText('Good to see you').first().waitFor();
  await page.reload();
  await page.getByText('Good to see you').first().waitFor();
  t.same(faults, []);
  t.equal((await app.inject('/no-such-page')).statusCode, 404);
});
