/** The versions that docs/SECURITY.md names for native code that meets bytes of strangers are those that are installed. */
import { createRequire } from 'node:module';
import Database from 'better-sqlite3';
import sharp from 'sharp';
import t from 'tap';
import { namesIn, tableOf } from './support/document.js';

const require = createRequire(import.meta.url);
const packaged = (name: string) => (require(`${name}/package.json`) as { version: string }).version;

/** Parts under the names of the page; those of Node are not here, because a developer's Node is not the packaged one. */
const installed: Record<string, string | undefined> = {
  libvips: sharp.versions.vips,
  mozjpeg: sharp.versions.mozjpeg,
  libpng: sharp.versions.png,
  libwebp: sharp.versions.webp,
  libheif: sharp.versions.heif,
  aom: sharp.versions.aom,
  libexif: sharp.versions.exif,
  lcms: sharp.versions.lcms,
  'zlib-ng': sharp.versions['zlib-ng'],
  'ONNX Runtime': packaged('onnxruntime-node'),
  SQLite: sqliteVersion(),
  'Argon2 (Rust)': packaged('@node-rs/argon2'),
};
const OF_NODE = ['OpenSSL', 'llhttp'];

function sqliteVersion(): string {
  const db = new Database(':memory:');
  const version = db.prepare('SELECT sqlite_version()').pluck().get() as string;
  db.close();
  return version;
}

t.test('the page names each part with its version', async (t) => {
  const rows = tableOf('SECURITY.md', '## Native code that meets bytes of strangers');
  const said = new Map(rows.map(([part = '', version]) => [part, namesIn(version)[0]]));
  t.strictSame([...said.keys()].sort(), [...Object.keys(installed), ...OF_NODE].sort());
  for (const [part, version] of Object.entries(installed)) t.equal(said.get(part), version, part);
});
