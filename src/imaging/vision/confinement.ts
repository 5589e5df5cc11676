import type { Clock } from '../../core/clock.js';
import { Fault, type HealthIssue, messageOf } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
import { ConfinedLines, listenHere } from '../../core/rpc/confined.js';
import type { Sandbox } from '../../core/sandbox.js';
import type { VisionChild } from './child.js';
import { startBehind, type VisionTimeouts } from './client.js';
import type { StartRequest } from './service-calls.js';

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
  /** As `start`, with the process itself only for a task that needs one: for the search for motion. */
  startWhenNeeded(signal: AbortSignal): Promise<VisionChild>;
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

/** Debian's choice among the mathematical libraries that ffmpeg, which encodes films, is linked with. */
const ALTERNATIVES = '/etc/alternatives';

/** Ways to a confined vision process: over the socket that the options name, else in the closest sandbox that works here. */
export function confineVision(options: ConfinementOptions, clock: Clock, log: Logger): Confinement {
  const { socket, program, modelsFolder } = options;
  const { entry, flags, environment } = program;
  const lines = new ConfinedLines({
    ...{ socket, entry, flags, environment },
    arguments: ['--models', modelsFolder],
    files: [modelsFolder, ALTERNATIVES],
  });
  let warned = false;
  let issue: HealthIssue | null = null;

  async function begin(
    signal: AbortSignal,
    whenNeeded = false,
  ): Promise<HowConfined & { child: VisionChild }> {
    const { threads, upscale, maxRssBytes, nice, timeouts, secrets } = options;
    const bait = await listenHere();
    try {
      const { line, by } = await lines.open().catch(unanswered);
      const probe = { files: [...secrets], port: bait.port };
      const request: StartRequest = { threads, upscale, maxRssBytes, nice, probe, whenNeeded };
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
    startWhenNeeded: (signal) => noted(signal, async () => accept(await begin(signal, true))),
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

function unanswered(cause: unknown): never {
  throw new Fault(
    'vision-unavailable',
    `the vision service does not answer: ${messageOf(cause)}`,
    'look at its state (systemctl status petcam-hub-vision.socket), and at PETCAM_VISION_SOCKET',
    { cause },
  );
}
