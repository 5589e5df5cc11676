// npm run bench -- streams: what it costs to watch streams of 640x480 at 25 pictures a second for motion: one, and four.
// With --seconds=N for how long each is measured (30). Fails above the shares of a core and the memory that are allowed.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { availableParallelism, cpus } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import sharp from 'sharp';
import { readPictures } from '../../src/cameras/streams/read-pictures.js';
import { StreamCamera } from '../../src/cameras/streams/stream-camera.js';
import { StreamReader } from '../../src/cameras/streams/stream-reader.js';
import { DEFAULT_STREAM_SETTINGS } from '../../src/cameras/streams/stream-settings.js';
import { systemClock } from '../../src/core/clock.js';
import { readConfig } from '../../src/core/config/config.js';
import { openVision } from '../../src/hub/vision.js';
import { frameLimitsOf } from '../../src/imaging/vision/frame-limits.js';

const PICTURES_A_SECOND = 25;
/** The vision process starts, and is compiled as it runs. */
const SETTLE_MS = 12_000;
const MEASURE_MS = Number(process.argv.find((arg) => arg.startsWith('--seconds='))?.slice(10) ?? 30) * 1000;
/** Shares of one core that watching may take, and megabytes that the first stream may. */
const MOST = { one: 0.08, four: 0.25, megabytes: 20 };
const BURST = fileURLToPath(new URL('../../test/fixtures/bursts/cat-turns-head', import.meta.url));
const TICKS_A_SECOND = 100;

if (process.argv.includes('--serve')) await serve();
else await measure();

/** Serves each client the pictures of a burst in turn, as an MJPEG stream; says its port. */
async function serve(): Promise<void> {
  const files = readdirSync(BURST).filter((name) => name.endsWith('.jpg'));
  const pictures = await Promise.all(
    files.map((file) => sharp(`${BURST}/${file}`).resize(640, 480).jpeg({ quality: 80 }).toBuffer()),
  );
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.write('HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary=b\r\n\r\n');
    let turn = 0;
    const timer = setInterval(() => {
      // Each picture stays for two seconds, so that most looks find nothing new, as in a room.
      const picture = pictures[Math.floor(turn++ / 50) % pictures.length] as Buffer;
      socket.write(`--b\r\nContent-Type: image/jpeg\r\nContent-Length: ${picture.length}\r\n\r\n`);
      socket.write(picture);
      socket.write('\r\n');
    }, 1000 / PICTURES_A_SECOND);
    socket.on('close', () => clearInterval(timer));
  });
  server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
}

/** Processes below this one, without those below `besides`. */
function descendants(pid: number, besides: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean);
  return children
    .map(Number)
    .filter((child) => child !== besides)
    .flatMap((child) => [child, ...descendants(child, besides)]);
}

/** Processor time in ms, and memory of its own share in MB, of the hub's side: this process and the vision process. */
function used(server: ChildProcess): { cpuMs: number; megabytes: number } {
  const pids = [process.pid, ...descendants(process.pid, server.pid as number)];
  const of = (pid: number) => {
    const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    const [user = 0, system = 0] = fields.split(' ').slice(11, 13).map(Number);
    const [, kilobytes = '0'] =
      /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
    return { cpuMs: ((user + system) * 1000) / TICKS_A_SECOND, megabytes: Number(kilobytes) / 1024 };
  };
  return pids.map(of).reduce((sum, each) => ({
    cpuMs: sum.cpuMs + each.cpuMs,
    megabytes: sum.megabytes + each.megabytes,
  }));
}

async function measure(): Promise<void> {
  const args = [...process.execArgv, fileURLToPath(import.meta.url), '--serve'];
  const server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = await once(server.stdout, 'data');
  const models = fileURLToPath(new URL('../../models', import.meta.url));
  const log = pino({ level: 'silent' });
  const config = readConfig({ PETCAM_DATA_DIR: '/nonexistent' });
  const { streamVision } = openVision(config, models, systemClock, log);
  const looks = { count: 0 };
  const cellsOf = async (bytes: Uint8Array) => {
    looks.count += 1;
    const limits = frameLimitsOf(null, 640 * 480);
    return (await streamVision.run('motionCells', { bytes, limits })).cells;
  };
  const empty = used(server);
  const readers: StreamReader[] = [];
  const results: Record<string, unknown> = {};
  for (const streams of [1, 4]) {
    while (readers.length < streams) readers.push(watch(Number(String(port)), cellsOf, readers.length));
    await wait(SETTLE_MS);
    const [before, began, looked] = [used(server), performance.now(), looks.count];
    await wait(MEASURE_MS);
    const [after, tookMs] = [used(server), performance.now() - began];
    results[streams] = {
      ofOneCore: Number(((after.cpuMs - before.cpuMs) / tookMs).toFixed(3)),
      megabytesMore: Math.round(after.megabytes - empty.megabytes),
      looksASecond: Number((((looks.count - looked) / tookMs) * 1000).toFixed(1)),
    };
  }
  await Promise.all(readers.map((reader) => reader.stop()));
  await streamVision.stop();
  server.kill();
  console.log(JSON.stringify({ results, machine: `${availableParallelism()} x ${cpus()[0]?.model}` }));
  const { 1: one, 4: four } = results as Record<1 | 4, { ofOneCore: number; megabytesMore: number }>;
  const isTooMuch =
    one.ofOneCore > MOST.one || four.ofOneCore > MOST.four || one.megabytesMore > MOST.megabytes;
  if (isTooMuch) process.exitCode = 1;
}

function watch(port: number, cellsOf: (bytes: Uint8Array) => Promise<readonly number[]>, number: number) {
  const log = pino({ level: 'silent' });
  const camera = new StreamCamera({
    camera: `camera-${number}`,
    settings: { ...DEFAULT_STREAM_SETTINGS },
    sender: { send: async () => {} },
    isWatching: () => true,
    cellsOf,
    known: () => '',
    show: () => {},
    clock: systemClock,
    log,
  });
  const url = `http://127.0.0.1:${port}/`;
  const reader = new StreamReader({
    camera: `camera-${number}`,
    source: { url, address: '127.0.0.1', certificate: null, credentials: null },
    read: readPictures,
    check: () => {},
    onPicture: (jpeg) => camera.take(jpeg),
    onChange: () => {},
    clock: systemClock,
    log,
  });
  reader.start();
  return reader;
}
