// npm run strangers: an hour of cameras that are not of this project, killed and started again, as is the hub.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { freePorts } from '../../test/support/free-ports.js';
import { makeClip, startFfmpeg, startMotion } from '../../test/support/real-cameras.js';
import { makePictures, startRtspServer } from '../../test/support/rtsp-server.js';
import { HubUnderTest, pause } from './hub-under-test.js';
import { buildProgram } from './program.js';
import { Random } from './random.js';
import { Stranger } from './stranger.js';

const help = `npm run strangers -- [OPTIONS]

Adds three cameras by address to a hub of today's sources: Debian's motion (MJPEG), ffmpeg (MJPEG) and gst-rtsp-server
(H.264 over RTSP), each showing a pet that comes into an empty room, again and again. Kills one of the servers or the
hub (SIGKILL) in turn, starts it again, and waits for a new photo of every camera that was concerned.

  --minutes N     how long from the first photo of each on (default 60)
  --kill-every S  seconds from one kill to the next, when photos come in time (default 90)
  --patience S    a camera without a new photo for so long after a start has failed (default 240)
  --seed N        the same pauses again (default: by the clock, and said)
  --keep          leave the folder, with database and log, and say where
  --help          this text

Needs Debian's motion, ffmpeg, python3-gi, gir1.2-gst-rtsp-server-1.0, gstreamer1.0-plugins-ugly, and a C compiler.
Says on standard error what happens, and one line of JSON at the end. Exit code 0: after every kill each camera gave
photos again in time, each gave photos of a pet, the hub never ended by itself, and nothing was set aside.`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    'kill-every': { type: 'string', default: '90' },
    patience: { type: 'string', default: '240' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** An empty room for long enough that the search for motion has learnt it, then a cat. */
const CLIP = ['nobody-home', 'nobody-home', 'nobody-home', 'cat-turns-head'];
/** A burst of each camera twice a minute: a small machine can look at that. */
const SETTINGS = { cooldownMs: 30_000, burstFrames: 5 };
const HERE = '127.0.0.0/8';
/** Shortest and longest time that something stays away, in ms. */
const AWAY_MS = [2_000, 15_000] as const;

const MOST_STARTS = 5;

interface Tally {
  photos: number;
  withPet: number;
}

class Run {
  readonly #test: HubUnderTest;
  readonly #strangers: readonly Stranger[];
  readonly #random: Random;
  readonly #patienceMs: number;
  readonly kills: Record<string, number> = {};
  /** Seconds from a start to a new photo, by camera. */
  readonly again: Record<string, number[]> = {};
  readonly findings: string[] = [];

  constructor(test: HubUnderTest, strangers: readonly Stranger[], random: Random, patienceMs: number) {
    this.#test = test;
    this.#strangers = strangers;
    this.#random = random;
    this.#patienceMs = patienceMs;
  }

  /** Adds every camera, as an owner does, and waits for its first photo. */
  async begin(): Promise<void> {
    await this.#hubUp();
    const url = `http://127.0.0.1:${this.#test.settings['PETCAM_HTTP_PORT']}`;
    const { code } = this.#test.command<{ code: string }>('setup');
    const person = { username: 'Mina', password: 'a long enough one', code };
    const { access_token: token = '' } = await post<{ access_token: string }>(`${url}/register`, person);
    for (const { name, address } of this.#strangers) {
      await this.#add(url, token, { name, address });
      await post(`${url}/cameras/${name}/address`, { settings: SETTINGS }, token, 'PATCH');
    }
    await this.#photosAgain(this.#strangers, 'the start');
  }

  async #add(url: string, token: string, body: object): Promise<void> {
    const end = performance.now() + this.#patienceMs;
    for (;;) {
      const answer = await post<{ id?: string; message?: string }>(`${url}/cameras/by-address`, body, token);
      if (answer.id !== undefined) return;
      if (performance.now() > end) throw new Error(`${JSON.stringify(body)}: ${JSON.stringify(answer)}`);
      await pause(1000);
    }
  }

  /** Kills the `turn`-th of the servers and the hub, starts it again, and waits for photos. */
  async kill(turn: number): Promise<void> {
    const stranger = this.#strangers[turn % (this.#strangers.length + 1)];
    const name = stranger?.name ?? 'hub';
    this.kills[name] = (this.kills[name] ?? 0) + 1;
    if (stranger) await stranger.kill();
    else await this.#test.hub.end('SIGKILL');
    await pause(this.#random.between(...AWAY_MS));
    if (stranger) stranger.up();
    else await this.#hubUp();
    await this.#photosAgain(stranger ? [stranger] : this.#strangers, `killing ${name}`);
  }

  /** A start that takes longer than a service manager allows is killed and tried again, which counts as a finding. */
  async #hubUp(): Promise<void> {
    for (let starts = 1; ; starts += 1) {
      await this.#test.up();
      if (this.#test.hub.isReady) return;
      this.findings.push(`start ${starts} of the hub was not ready in time`);
      if (starts === MOST_STARTS) throw new Error('the hub does not start');
    }
  }

  async #photosAgain(strangers: readonly Stranger[], after: string): Promise<void> {
    const since = Date.now();
    for (const { name } of strangers) {
      const came = await this.#test.until(() => this.tally(name, since).photos > 0, this.#patienceMs, 500);
      const seconds = Math.round((Date.now() - since) / 1000);
      if (came) this.again[name] = [...(this.again[name] ?? []), seconds];
      else this.findings.push(`${name} gave no photo within ${seconds} s after ${after}`);
      say(`after ${after}: ${came ? `a photo of ${name} after ${seconds} s` : `NO PHOTO of ${name}`}`);
    }
  }

  /** Photos of a camera that were taken after a time; none while the database cannot be read. */
  tally(camera: string, since = 0): Tally {
    const tally = this.read<Tally>(
      'SELECT count(*) AS photos, count(pet) AS withPet FROM photo WHERE camera = ? AND taken_at > ?',
      camera,
      since,
    );
    return tally ?? { photos: 0, withPet: 0 };
  }

  read<T>(sql: string, ...parameters: (string | number)[]): T | null {
    try {
      const db = new Database(path.join(this.#test.data, 'petcam.db'), { readonly: true });
      try {
        return (db.prepare(sql).get(...parameters) as T | undefined) ?? null;
      } finally {
        db.close();
      }
    } catch {
      return null;
    }
  }
}

async function post<T>(url: string, body: object, token = '', method = 'POST'): Promise<T> {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  return (await fetch(url, { method, headers, body: JSON.stringify(body) })).json() as T;
}

const began = performance.now();
const say = (text: string) =>
  console.error(`${((performance.now() - began) / 60_000).toFixed(1).padStart(5)} min: ${text}`);

async function strangersIn(folder: string, ends: (() => unknown)[]): Promise<Stranger[]> {
  const owner = { teardown: (end: () => unknown) => ends.push(end) };
  const clip = makeClip(folder, CLIP);
  const pictures = makePictures(folder, CLIP);
  const [motion = 0, ffmpeg = 0, rtsp = 0] = await freePorts(3);
  const http = (port: number, where: string) => `http://127.0.0.1:${port}/${where}`;
  return [
    new Stranger('motion', http(motion, ''), () => startMotion(owner, folder, clip, motion)),
    new Stranger('ffmpeg', http(ffmpeg, 's.mjpg'), () => startFfmpeg(owner, clip, ffmpeg)),
    new Stranger('rtsp', `rtsp://127.0.0.1:${rtsp}/live`, () =>
      startRtspServer(owner, pictures, { port: rtsp }),
    ),
  ];
}

/** @throws {Error} for what is no whole number above 0. */
function numberOf(option: 'minutes' | 'kill-every' | 'patience' | 'seed'): number {
  if (!/^\d+$/.test(values[option])) throw new Error(`--${option} is to be a whole number`);
  return Number(values[option]);
}

async function main(folder: string): Promise<boolean> {
  const [minutes, seed] = [numberOf('minutes'), numberOf('seed')];
  const patienceMs = numberOf('patience') * 1000;
  const ends: (() => unknown)[] = [];
  const random = new Random(seed);
  mkdirSync(path.join(folder, 'servers'));
  const program = buildProgram(path.join(folder, 'program'));
  const settings = { PETCAM_CAMERA_NETWORKS: HERE };
  const options = { program, folder: path.join(folder, 'hub'), random, settings, cameras: [] };
  const test = await HubUnderTest.open({ ...options, stuckAfterMs: patienceMs });
  try {
    const strangers = await strangersIn(path.join(folder, 'servers'), ends);
    for (const stranger of strangers) stranger.up();
    const run = new Run(test, strangers, random, patienceMs);
    await run.begin();
    const end = performance.now() + minutes * 60_000;
    for (let turn = 0; performance.now() < end; turn += 1) {
      const next = performance.now() + numberOf('kill-every') * 1000;
      await run.kill(turn);
      await pause(Math.max(0, Math.min(next, end) - performance.now()));
    }
    for (const stranger of strangers) await stranger.kill();
    return await report(run, test, { seed, strangers });
  } finally {
    await test.close();
    for (const stop of ends) await stop();
  }
}

async function report(
  run: Run,
  test: HubUnderTest,
  { seed, strangers }: { seed: number; strangers: readonly Stranger[] },
): Promise<boolean> {
  const settled = await test.settle();
  const cameras = Object.fromEntries(
    strangers.map(({ name }) => {
      const waits = (run.again[name] ?? []).toSorted((a, b) => a - b);
      const seconds = { median: waits[Math.floor(waits.length / 2)] ?? null, longest: waits.at(-1) ?? null };
      return [name, { ...run.tally(name), photoAgainAfterSeconds: seconds }];
    }),
  );
  const { setAside = 0 } =
    run.read<{ setAside: number }>('SELECT count(*) AS setAside FROM burst_aside') ?? {};
  const { deaths } = test.hub;
  const petless = strangers.filter(({ name }) => run.tally(name).withPet === 0);
  const findings = [
    ...run.findings,
    ...(settled ? [] : ['the hub did not come to an end with what it had']),
    ...petless.map(({ name }) => `${name} gave no photo of a pet`),
  ];
  const passed = findings.length === 0 && deaths === 0 && setAside === 0;
  const minutes = Math.round((performance.now() - began) / 60_000);
  const machine = `${availableParallelism()} x ${cpus()[0]?.model}`;
  const { kills } = run;
  console.log(JSON.stringify({ passed, minutes, kills, cameras, deaths, setAside, findings, seed, machine }));
  return passed;
}

if (values.help) console.log(help);
else {
  const folder = mkdtempSync(path.join(tmpdir(), 'petcam-strangers-'));
  try {
    process.exitCode = (await main(folder)) ? 0 : 1;
  } finally {
    if (values.keep) console.error(`kept: ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  }
}
