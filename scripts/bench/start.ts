// npm run bench -- start: how long a hub with a million frames takes to answer, from an older version's file too.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Connection, databasePath, openForWriting } from '../../src/store/database.js';
import { migrate, migrations } from '../../src/store/migrations.js';
import { freePorts } from '../../test/support/free-ports.js';

const FRAMES_OF_BURST = 6;

const HELP = `npm run bench -- start [OPTIONS]

Fills a database as a program of an older version had it, starts the hub on it until /health answers, which brings the
file to today's version, and starts it twice more: with what the machine has read before, and after the machine was made
to forget program and database. Prints times, sizes and the memory that the hub had at most.

  --frames N      rows of frames (default: 1000000), ${FRAMES_OF_BURST} a burst, each burst a photo with two thumbnails
  --from V        version of the file (default: 1, the oldest; today's is ${migrations.length})
  --program FILE  the petcam-hub to start (default: dist/main.js, built before); of a package: /usr/bin/petcam-hub
  --json          one line of JSON
  --help          this text`;

const { values } = parseArgs({
  options: {
    frames: { type: 'string', default: '1000000' },
    from: { type: 'string', default: '1' },
    program: { type: 'string', default: fileURLToPath(new URL('../../dist/main.js', import.meta.url)) },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) console.log(HELP);
else if (!existsSync(values.program)) {
  console.error(`${values.program} is not there: npm run build`);
  process.exitCode = 1;
} else await bench();

async function bench(): Promise<void> {
  const directory = mkdtempSync(path.join(tmpdir(), 'petcam-bench-'));
  try {
    fill(directory, Number(values.frames), Number(values.from));
    const upgrade = await start(directory);
    const again = await start(directory);
    const forgotten = forget([databasePath(directory), ...filesOf(programFolder())]);
    const cold = forgotten ? await start(directory) : null;
    const result: Result = {
      frames: Number(values.frames),
      from: Number(values.from),
      to: migrations.length,
      databaseMegabytes: megabytes(databasePath(directory)),
      programMegabytes: Math.round(
        filesOf(programFolder()).reduce((sum, file) => sum + statSync(file).size, 0) / 1e6,
      ),
      upgrade,
      again,
      cold,
    };
    if (values.json) console.log(JSON.stringify(result));
    else report(result);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Seconds until the first answer of /health, of processor time in them, and the most memory that the hub had. */
interface Start {
  seconds: number;
  processorSeconds: number;
  memoryMegabytes: number;
}

interface Result {
  frames: number;
  from: number;
  to: number;
  databaseMegabytes: number;
  programMegabytes: number;
  upgrade: Start;
  again: Start;
  /** Null where the machine cannot be made to forget files: that needs python3. */
  cold: Start | null;
}

function report(result: Result): void {
  const { frames, from, to, databaseMegabytes, programMegabytes, upgrade, again, cold } = result;
  const row = (name: string, { seconds, processorSeconds, memoryMegabytes }: Start) =>
    console.log(
      `${name.padEnd(34)}${seconds.toFixed(1).padStart(6)} s, ${processorSeconds.toFixed(1)} s of the processor, ${memoryMegabytes} MB`,
    );
  console.log(`${frames} frames: database ${databaseMegabytes} MB, program ${programMegabytes} MB`);
  row(`first start, from version ${from} to ${to}`, upgrade);
  row('again', again);
  if (cold) row('again, after all was forgotten', cold);
  else console.log('a cold start was not measured: python3 is not here');
}

/** Rows as a hub of that version had them; frames with few bytes, thumbnails with as many as they have. */
function fill(directory: string, frames: number, from: number): void {
  const db = openForWriting(databasePath(directory));
  db.pragma('synchronous = OFF');
  migrate(db, migrations.slice(0, from), []);
  db.exec("INSERT INTO camera (id, name, created_at) VALUES ('porch', 'Porch', 1)");
  for (const statement of rows(Math.ceil(frames / FRAMES_OF_BURST))) db.exec(statement);
  fold(db);
  db.close();
}

function rows(bursts: number): string[] {
  const reason = JSON.stringify({ code: 'chosen-only', params: {}, text: 'The only frame.' });
  return [
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${bursts})
     INSERT INTO burst (id, camera_number, key, state, opened_at, manifest)
     SELECT i, 1, 'b' || i, 'cut', i * 60000, '{"frames":${FRAMES_OF_BURST}}' FROM n`,
    `WITH RECURSIVE p (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM p WHERE i < ${FRAMES_OF_BURST - 1})
     INSERT INTO frame (burst_id, position, state, length, crc32, sha256, received_at, taken_at, reason)
     SELECT id, i, iif(i = 0, 'chosen', 'kept'), 30000, 1, hex(randomblob(32)), opened_at, opened_at, '${reason}'
     FROM burst, p`,
    'INSERT INTO frame_bytes SELECT id, randomblob(200) FROM frame',
    `INSERT INTO photo (burst_id, frame_id, camera, taken_at, pet, score, summary, width, height, upscale, created_at)
     SELECT burst_id, id, 'porch', taken_at, 'cat', 0.5, reason, 800, 600, 'done', 1 FROM frame WHERE position = 0`,
    `INSERT INTO photo_image (photo_id, variant, mime, sha256, width, height, bytes)
     SELECT id, variant, 'image/webp', 'x', 320, 240, randomblob(3000)
     FROM photo, (SELECT 'thumb' AS variant UNION SELECT 'preview')`,
  ];
}

function fold(db: Connection): void {
  db.pragma('wal_checkpoint(TRUNCATE)');
}

async function start(directory: string): Promise<Start> {
  const [http = 0, mqtt = 0, mqttTls = 0] = await freePorts(3);
  const env = {
    ...process.env,
    PETCAM_DATA_DIR: directory,
    PETCAM_HTTP_HOST: '127.0.0.1',
    PETCAM_HTTP_PORT: String(http),
    PETCAM_HTTPS: 'false',
    PETCAM_MQTT_PORT: String(mqtt),
    PETCAM_MQTT_TLS_HOST: '127.0.0.1',
    PETCAM_MQTT_TLS_PORT: String(mqttTls),
    PETCAM_MDNS: 'false',
    PETCAM_LOG_LEVEL: 'warn',
  };
  const begun = performance.now();
  const isScript = values.program.endsWith('.js');
  const [program = '', ...args] = isScript ? [process.execPath, values.program] : [values.program];
  const hub = spawn(program, [...args, 'serve'], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = new Promise<void>((resolve) => hub.once('exit', () => resolve()));
  try {
    while (!(await answers(http))) {
      if (hub.exitCode !== null) throw new Error(`the hub ended with ${hub.exitCode}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const seconds = (performance.now() - begun) / 1000;
    return { seconds, ...usageOf(hub.pid) };
  } finally {
    hub.kill('SIGTERM');
    await ended;
  }
}

async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/health`)).ok;
  } catch {
    return false;
  }
}

function usageOf(pid: number | undefined): Omit<Start, 'seconds'> {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  // Fields 14 and 15 of proc(5), counted after the name, which may have spaces: hundredths of seconds.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return {
    processorSeconds: (Number(fields[11]) + Number(fields[12])) / 100,
    memoryMegabytes: Math.round(Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1000),
  };
}

/** The folder that has the program with its modules and models. */
function programFolder(): string {
  const installed = '/usr/lib/petcam-hub';
  return values.program.endsWith('.js') ? path.resolve(path.dirname(values.program), '..') : installed;
}

/** Files that are part of a running hub. */
function filesOf(folder: string): string[] {
  return ['dist', 'models', 'node_modules', 'bin']
    .map((name) => path.join(folder, name))
    .filter(existsSync)
    .flatMap((part) =>
      readdirSync(part, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name)),
    );
}

/** Has the kernel drop what it keeps of files in memory, so that the next start reads them from the disk. */
function forget(files: string[]): boolean {
  const drop =
    'import os,sys\nfor f in sys.stdin.read().split("\\0"):\n fd=os.open(f,os.O_RDONLY)\n os.fdatasync(fd)\n os.posix_fadvise(fd,0,0,os.POSIX_FADV_DONTNEED)\n os.close(fd)';
  return spawnSync('python3', ['-c', drop], { input: files.join('\0') }).status === 0;
}

function megabytes(file: string): number {
  return Math.round(statSync(file).size / 1e6);
}
