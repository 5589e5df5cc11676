import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import t from 'tap';

const built = new URL('../../dist/web/', import.meta.url).pathname;
const most = 60_000;

t.test('the first load of the page is light', async (t) => {
  const html = readFileSync(path.join(built, 'index.html'), 'utf8');
  const scripts = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(([, file]) => file ?? '');
  t.ok(scripts.length > 0);
  const bytes = scripts.reduce((sum, file) => sum + gzipSync(readFileSync(path.join(built, file))).length, 0);
  t.ok(bytes < most, `${bytes} bytes of script, compressed`);
});

t.test('the page asks nobody else for anything', async (t) => {
  const assets = readdirSync(path.join(built, 'assets')).map((file) => path.join(built, 'assets', file));
  for (const file of [path.join(built, 'index.html'), ...assets]) {
    const addresses = readFileSync(file, 'utf8').match(/https?:\/\/[^\s"'`)]+/g) ?? [];
    t.same(
      addresses.filter((address) => !address.startsWith('http://www.w3.org/')),
      [],
      path.basename(file),
    );
  }
});
