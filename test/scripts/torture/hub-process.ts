/** The process of the hub in the torture, with small programs in the hub's place. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { HubProcess } from '../../../scripts/torture/hub-process.js';
import { temporaryFolder } from '../../support/folder.js';

const READY = 'console.log(JSON.stringify({ msg: "ready" }));';
const LONGEST_MS = 30_000;

/** A program that notes each of its starts in the file `starts`, and then does as told. */
function hubOf(t: Test, source: string) {
  const folder = temporaryFolder(t);
  const main = path.join(folder, 'main.cjs');
  const starts = path.join(folder, 'starts');
  writeFileSync(starts, '');
  writeFileSync(main, `require('node:fs').appendFileSync(${JSON.stringify(starts)}, 'x');\n${source}`);
  const hub = new HubProcess({
    program: { main, shim: '' },
    settings: {},
    folder,
    control: path.join(folder, 'control'),
    journal: path.join(folder, 'journal'),
    log: path.join(folder, 'log'),
  });
  t.teardown(() => hub.close());
  return { hub, starts: () => readFileSync(starts, 'utf8').length };
}

const commandOf = (pid: number) => readFileSync(`/proc/${pid}/comm`, 'utf8').trim();

t.test('the vision process is the innermost one, below what confines it', async (t) => {
  const { hub } = hubOf(
    t,
    `const child = require('node:child_process').spawn('sh', ['-c', 'echo; sleep 300; true']);
     child.stdout.once('data', () => setTimeout(() => ${READY.slice(0, -1)}, 300));`,
  );
  t.equal(hub.visionPid(), null);
  hub.start();
  t.ok(await hub.ready(LONGEST_MS));
  const pid = hub.visionPid();
  t.equal(pid && commandOf(pid), 'sleep');
  if (pid) process.kill(pid);
});

t.test('a hub whose restart is due is not started a second time', async (t) => {
  const { hub, starts } = hubOf(
    t,
    `if (require('node:fs').readFileSync(__dirname + '/starts').length === 1) process.exit(1);
     ${READY} setInterval(() => {}, 1000);`,
  );
  hub.start();
  while (hub.deaths === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  hub.start();
  t.ok(await hub.ready(LONGEST_MS));
  t.match({ starts: starts(), deaths: hub.deaths }, { starts: 2, deaths: 1 });
  await hub.end('SIGKILL');
  t.match({ pid: hub.pid, isReady: hub.isReady }, { pid: null, isReady: false });
});

t.test('a stop that ends with an error counts as untidy', async (t) => {
  const { hub } = hubOf(
    t,
    `process.on('SIGTERM', () => process.exit(3)); ${READY} setInterval(() => {}, 1000);`,
  );
  hub.start();
  await hub.ready(LONGEST_MS);
  await hub.end('SIGTERM');
  t.match({ untidyStops: hub.untidyStops, deaths: hub.deaths }, { untidyStops: 1, deaths: 0 });
});
