import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { systemClock } from '../core/clock.js';
import { Refusal } from '../core/errors.js';
import { createLog } from '../core/log.js';
import { openVision } from '../hub/vision.js';
import { runCascade } from '../imaging/select/cascade.js';
import { chooseCut } from '../imaging/select/cut.js';
import { median } from '../imaging/select/features.js';
import { encodeJpeg } from '../imaging/vision/pixels.js';
import type { Detection, Vision } from '../imaging/vision/types.js';
import type { Command } from './command.js';

const help = `petcam-hub bench [--rounds N] [--json]

Times what a hub does with photos on this machine, in the vision process that it does it in, and prints a table to paste
into a report. The pictures are drawn; nothing is stored. Best run while the hub is stopped: whatever else runs is timed, too.

  --rounds N   how often each is timed; the table has the median (default 5, at most 50)
  --json       {"machine": {...}, "rows": [{"what", "ms"}]}`;

const MODELS = fileURLToPath(new URL('../../models', import.meta.url));
const FRAME = { width: 800, height: 600 };
/** Frames of the burst that is timed as a whole. */
const BURST = 10;
const MOST_ROUNDS = 50;
/** Where the drawn pet is. */
const PET: Detection = { label: 'cat', score: 0.9, x: 250, y: 180, width: 300, height: 260 };

/** What was timed, in ms of wall time. */
interface Row {
  what: string;
  ms: number;
}

/** Command `petcam-hub bench`: times the work on photos. */
export const bench: Command = {
  help,
  async run(args, { config, version, print }) {
    const { values } = parseArgs({
      args,
      options: { rounds: { type: 'string', default: '5' }, json: { type: 'boolean', default: false } },
    });
    const rounds = Number(values.rounds);
    if (!Number.isInteger(rounds) || rounds < 1 || rounds > MOST_ROUNDS)
      throw new Refusal('usage', `--rounds is a number from 1 to ${MOST_ROUNDS}`);
    const settings = config();
    const open = (upscale: 'best' | 'fast') =>
      openVision({ ...settings, upscale }, MODELS, systemClock, createLog('silent'), 0).vision;
    const [best, fast] = [open('best'), open('fast')];
    try {
      const frames = await drawnFrames(rounds + BURST + 2);
      const rows = [...(await timed(best, frames, rounds)), await enlargement(fast, frames, rounds)];
      const machine = machineOf(version, settings.visionThreads, rounds);
      if (values.json) print(JSON.stringify({ machine, rows }));
      else for (const line of tableOf(machine, rows)) print(line);
    } finally {
      await Promise.all([best.stop(), fast.stop()]);
    }
  },
};

async function timed(vision: Vision, frames: readonly Uint8Array[], rounds: number): Promise<Row[]> {
  const [first = new Uint8Array(), second = new Uint8Array(), ...others] = frames;
  const row = async (what: string, work: (frame: Uint8Array) => Promise<unknown>): Promise<Row> => ({
    what,
    ms: await medianOf(others.slice(0, rounds), work),
  });
  const start = await elapsed(() => vision.run('coarseStats', { bytes: first }));
  // The models are loaded by the first task that needs them.
  const load = await elapsed(() => vision.run('analyse', { bytes: second }));
  await vision.run('analyse', { bytes: second, box: PET });
  return [
    { what: 'start of the vision process', ms: start },
    { what: 'loading of the detector', ms: load },
    await row('frame decoded and measured from afar', (bytes) => vision.run('coarseStats', { bytes })),
    await row('detector', (bytes) => vision.run('detect', { bytes })),
    await row('head of the pet, and measures', (bytes) => vision.run('analyse', { bytes, box: PET })),
    {
      what: `burst of ${BURST} frames to its cut`,
      ms: await burstTime(vision, others.slice(rounds), rounds),
    },
    await row('thumbnails', (bytes) => vision.run('thumbnails', { bytes })),
    await enlargement(vision, frames, rounds),
  ];
}

