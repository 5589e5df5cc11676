import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../core/clock.js';
import { Fault, type HealthIssue, messageOf } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
import { endingOf } from '../../core/rpc/peer.js';
import type { VisionChild } from './child.js';
import { startBehind, type VisionTimeouts } from './client.js';
import { chooseSandbox, type Sandbox } from './sandbox.js';
import type { StartRequest } from './service-calls.js';
import type { Line } from './service-peer.js';

/** How the hub gets a vision process that can reach nothing of the hub. */
export interface ConfinementOptions
  extends Pick<StartRequest, 'threads' | 'upscale' | 'maxRssBytes' | 'nice'> {
  /** Unix socket of a vision service that somebody else confines; empty to start one here. */
  socket: string;
  /** Without confinement there is no vision process. Else there is one, with a warning. */
  required: boolean;
  modelsFolder: string;
  /** Files and folders of the hub that must be out of reach. */
  secrets: readonly string[];
  /** Entry of the service, flags of Node and environment, where it is started here. */
  program: { entry: URL; flags: readonly string[]; environment: Readonly<Record<string, string>> };
  timeouts: VisionTimeouts;
}

/** Starts vision processes, each confined, and knows whether that works. */
export interface Confinement {
  /** @throws Fault `vision-unconfined`, or as `startBehind`. */
  start(signal: AbortSignal): Promise<VisionChild>;
  /** Starts one and ends it: finds out before the first picture comes what keeps it from starting. */
  check(signal: AbortSignal): Promise<HowConfined>;
  /** Health issue that keeps vision processes from starting, since when, what to do; empty when the last one started. */
  issues(): HealthIssue[];
}

/** Confinement of the vision process, and what it can reach all the same. */
export interface HowConfined {
  by: Sandbox['kind'] | 'socket';
  reached: readonly string[];
}

/** Ways to a confined vision process: over the socket that the options name, else in the closest sandbox that works here. */
export function confineVision(options: ConfinementOptions, clock: Clock, log: Logger): Confinement {
  let chosen: Promise<Sandbox> | null = null;
  let warned = false;
  let issue: HealthIssue | null = null;

  async function open(): Promise<{ line: Line; by: HowConfined['by'] }> {
    if (options.socket !== '') return { line: await dial(options.socket), by: 'socket' };
    chosen ??= chooseSandbox(
      { entry: options.program.entry, modelsFolder: options.modelsFolder },
      process.getuid?.() === 0,
    );
    const sandbox = await chosen;
    return { line: launch(sandbox, options), by: sandbox.kind };
  }

  async function begin(signal: AbortSignal): Promise<HowConfined & { child: VisionChild }> {
    const { threads, upscale, maxRssBytes, nice, timeouts, secrets } = options;
    const bait = await listenHere();
    try {
      const { line, by } = await open();
      const probe = { files: [...secrets], port: bait.port };
      const request: StartRequest = { threads, upscale, maxRssBytes, nice, probe };
      return { by, ...(await startBehind(line, request, timeouts, clock, signal)) };
    } finally {
      bait.close();
    }
  }

  /** One that is confined, or that may go without; else it is ended again. */
  async function accept({ child, by, reached }: HowConfined & { child: VisionChild }): Promise<VisionChild> {
    if (reached.length === 0) return child;
    if (options.required) {
      await child.kill();
      throw unconfined(reached);
    }
    if (!warned) log.warn({ by, reached }, `vision: process not confined: ${REMEDY}`);
    warned = true;
    return child;
  }

  async function noted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    try {
      const done = await work();
      issue = null;
      return done;
    } catch (error) {
      if (!signal.aborted) issue ??= issueOf(error, clock.now());
      throw error;
    }
  }

  return {
    start: (signal) => noted(signal, async () => accept(await begin(signal))),
    check: (signal) =>
      noted(signal, async () => {
        const begun = await begin(signal);
        await (await accept(begun)).end();
        return { by: begun.by, reached: begun.reached };
      }),
    issues: () => (issue === null ? [] : [issue]),
  };
}

const REMEDY =
  'install bubblewrap and allow user namespaces, or run the vision service apart and name its socket in PETCAM_VISION_SOCKET';

function unconfined(reached: readonly string[]): Fault {
  return new Fault(
    'vision-unconfined',
    `the vision process could reach ${reached.join(' and ')}, so no picture is given to it`,
    `${REMEDY}: see "The vision process" in docs/SECURITY.md`,
  );
}

function issueOf(error: unknown, since: number): HealthIssue {
  const { code, hint } = error instanceof Fault ? error : { code: 'vision-unavailable', hint: '' };
  const text = `no picture is looked at since ${new Date(since).toISOString()}: ${messageOf(error)}`;
  return { code, text: hint === '' ? text : `${text}. ${hint}` };
}

/** Connects to a service of its own. */
async function dial(socket: string): Promise<Line> {
  const stream = connect(socket);
  try {
    await once(stream, 'connect');
  } catch (cause) {
    throw new Fault(
      'vision-unavailable',
      `the vision service does not answer: ${messageOf(cause)}`,
      'look at its state (systemctl status petcam-hub-vision.socket), and at PETCAM_VISION_SOCKET',
      { cause },
    );
  }
  // Errors of the stream are handled by its user; `once` would take one for the end.
  const ended = new Promise<string>((resolve) => {
    stream.once('close', () => resolve(''));
  });
  return { stream, ended, kill: () => {} };
}

/** Starts a service in a sandbox, with its end of a socket pair as file descriptor 3. */
function launch({ command }: Sandbox, { program, modelsFolder }: ConfinementOptions): Line {
  const { entry, flags, environment } = program;
  const service = [fileURLToPath(entry), '--fd', '3', '--models', modelsFolder];
  const [file = '', ...args] = [...command, process.execPath, ...flags, ...service];
  const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], env: environment });
  const ended = endingOf(child).then(({ detail }) => detail);
  return { stream: child.stdio[3] as Duplex, ended, kill: () => void child.kill('SIGKILL') };
}

/** Listens on this machine for a moment, for the service to try whether it can get there. */
async function listenHere(): Promise<{ port: number; close(): void }> {
  const server = createServer((socket) => socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}
