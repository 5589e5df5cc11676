// Processes that run test files: one file alone, or one after another in a process that they share.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { root } from '../dev/bootstrap.mjs';
import { builtPath } from './compile.mjs';

/** After a file was told that its time is over, it has this long to say what hangs and to end by itself. */
const GRACE_MS = 5_000;

/** Time that a process has at its end to write the coverage of all its files: a second or two on an idle machine. */
const COVERAGE_MS = 100_000;

/**
 * Program of a process that files share, after what V8 is told: to run a function about sixty times as often before it
 * optimises it. Most of what tests run runs a few times, and optimising it took a seventh of their processor time.
 */
const SHARED = ['--interrupt-budget=8000000', fileURLToPath(new URL('shared-process.mjs', import.meta.url))];

/**
 * @typedef {object} Run What a process said of one test file.
 * @property {string[]} tap Lines of TAP.
 * @property {string[]} said Whatever else it printed.
 * @property {string[]} left What it left behind in a process that goes on.
 * @property {number | string} ending Exit code or signal that ended the process; 0 when it goes on.
 *
 * @typedef {Pick<import('./run-files.d.mts').Options, 'environment' | 'sharedEnvironment' | 'onProcessEnd'>} ProcessOptions
 */

/**
 * Runs one file in a process of its own.
 * @param {string} file
 * @param {number} limitSeconds
 * @param {ProcessOptions} options
 * @returns {Promise<Run>}
 */
export async function runAlone(file, limitSeconds, { environment, onProcessEnd }) {
  const { child, exited } = start([builtPath(file)], ['ignore', 'pipe', 'pipe'], {
    TAP_TIMEOUT: String(limitSeconds),
    ...environment(file),
  });
  const timers = [
    // tap says on this signal what hangs.
    setTimeout(() => signalGroup(child, 'SIGALRM'), limitSeconds * 1000),
    setTimeout(() => signalGroup(child, 'SIGKILL'), limitSeconds * 1000 + GRACE_MS),
  ];
  const tap = linesOf(child.stdout);
  const said = linesOf(child.stderr);
  const ending = await exited;
  for (const timer of timers) clearTimeout(timer);
  onProcessEnd(file);
  return { tap, said, left: [], ending };
}

/** Runs files one after another in one process; after one that left something behind, in a new one. */
export class SharedProcess {
  #name;
  #options;
  #number = 0;
  #current = null;

  /**
   * @param {string} name
   * @param {ProcessOptions} options
   */
  constructor(name, options) {
    this.#name = name;
    this.#options = options;
  }

  /**
   * @param {string} file
   * @param {number} limitSeconds
   * @returns {Promise<Run>}
   */
  async run(file, limitSeconds) {
    this.#current ??= this.#start();
    const { child, exited, said, ready } = this.#current;
    const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), limitSeconds * 1000 + GRACE_MS);
    await Promise.race([ready, exited]);
    // The start of the process is no time of the file.
    timer.refresh();
    const answer = new Promise((resolve) => child.once('message', resolve));
    // What cannot be sent any more has its reason in how the process ended.
    child.send({ file: builtPath(file), limitSeconds }, () => {});
    const lost = exited.then((ending) => ({ tap: '', left: [], ending: ending || 'exit' }));
    const { tap, left, ending = 0 } = await Promise.race([answer, lost]);
    clearTimeout(timer);
    if (left.length > 0 || ending !== 0) await this.end();
    return { tap: tap.split('\n'), said: said.splice(0), left, ending };
  }

  /** Ends the process, and with it whatever it started. */
  async end() {
    if (!this.#current) return;
    const { child, exited, name } = this.#current;
    this.#current = null;
    if (child.connected) child.disconnect();
    const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), COVERAGE_MS);
    await exited;
    clearTimeout(timer);
    this.#options.onProcessEnd(name);
  }

  #start() {
    this.#number += 1;
    const name = `${this.#name}.${this.#number}`;
    const { environment, sharedEnvironment } = this.#options;
    const { child, exited } = start(SHARED, ['ignore', 'pipe', 'pipe', 'ipc'], {
      ...sharedEnvironment,
      ...environment(name),
    });
    const said = linesOf(child.stdout, linesOf(child.stderr));
    return { child, exited, said, name, ready: once(child, 'message') };
  }
}

/** Processes that run now: their process groups do not get the signals of the terminal. */
const running = new Set();

/** Ends every process of tests when this one is told to end. */
export function endWithThisProcess() {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])
    process.once(signal, () => {
      for (const child of running) signalGroup(child, 'SIGKILL');
      process.exit(code);
    });
}

/**
 * Starts Node with the arguments of `command`; `exited` becomes its exit code or the signal that ended it, once all that it
 * said was read.
 */
function start(command, stdio, environment) {
  const child = spawn(process.execPath, command, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio,
    // A process group: what a test left behind ends with it.
    detached: true,
  });
  running.add(child);
  const streams = [child.stdout, child.stderr];
  const read = Promise.all(streams.map((stream) => once(stream, 'close')));
  const exited = once(child, 'exit').then(async ([code, signal]) => {
    running.delete(child);
    signalGroup(child, 'SIGKILL');
    // Something in a group of its own may still hold the other end.
    const closing = setTimeout(() => streams.map((stream) => stream.destroy()), GRACE_MS);
    await read;
    clearTimeout(closing);
    return signal ?? code;
  });
  return { child, exited };
}

/** Lines of a stream, added to `lines` as they come. */
function linesOf(stream, lines = []) {
  createInterface({ input: stream }).on('line', (line) => lines.push(line));
  return lines;
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The whole group has ended.
  }
}
