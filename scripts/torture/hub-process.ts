/** The hub as a process that is killed, stopped and started again, as a service manager would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync, type WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Program } from './program.js';

export interface HubOptions {
  program: Program;
  /** Settings, PETCAM_*. */
  settings: Record<string, string>;
  /** The data folder, for the shim. */
  folder: string;
  control: string;
  journal: string;
  /** What the hub says is appended here. */
  log: string;
  /** Flags of Node. */
  flags?: readonly string[];
}

/** Started again this long after it ended by itself, in ms; systemd's RestartSec is longer. */
const RESTART_MS = 500;
const STOP_MS = 15_000;

export class HubProcess {
  readonly #options: HubOptions;
  readonly #log: WriteStream;
  #child: ChildProcess | null = null;
  #isReady = false;
  #wanted = false;
  #restart: NodeJS.Timeout | null = null;
  #onReady: (() => void)[] = [];
  /** How often it ended by itself. */
  deaths = 0;
  /** How often it did not end as told within its time, or with a code that is not 0. */
  untidyStops = 0;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#log = createWriteStream(options.log, { flags: 'a' });
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  /** Starts it, and again whenever it ends by itself. One whose restart is due is left to that. */
  start(): void {
    this.#wanted = true;
    if (this.#child === null && this.#restart === null) this.#spawn();
  }

  /** Resolves once it says that it is ready; false when that takes longer than `ms`. */
  ready(ms: number): Promise<boolean> {
    if (this.#isReady) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), ms);
      this.#onReady.push(() => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  }

  /** Sends the signal and resolves when it is gone; it stays gone. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.#wanted = false;
    if (this.#restart) clearTimeout(this.#restart);
    this.#restart = null;
    const child = this.#child;
    if (child === null) return;
    const wasReady = this.#isReady;
    const gone = once(child, 'exit');
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    const [code, by] = await gone;
    clearTimeout(late);
    if (signal === 'SIGTERM' && wasReady && (code !== 0 || by !== null)) this.untidyStops += 1;
  }

  /** Stops (SIGSTOP) or continues it. */
  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** Its vision process, null while there is none. */
  visionPid(): number | null {
    if (this.#child?.pid === undefined) return null;
    const pid = lastDescendant(this.#child.pid);
    return pid === this.#child.pid ? null : pid;
  }

  #spawn(): void {
    this.#restart = null;
    const { program, settings, folder, control, journal, flags = [] } = this.#options;
    const child = spawn(process.execPath, [...flags, program.main, 'serve'], {
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        ...settings,
        UV_USE_IO_URING: '0',
        LD_PRELOAD: program.shim,
        TORTURE_FOLDER: folder,
        TORTURE_CONTROL: control,
        TORTURE_JOURNAL: journal,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stderr?.on('data', (chunk) => this.#log.write(chunk));
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) =>
      this.#hear(child, line),
    );
    child.once('exit', () => this.#ended());
  }

  /** What one said that is gone meanwhile only goes to the log. */
  #hear(child: ChildProcess, line: string): void {
    this.#log.write(`${line}\n`);
    if (child !== this.#child || !line.startsWith('{') || JSON.parse(line).msg !== 'ready') return;
    this.#isReady = true;
    for (const tell of this.#onReady.splice(0)) tell();
  }

  #ended(): void {
    this.#child = null;
    this.#isReady = false;
    if (!this.#wanted) return;
    this.deaths += 1;
    this.#restart = setTimeout(() => this.#spawn(), RESTART_MS);
  }

  async close(): Promise<void> {
    await this.end('SIGKILL');
    await new Promise((resolve) => this.#log.end(resolve));
  }
}

/** The process is the innermost: the vision service and its sandbox are in between. */
function lastDescendant(pid: number): number {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    const last = Number(children.at(-1));
    return last === 0 ? pid : lastDescendant(last);
  } catch {
    return pid;
  }
}
