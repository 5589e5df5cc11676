// `petcam-hub serve` for `npm run dev`: the same hub, with the page from its sources.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { RADIO_PROCESS } from '../../src/cameras/pairing/radio-process.js';
import { serve } from '../../src/cli/serve.js';
import { readConfig } from '../../src/core/config/config.js';
import { messageOf } from '../../src/core/errors.js';
import { editedPages } from './edited-page.js';

const root = path.join(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/** Virtual Bluetooth of the demo, as test/support/virtual-camera.ts says it; this machine's own without. */
const air = process.env['DEMO_AIR'];
const entry = new URL('../../test/support/virtual-radio.ts', import.meta.url);
const radio = air && { ...RADIO_PROCESS, entry, args: [air], heapMegabytes: 256 };

await serve
  .run(process.argv.slice(2), {
    config: () => readConfig(process.env),
    version,
    pages: editedPages(path.join(root, 'src/web')),
    ...(radio && { radio }),
    print: (line) => console.log(line),
  })
  .catch((error: unknown) => {
    console.error(`petcam-hub: ${messageOf(error)}`);
    process.exitCode = 1;
  });
