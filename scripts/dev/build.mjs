// npm run build: dist/ with the hub's JavaScript and dist/web with the page.
import { chmodSync, copyFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { bootstrap, buildWeb, root, run, tool } from './bootstrap.mjs';

bootstrap();
rmSync(path.join(root, 'dist'), { recursive: true, force: true });
run(tool('tsc'), ['-p', 'tsconfig.build.json']);
const messages = path.join('cameras', 'pairing', 'provisioning.proto');
copyFileSync(path.join(root, 'src', messages), path.join(root, 'dist', messages));
buildWeb();
chmodSync(path.join(root, 'dist', 'main.js'), 0o755);
