// npm run build: dist/ with the hub's JavaScript and dist/web with the page. With --unchecked types are blanked out and
// not checked, for a run that checks them by itself.
import { chmodSync, copyFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { bootstrap, buildWeb, root, run, tool } from './bootstrap.mjs';
import { bundlePackages } from './bundled-packages.mjs';

bootstrap();
rmSync(path.join(root, 'dist'), { recursive: true, force: true });
run(tool('tsc'), [
  '-p',
  'tsconfig.build.json',
  ...(process.argv.includes('--unchecked') ? ['--noCheck'] : []),
]);
const messages = path.join('cameras', 'pairing', 'provisioning.proto');
copyFileSync(path.join(root, 'src', messages), path.join(root, 'dist', messages));
await bundlePackages(path.join(root, 'dist'));
buildWeb();
chmodSync(path.join(root, 'dist', 'main.js'), 0o755);
