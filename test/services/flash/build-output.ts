import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { readBuild } from '../../../src/services/flash/build-output.js';
import { flashBytes, writeBuild } from '../../support/flash-image.js';
import { temporaryFolder } from '../../support/folder.js';

t.test('a build becomes one image, for the board that it was configured for', async (t) => {
  for (const board of ['ai-thinker', 'esp32s3-eye']) {
    const folder = temporaryFolder(t);
    writeBuild(folder, { board });
    const build = readBuild(folder);
    t.equal(build.board.id, board);
    t.ok(Buffer.from(build.image).equals(flashBytes({ board })));
  }
  const keyless = temporaryFolder(t);
  writeBuild(keyless, {}, { config: { PETCAM_UPDATE_KEY: undefined } });
  t.equal(readBuild(keyless).updateKey, '');
});

t.test('a build of anything else says what it is', async (t) => {
  const cases: [object, RegExp][] = [
    [{ config: { PETCAM_BOARD_NAME: 'toaster' } }, /board "toaster" is none/],
    [{ flasher: { extra_esptool_args: { chip: 'esp32c3' } } }, /it is for esp32c3/],
    [{ flasher: { flash_settings: { flash_size: '2MB' } } }, /it is for 2MB of flash/],
    [{ flasher: { flash_files: null } }, /has no "flash_files"/],
  ];
  for (const [changes, message] of cases) {
    const folder = temporaryFolder(t);
    writeBuild(folder, {}, changes);
    t.throws(() => readBuild(folder), { code: 'firmware-layout', message });
  }
  const folder = temporaryFolder(t);
  writeBuild(folder);
  rmSync(path.join(folder, 'petcam-camera.bin'));
  t.throws(() => readBuild(folder), { code: 'file-missing', message: /petcam-camera.bin/ });
  writeFileSync(path.join(folder, 'flasher_args.json'), '{');
  t.throws(() => readBuild(folder), { code: 'firmware-layout', message: /is no JSON/ });
  t.throws(() => readBuild(temporaryFolder(t)), { code: 'file-missing' });
});