async function burstTime(vision: Vision, frames: readonly Uint8Array[], rounds: number): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    // Has the process let go of the pictures that it decoded the last time.
    await vision.run('thumbnails', { bytes: frames[0] as Uint8Array });
    times.push(await elapsed(() => cutOf(vision, frames)));
  }
  return median(times);
}

/** A burst whose pet is known, so that every frame is looked at as closely as one of a real pet is. */
async function cutOf(vision: Vision, frames: readonly Uint8Array[]): Promise<unknown> {
  const bytes = (index: number) => frames[index] as Uint8Array;
  const examined = await runCascade([...frames.keys()], {
    coarseStats: (index) => vision.run('coarseStats', { bytes: bytes(index) }),
    detect: async (index) => ({ ...(await vision.run('detect', { bytes: bytes(index) })), pets: [PET] }),
    analyse: (index, box) => vision.run('analyse', { bytes: bytes(index), box }),
  });
  return chooseCut(examined);
}

async function enlargement(vision: Vision, frames: readonly Uint8Array[], rounds: number): Promise<Row> {
  const [first = new Uint8Array(), , ...others] = frames;
  const { model } = await vision.run('upscale', { bytes: first, scale: 2 });
  const ms = await medianOf(others.slice(0, rounds), (bytes) => vision.run('upscale', { bytes, scale: 2 }));
  return { what: `enlargement by 2, ${model}`, ms };
}

async function medianOf(frames: readonly Uint8Array[], work: (frame: Uint8Array) => Promise<unknown>) {
  const times: number[] = [];
  for (const frame of frames) times.push(await elapsed(() => work(frame)));
  return median(times);
}

async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return Math.round(10 * (performance.now() - before)) / 10;
}

/** JPEGs of a patch of stripes before clouds, each a little otherwise, as large as a camera's. */
async function drawnFrames(count: number): Promise<Uint8Array[]> {
  const frames: Uint8Array[] = [];
  for (let index = 0; index < count; index++)
    frames.push((await encodeJpeg({ ...FRAME, data: drawn(index) }, { quality: 80 })).bytes);
  return frames;
}

function drawn(index: number): Uint8Array {
  const { width, height } = FRAME;
  const data = new Uint8Array(width * height * 3);
  let state = index + 1;
  for (let at = 0; at < data.length; at += 3) {
    const [x, y] = [(at / 3) % width, Math.floor(at / 3 / width)];
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const cloud = 110 + 50 * Math.sin((x + 9 * index) / 90) * Math.cos(y / 70);
    const isPet = ((x - 400) / 150) ** 2 + ((y - 310) / 130) ** 2 < 1;
    const level = (isPet ? 90 + 60 * Math.sin((x + y) / 5) : cloud) + (state >>> 28) - 8;
    data.set([level, 0.9 * level, 0.75 * level], at);
  }
  return data;
}

function machineOf(version: string, threads: number, rounds: number) {
  const [cpu] = os.cpus();
  return {
    version,
    date: new Date(systemClock.now()).toISOString().slice(0, 10),
    processor: `${os.cpus().length} x ${cpu?.model.trim() || os.machine()}`,
    architecture: process.arch,
    system: `${os.type()} ${os.release()}`,
    node: process.version,
    memoryMb: Math.round(os.totalmem() / 1e6),
    load: Number((os.loadavg()[0] ?? 0).toFixed(2)),
    threads,
    rounds,
  };
}

function tableOf(machine: ReturnType<typeof machineOf>, rows: readonly Row[]): string[] {
  const { version, date, processor, architecture, system, node, memoryMb, load, threads, rounds } = machine;
  return [
    `PetCam hub ${version}, ${date}: ${processor}, ${architecture}, ${memoryMb} MB, ${system}, Node ${node}.`,
    `Load ${load}, ${threads} threads of the vision process, median of ${rounds}, frames of ${FRAME.width}x${FRAME.height}.`,
    '',
    '| what | ms |',
    '|---|---|',
    ...rows.map(({ what, ms }) => `| ${what} | ${ms < 100 ? ms.toFixed(1) : ms.toFixed(0)} |`),
  ];
}
