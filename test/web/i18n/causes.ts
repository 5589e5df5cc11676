import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { causes } from '../../../src/web/i18n/causes.js';
import { repository } from '../../support/program.js';

/** Codes of one kind of text that the sources of the hub write out. */
function written(folder: string, pattern: RegExp): string[] {
  return readdirSync(path.join(repository, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(path.join(repository, folder, file), 'utf8').matchAll(pattern)])
    .map(([, code]) => code ?? '');
}

t.test('both languages know the same causes', async (t) => {
  t.strictSame(Object.keys(causes.ko), Object.keys(causes.en));
  for (const table of [causes.en, causes.ko])
    for (const say of Object.values(table)) t.match(say('Porch'), /^[^{}]{8,}\.$/);
});

t.test('a cause about a camera names it', async (t) => {
  for (const language of ['en', 'ko'] as const) {
    t.match(causes[language]['camera-flapping']?.('Porch'), /Porch/);
    t.match(causes[language]['stream-away']?.('Porch'), /Porch/);
  }
});

t.test('every cause that the hub can name has words', async (t) => {
  const codes = ['src/hub', 'src/services'].flatMap((folder) =>
    written(folder, /code: '([a-z-]+)',?\s+(?:about|since|text)\b/g),
  );
  t.ok(codes.length > 15, `${codes.length} found`);
  t.strictSame(
    codes.filter((code) => !Object.hasOwn(causes.en, code)),
    [],
  );
});
