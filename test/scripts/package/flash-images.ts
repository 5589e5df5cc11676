/** The images of a release: of every board that the firmware knows, merged, signed, and as the hub finds them. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { BOARDS } from '../../../src/cameras/protocol/boards.js';
import { createLog } from '../../../src/core/log.js';
import { FlashImageStore } from '../../../src/services/flash/flash-image-store.js';
import { pair } from '../../support/firmware-image.js';
import { writeBuild } from '../../support/flash-image.js';
import { temporaryFolder } from '../../support/folder.js';
import { program, repository } from '../../support/program.js';
import { openTestStore } from '../../support/store.js';

const script = path.join(repository, 'scripts/package/flash-images.sh');
const workflow = readFileSync(path.join(repository, '.github/workflows/firmware.yml'), 'utf8');

t.test('the workflow builds every board that menuconfig offers', async (t) => {
  const built = [...workflow.matchAll(/board: ([\w-]+), option: (\w+), chip: (\w+)/g)];
  t.strictSame(
    built.map(([, id, , chip]) => ({ id, chip })),
    BOARDS.map(({ id, chip }) => ({ id, chip })),
  );
  const menu = readFileSync(path.join(repository, 'firmware/port/esp_idf/main/Kconfig.projbuild'), 'utf8');
  for (const [, id, option] of built) t.match(menu, `default "${id}" if PETCAM_BOARD_${option}\n`);
  const written = temporaryFolder(t);
  writeBuild(written);
  for (const file of readdirSync(written, { recursive: true, withFileTypes: true }))
    if (file.isFile())
      t.match(workflow, `build/${path.relative(written, path.join(file.parentPath, file.name))}\n`);
});

t.test('what it leaves is what the hub hands out', async (t) => {
  const folder = temporaryFolder(t);
  const [builds, out, key] = ['builds', 'images', 'key.pem'].map((name) => path.join(folder, name));
  if (!builds || !out || !key) throw new Error('three names');
  writeFileSync(key, pair.privateKey);
  for (const board of ['ai-thinker', 'xiao-esp32s3'])
    writeBuild(path.join(builds, `build-${board}`), { board, version: '1.4.0' });
  const env = { ...process.env, PETCAM_HUB: `${process.execPath} ${program('src/main')}` };
  const done = spawnSync('bash', [script, '--key', key, '--builds', builds, '--out', out], {
    env,
    encoding: 'utf8',
  });
  t.equal(done.status, 0, done.stderr);
  t.strictSame(readdirSync(out).sort(), [
    'key.txt',
    'petcam-ai-thinker-1.4.0.petcam-flash',
    'petcam-xiao-esp32s3-1.4.0.petcam-flash',
  ]);
  const { store } = await openTestStore(t);
  const images = new FlashImageStore({ store, folder: out, ownKey: '', log: createLog('silent') });
  const there = (await images.boards()).filter(({ image }) => image !== null);
  t.match(there, [
    { id: 'ai-thinker', image: { version: '1.4.0', source: 'hub' } },
    { id: 'xiao-esp32s3', image: { version: '1.4.0', source: 'hub' } },
  ]);
  t.equal(spawnSync('bash', [script]).status, 2);
});
