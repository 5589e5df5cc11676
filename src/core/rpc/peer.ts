import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { MessagePort, Worker } from 'node:worker_threads';
import { messageOf } from '../errors.js';
import type { FromService, ToService } from './messages.js';

/** How a service ended: the signal that ended its process, if one did, and a sentence on it. */
export interface Ending {
  signal: NodeJS.Signals | null;
  detail: string;
  /** Error that ended a thread, or for which a connection was closed; undefined for anything else. */
  cause?: unknown;
}

/** Near end of a connection: a service in a thread or process, as its client sees it. */
export interface Peer {
  send(message: ToService, transfer: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: FromService) => void): void;
  /** Ends it by force; `ended` tells when it has. */
  kill(): void;
  /** Resolves when it has ended, for whatever reason, and everything that it said has been heard. */
  ended: Promise<Ending>;
}

/** Connection to a service in a worker thread. */
export function threadPeer(thread: Worker): Peer {
  let cause: unknown;
  thread.on('error', (error) => {
    cause = error;
  });
  return {
    send: (message, transfer) => thread.postMessage(message, transfer),
    onMessage: (listener) => thread.on('message', listener),
    kill: () => void thread.terminate(),
    ended: new Promise((resolve) =>
      thread.once('exit', (code) => {
        const detail = cause === undefined ? `exit code ${code}` : messageOf(cause);
        resolve({ signal: null, detail, cause });
      }),
    ),
  };
}

/** Connection to a service in this thread, at the other end of a message channel. */
export function portPeer(port: MessagePort): Peer {
  return {
    send: (message, transfer) => port.postMessage(message, transfer),
    onMessage: (listener) => port.on('message', listener),
    kill: () => port.close(),
    ended: new Promise((resolve) => port.once('close', () => resolve({ signal: null, detail: 'closed' }))),
  };
}

/** Last bytes of a process's error output that are kept. */
const LAST_WORDS = 2000;

/** Connection to a service in a process that was forked with a pipe for its error output. */
export function processPeer(child: ChildProcess): Peer {
  return {
    // A process that cannot hear any more is known by its end, so the error here says nothing new.
    send: (message) => void child.send(message, () => {}),
    onMessage: (listener) => child.on('message', listener),
    kill: () => void child.kill('SIGKILL'),
    ended: endingOf(child),
  };
}

/**
 * Resolves when a process with a pipe for its error output has ended, with its last words. After `close` and not after
 * `exit`: by then everything that it said has been heard.
 */
export function endingOf(child: ChildProcess): Promise<Ending> {
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-LAST_WORDS);
  });
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ signal: null, detail: error.message }));
    child.once('close', (code, signal) => {
      const how = signal ? `killed by ${signal}` : `exit code ${code}`;
      resolve({ signal, detail: [how, reasonIn(words)].filter(Boolean).join(', ') });
    });
  });
}

/** The line of a stack trace or warning that a person wants to read. */
function reasonIn(words: string): string {
  const lines = words.split('\n').map((line) => line.trim());
  return lines.find((line) => /error/i.test(line)) ?? lines.findLast((line) => line !== '') ?? '';
}

/** How a process of the hub is started. */
export interface ForkOptions {
  /** Script to run: one that calls `serve`. */
  entry: URL;
  args: readonly string[];
  /** Program, with its arguments, that starts Node and gives up rights first; none unless given. */
  wrapper?: readonly string[];
  /** Flags of Node itself. */
  flags: readonly string[];
  /** The whole environment that it gets. */
  environment: Readonly<Record<string, string>>;
  /** Limit of its JavaScript heap. */
  heapMegabytes: number;
}

/** Flags of the hub that are not passed on: the inspector's port is taken, each process has a heap of its own. */
const HUB_ONLY_FLAG = /^--(inspect|watch|max-old-space-size|single-threaded-gc|no-incremental-marking)/;

/** Flags with which this process was started, as far as they are for its children too. */
export const inheritedFlags: readonly string[] = process.execArgv.filter((flag) => !HUB_ONLY_FLAG.test(flag));

/** Small processes: nothing of the hub's environment, which may hold secrets, and few malloc arenas. */
export const bareEnvironment: Readonly<Record<string, string>> = {
  NODE_ENV: 'production',
  MALLOC_ARENA_MAX: '2',
  UV_THREADPOOL_SIZE: '2',
};

/** Forks a process that can be a `processPeer`: bytes cross as bytes, and its error output is kept. */
export function forkService(options: ForkOptions): ChildProcess {
  const { entry, args, wrapper = [], flags, environment, heapMegabytes } = options;
  const [execPath, ...execArgv] = [...wrapper, process.execPath, ...flags];
  return fork(fileURLToPath(entry), [...args], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: environment,
    execPath: execPath as string,
    execArgv: [...execArgv, `--max-old-space-size=${heapMegabytes}`],
  });
}
