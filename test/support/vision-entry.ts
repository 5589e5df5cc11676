/** A vision process whose image bytes say how it shall behave. Forked by test/imaging/vision/supervisor.ts. */
import { appendFileSync, readFileSync } from 'node:fs';
import { Fault, Refusal } from '../../src/core/errors.js';
import type { CallContext } from '../../src/core/rpc/service.js';
import { serveTasks, type TaskHandlers } from '../../src/imaging/vision/process.js';
import type { CloseAnalysis } from '../../src/imaging/vision/types.js';

/** What a test asks for, as JSON in `bytes`. */
export interface Behaviour {
  /** Appends a line with the pid here, so that a test can count the tries and find the processes. */
  startsFile?: string;
  act:
    | 'answer'
    | 'refuse'
    | 'fault'
    | 'throw'
    | 'crash'
    | 'hang'
    | 'spin'
    | 'crash-once'
    | 'progress-forever'
    | 'until-cancelled'
    | 'eat-memory'
    | 'environment';
}

const { maxRssBytes } = JSON.parse(process.argv[2] as string) as { maxRssBytes: number };
const forever = new Promise<never>(() => {});
let tries = 0;

async function behave({ bytes }: { bytes: Uint8Array }, context: CallContext): Promise<CloseAnalysis> {
  const { act, startsFile } = JSON.parse(new TextDecoder().decode(bytes)) as Behaviour;
  if (startsFile) appendFileSync(startsFile, `${process.pid}\n`);
  tries++;
  return acts[act](context, startsFile ?? '');
}

const acts: Record<Behaviour['act'], (context: CallContext, startsFile: string) => Promise<CloseAnalysis>> = {
  answer: async ({ onProgress }) => {
    onProgress(0.5);
    onProgress(1);
    return answer();
  },
  refuse: async () => {
    throw new Refusal('image-undecodable', 'no picture in it');
  },
  fault: async () => {
    throw new Fault('model-hash', 'another file', 'put it back');
  },
  throw: async () => {
    throw new TypeError('nobody thought of this');
  },
  crash: async () => {
    process.stderr.write('some frames of a stack\nFatal Error: out of luck\n');
    return process.abort();
  },
  hang: ({ onProgress }) => {
    onProgress(0);
    return forever;
  },
  spin: ({ onProgress }) => {
    while (process.cpuUsage().user < 600_000);
    onProgress(0);
    return forever;
  },
  'crash-once': async (_context, startsFile) => {
    if (readFileSync(startsFile, 'utf8').trim().split('\n').length > 1) return answer();
    return process.exit(7);
  },
  'progress-forever': ({ onProgress }) => {
    setInterval(() => onProgress(0.1), 5);
    return forever;
  },
  'until-cancelled': ({ signal, onProgress }) => {
    onProgress(0);
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  },
  'eat-memory': async () => {
    const eaten = Buffer.alloc(200_000_000, 1);
    await forever;
    return answer(eaten.length);
  },
  environment: async () => answer(Object.keys(process.env).length, process.env),
};

function answer(width = 1, environment: object = {}): CloseAnalysis {
  const features = { pid: process.pid, tries, ...environment } as Record<string, number>;
  return { width, height: 1, pets: [], others: [], features };
}

const handlers: TaskHandlers = {
  analyse: behave,
  motionCells: () => forever,
  contents: () => forever,
  appearances: () => forever,
  coarseStats: () => forever,
  detect: () => forever,
  thumbnails: () => forever,
  noticePicture: () => forever,
  film: () => forever,
  highlight: () => forever,
  upscale: () => forever,
  checkModel: () => forever,
  tryModel: () => forever,
};
serveTasks(handlers, maxRssBytes);
