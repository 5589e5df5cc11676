// A process that runs test files one after another, each a test of its own: what they all import is loaded once. The
// first message says that it is ready; then the parent names a file with its limit, and the answer is its TAP and what it
// left behind.
import asyncHooks from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';
import { changes, openResources, processState } from './process-state.mjs';

/** Where tap looks for its root test before it makes one. */
const ROOT = Symbol.for('TAP private constructor');

/** Test of the file that runs now; `t` of every test file stands for it. */
let current;

globalThis[ROOT] = new Proxy(
  {},
  {
    get(_, name) {
      const value = current?.[name];
      return typeof value === 'function' ? value.bind(current) : value;
    },
    set(_, name, value) {
      current[name] = value;
      return true;
    },
  },
);
const { default: t, Test } = await import('tap');
if (t !== globalThis[ROOT])
  throw new Error('tap made a root test of its own: it has changed where it looks for one');

// To say in which test an error was thrown that nobody waits for, tap follows every promise by a hook for as long as
// there is a test, which takes an eighth of the processor time. Here the first test, which never ends, gets a hook that
// does nothing, and such an error fails the file.
const { createHook } = asyncHooks;
setCreateHook(() => ({ enable() {}, disable() {} }));
new Test({ name: 'keeps the hook' });
setCreateHook(createHook);
process.on('uncaughtException', (error) => current.threw(error));

function setCreateHook(create) {
  asyncHooks.createHook = create;
  syncBuiltinESMExports();
}

process.on('message', async ({ file, limitSeconds }) => {
  const deadline = performance.now() + limitSeconds * 1000;
  const before = processState();
  // As in a process of its own: what a file waits for by itself ends before the file does.
  process.env.TAP_TIMEOUT = String(limitSeconds);
  const tap = await runFile(file, limitSeconds * 1000);
  process.send({ tap, left: await leftBehind(before, deadline) });
});
process.once('disconnect', () => process.exit(0));
process.send('ready');

async function runFile(file, timeout) {
  const chunks = [];
  current = new Test({ name: file, timeout, cb: () => import(pathToFileURL(path.resolve(file)).href) });
  current.on('data', (chunk) => chunks.push(chunk));
  const ended = new Promise((resolve) => current.once('end', resolve));
  current.runMain(() => {});
  await ended;
  return `${chunks.join('')}${format('# %O\n', current.counts.toJSON())}`;
}

/** A process of its own would end once nothing keeps it alive: so much time has a file to close what it opened. */
async function leftBehind(before, deadline) {
  let open = openResources(before);
  for (; open.length > 0 && performance.now() < deadline; open = openResources(before))
    await pause(2, undefined, { ref: false });
  return [...open, ...changes(before)];
}
