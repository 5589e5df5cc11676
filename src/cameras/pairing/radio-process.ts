import { type ChildProcess, fork } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../core/clock.js';
import type { FoundCamera } from './contract.js';
import { RadioError } from './failure.js';
import type { Radio } from './radio.js';
import type { FromRadio, RadioAnswers, RadioRequest, ToRadio } from './radio-messages.js';

/** How the radio process is started and how long the hub waits for it. */
export interface RadioProcessOptions {
  /** The script to run: one that calls `serveRadio`. */
  entry: URL;
  args: readonly string[];
  /** Flags of Node itself. */
  flags: readonly string[];
  /** All of the environment that it gets. */
  environment: Readonly<Record<string, string>>;
  /** Limit of its JavaScript heap. */
  heapMegabytes: number;
  /** An answer later than this means that the process hangs; longer than any limit inside it. */
  silenceMs: number;
}

/** Flags of the hub that are not passed on. */
const HUB_ONLY_FLAG = /^--(inspect|watch|max-old-space-size)/;
const LAST_WORDS = 2000;
const GRACE_MS = 2000;

export const RADIO_PROCESS: RadioProcessOptions = {
  entry: new URL(`./radio-main${extname(import.meta.url)}`, import.meta.url),
  args: [],
  flags: process.execArgv.filter((flag) => !HUB_ONLY_FLAG.test(flag)),
  environment: { NODE_ENV: 'production', MALLOC_ARENA_MAX: '2', UV_THREADPOOL_SIZE: '2' },
  heapMegabytes: 64,
  silenceMs: 60_000,
};

interface Waiting {
  resolve(answer: never): void;
  reject(error: RadioError): void;
}

/** A radio in a process of its own: started now, ended by `close`, and killed when it hangs or does not end. */
export function openRadioProcess(options: RadioProcessOptions, clock: Clock): Radio {
  const child = spawnRadio(options);
  const waiting = new Map<number, Waiting>();
  const ended = endOf(child);
  let lastId = 0;
  let onFound = (_camera: FoundCamera) => {};
  let onDrop = () => {};
  let reason: string | null = null;

  child.on('message', (message: FromRadio) => {
    if (message.kind === 'found') return onFound(message.camera);
    if (message.kind === 'dropped') return onDrop();
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'done') asked?.resolve(message.answer as never);
    else asked?.reject(new RadioError(message.code, message.message));
  });
  void ended.then((how) => {
    reason = how;
    for (const { reject } of waiting.values()) reject(gone(how));
    waiting.clear();
  });

  function ask<K extends RadioRequest['kind']>(
    request: RadioRequest & { kind: K },
  ): Promise<RadioAnswers[K]> {
    if (reason !== null) return Promise.reject(gone(reason));
    const id = ++lastId;
    const stopWaiting = clock.after(options.silenceMs, () => child.kill('SIGKILL'));
    const answer = new Promise<RadioAnswers[K]>((resolve, reject) => waiting.set(id, { resolve, reject }));
    child.send({ id, request } satisfies ToRadio, () => {});
    return answer.finally(stopWaiting);
  }

  return {
    async scan(listener) {
      onFound = listener;
      await ask({ kind: 'scan' });
    },
    connect(device, listener) {
      onDrop = listener;
      return ask({ kind: 'connect', device });
    },
    exchange: (endpoint, message) => ask({ kind: 'exchange', endpoint, message }),
    async disconnect() {
      await ask({ kind: 'disconnect' });
    },
    async close() {
      onFound = () => {};
      onDrop = () => {};
      // It says goodbye to the camera. Were the channel closed instead, Node would never tell that it has ended.
      if (reason === null) child.send('end' satisfies ToRadio, () => {});
      const stopWaiting = clock.after(GRACE_MS, () => child.kill('SIGKILL'));
      await ended;
      stopWaiting();
    },
  };
}

function spawnRadio(options: RadioProcessOptions): ChildProcess {
  const { entry, args, flags, environment, heapMegabytes } = options;
  return fork(fileURLToPath(entry), [...args], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: environment,
    execArgv: [...flags, `--max-old-space-size=${heapMegabytes}`],
  });
}

/** After `close` and not after `exit`: by then everything that the process said has been heard. */
function endOf(child: ChildProcess): Promise<string> {
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-LAST_WORDS);
  });
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(`ended with ${signal ?? code}: ${words.trim()}`));
  });
}

function gone(how: string): RadioError {
  return new RadioError('radio-failed', `the radio process ${how}`);
}
