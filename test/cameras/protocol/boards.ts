import { readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { BOARDS, boardOf } from '../../../src/cameras/protocol/boards.js';
import { repository } from '../../support/program.js';

const port = path.join(repository, 'firmware/port/esp_idf');
const menu = readFileSync(path.join(port, 'main/Kconfig.projbuild'), 'utf8');

t.test('the boards are those of menuconfig, in its words', async (t) => {
  const entries = [
    ...menu.matchAll(/config PETCAM_BOARD_(\w+)\n\s+bool "([^"]+)"\n\s+depends on IDF_TARGET_(\w+)/g),
  ].map(([, symbol = '', name, target = '']) => ({
    id: new RegExp(`default "([^"]+)" if PETCAM_BOARD_${symbol}\\n`).exec(menu)?.[1],
    name,
    chip: target.toLowerCase(),
  }));
  t.ok(entries.length > 5);
  t.strictSame(
    BOARDS.map(({ id, name, chip }) => ({ id, name, chip })),
    entries,
  );
});

t.test('the flash is that which the build of the chip is laid out for', async (t) => {
  for (const { id, chip, flashBytes } of BOARDS) {
    const defaults = readFileSync(path.join(port, `sdkconfig.defaults.${chip}`), 'utf8');
    t.match(defaults, `CONFIG_ESPTOOLPY_FLASHSIZE_${flashBytes / 0x10_0000}MB=y`, id);
  }
  t.equal(boardOf('esp-eye')?.name, 'ESP-EYE');
  t.equal(boardOf('unheard-of'), undefined);
});
