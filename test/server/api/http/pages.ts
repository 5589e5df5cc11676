import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { builtPages } from '../../../../src/server/api/http/pages.js';
import { startApi } from '../../../support/api/hub.js';
import { temporaryFolder } from '../../../support/folder.js';

const webRoot = temporaryFolder(t);
mkdirSync(path.join(webRoot, 'assets'));
writeFileSync(path.join(webRoot, 'index.html'), '<!doctype html><title>PetCam</title>');
writeFileSync(path.join(webRoot, 'assets', 'app-1a2b3c.js'), 'export {};');
const { app } = await startApi(t, { pages: builtPages(webRoot) });

t.test('the page is served to anybody, and asked for anew each time', async (t) => {
  const response = await app.inject('/');
  t.match(response.body, '<title>PetCam</title>');
  t.match(response.headers, { 'content-type': /text\/html/, 'cache-control': 'no-cache' });
});

t.test('files that are named by their content are kept for ever', async (t) => {
  const response = await app.inject('/assets/app-1a2b3c.js');
  t.equal(response.headers['cache-control'], 'public, max-age=31536000, immutable');
  t.match(response.headers['content-type'], 'javascript');
});

t.test('the address of the flash page can be typed', async (t) => {
  const response = await app.inject('/flash');
  t.equal(response.statusCode, 302);
  t.equal(response.headers.location, './#/flash');
});

t.test('nothing outside of the page is served', async (t) => {
  for (const url of ['/../package.json', '/..%2fpackage.json', '/assets/', '/assets/none.js']) {
    const response = await app.inject(url);
    t.ok(response.statusCode >= 400 && response.statusCode < 500, url);
  }
});
