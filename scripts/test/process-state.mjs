// What a test file may leave behind in a process that it shares with others.

/** Events of `process` whose listeners change what happens to every file after. */
const EVENTS = /^(SIG[A-Z0-9]+|uncaughtException|unhandledRejection|message|disconnect|beforeExit)$/;

/** Variables that tap, sharp and onnxruntime set as they load. */
const OF_LIBRARIES = /^(TAP_.*|TS_NODE_.*|VIPSHOME|ORT_DISABLE_TELEMETRY)$/;

/** What of this process another test file would notice. */
export function processState() {
  return {
    resources: process.getActiveResourcesInfo(),
    environment: Object.fromEntries(Object.entries(process.env).filter(([name]) => !OF_LIBRARIES.test(name))),
    folder: process.cwd(),
    exitCode: process.exitCode ?? 0,
    listeners: listenerCounts(),
    globals: Object.getOwnPropertyDescriptors(globalThis),
  };
}

/** Names what still keeps the process alive that did not before; empty when nothing does. */
export const openResources = (before) =>
  surplus(process.getActiveResourcesInfo(), before.resources).map((name) => `an open ${name}`);

/** Names whatever else is not as it was. */
export function changes(before) {
  const now = processState();
  return [
    ...differing(before.environment, now.environment).map((name) => `the environment variable ${name}`),
    ...differing(before.listeners, now.listeners).map((name) => `a listener of process for ${name}`),
    ...changedGlobals(before.globals, now.globals).map((name) => `the global ${name}`),
    ...(before.folder === now.folder ? [] : [`the working directory ${now.folder}`]),
    ...(before.exitCode === now.exitCode ? [] : [`the exit code ${now.exitCode}`]),
  ];
}

function listenerCounts() {
  const names = process.eventNames().filter((name) => EVENTS.test(String(name)));
  return Object.fromEntries(names.map((name) => [name, process.listenerCount(name)]));
}

function differing(before, now) {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names].filter((name) => before[name] !== now[name]);
}

/** Libraries add globals as they load, and one that Node loads on first use becomes a value by that: neither counts. */
const changedGlobals = (before, now) =>
  Object.keys(before).filter(
    (name) => !(name in now) || ('value' in before[name] && !Object.is(before[name].value, now[name].value)),
  );

function surplus(all, expected) {
  const rest = [...expected];
  return all.filter((name) => {
    const index = rest.indexOf(name);
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
}
