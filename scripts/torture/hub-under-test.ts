/** One hub in a folder of its own, its cameras, and what the harness knows of both. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { ContractCamera, type ContractCameraOptions } from '../../test/support/contract-camera.js';
import { freePorts } from '../../test/support/free-ports.js';
import { CameraRecord } from './camera-record.js';
import { addVerdicts, check, NOTHING, type Verdict } from './checker.js';
import { ShimControl } from './control.js';
import { openScenes, type TakeBurst } from './frames.js';
import { HubProcess } from './hub-process.js';
import type { Program } from './program.js';
import type { Random } from './random.js';

export interface HubUnderTestOptions {
  program: Program;
  /** Made anew; holds data folder, journal and log. */
  folder: string;
  random: Random;
  /** Settings on top of the quiet ones. */
  settings?: Record<string, string>;
  cameras?: string[];
  /** Cameras that the hub knows and that somebody else plugs in. */
  otherCameras?: string[];
  /** Broker that the cameras connect to; the hub's own unless given. */
  brokerUrl?: string;
  disturb?: ContractCameraOptions['disturb'];
  /** Bursts that a camera has under way at once; as docs/PROTOCOL.md says unless given. */
  window?: number;
  /** Without a change for so long, the hub is stuck. */
  stuckAfterMs: number;
}

/** What the database says of the work, as counts. */
export interface Progress {
  frames: number;
  /** Looks at frames of bursts that are not cut yet. */
  looks: number;
  cut: number;
  waiting: number;
  enlarged: number;
}

const READY_MS = 60_000;
const LOOK_MS = 250;

export class HubUnderTest {
  readonly record = new CameraRecord();
  readonly control: ShimControl;
  readonly hub: HubProcess;
  readonly data: string;
  readonly journal: string;
  readonly cameras: ContractCamera[] = [];
  /** Of the hub's own broker. */
  readonly mqttPort: number;
  /** Answers that said that the disk has no room. */
  storageRefusals = 0;
  /** All settings of the hub, for its command line. */
  readonly settings: Record<string, string>;
  readonly #keys = new Map<string, string>();
  readonly #options: HubUnderTestOptions;
  readonly #take: TakeBurst;
  #bursts = 0;
  /** Starts that were not ready in time. */
  #lateStarts = 0;
  #progress: Progress = { frames: 0, looks: 0, cut: 0, waiting: 0, enlarged: 0 };

  private constructor(options: HubUnderTestOptions, settings: Record<string, string>, take: TakeBurst) {
    const { folder, program } = options;
    this.#options = options;
    this.#take = take;
    this.settings = settings;
    this.mqttPort = Number(settings['PETCAM_MQTT_PORT']);
    this.data = path.join(folder, 'data');
    this.journal = path.join(folder, 'journal');
    this.control = new ShimControl(path.join(folder, 'control'));
    const log = path.join(folder, 'hub.log');
    const { control, journal, data } = this;
    this.hub = new HubProcess({ program, settings, folder: data, control: control.file, journal, log });
  }

  /** Makes the data folder with its cameras. The hub is not started yet. */
  static async open(options: HubUnderTestOptions): Promise<HubUnderTest> {
    mkdirSync(options.folder, { recursive: true });
    const [mqtt = 0, http = 0, https = 0, tls = 0] = await freePorts(4);
    const settings = { ...settingsFor(options.folder, { mqtt, http, https, tls }), ...options.settings };
    const take = await openScenes(options.random.fork());
    const made = new HubUnderTest(options, settings, take);
    const url = options.brokerUrl ?? `mqtt://127.0.0.1:${mqtt}`;
    for (const id of options.cameras ?? ['porch']) made.#plugIn(id, made.#add(id), url);
    for (const id of options.otherCameras ?? []) made.#add(id);
    return made;
  }

  /** The key of a camera, as its command line printed it. */
  keyOf(id: string): string {
    return this.#keys.get(id) ?? '';
  }

  /** Runs a command of the hub's own beside it; what it prints as JSON. */
  command<T>(...words: string[]): T {
    const env = { PATH: process.env['PATH'], ...this.settings };
    const args = [this.#options.program.main, ...words, '--json'];
    return JSON.parse(execFileSync(process.execPath, args, { env, encoding: 'utf8' }));
  }

  #add(id: string): string {
    const { key } = this.command<{ key: string }>('camera', 'add', id, '--id', id);
    this.#keys.set(id, key);
    return key;
  }

  #plugIn(id: string, key: string, url: string): void {
    const { disturb, window } = this.#options;
    const camera = new ContractCamera({
      url,
      id,
      key,
      ...(disturb && { disturb }),
      ...(window !== undefined && { window }),
    });
    camera.on('ack', (ack) => {
      this.record.heard(id, ack, this.control.sequence());
      if (ack.rejected.some(({ reason }) => reason === 'storage-full')) this.storageRefusals += 1;
    });
    this.cameras.push(camera);
  }

  /** Has one camera take a burst of 1 to `most` frames. */
  burst(most = 4): void {
    const { random } = this.#options;
    const at = random.between(0, this.cameras.length - 1);
    const camera = this.cameras[at] as ContractCamera;
    const id = (this.#options.cameras ?? ['porch'])[at] as string;
    const name = `b-${this.#bursts++}`;
    const frames = this.#take(`${id}/${name}`, random.between(1, most));
    this.record.sent(id, name, frames);
    camera.burst(name, frames);
  }

  /** Starts it and waits until it is ready; one that is not in time is killed, as a service manager does, and counted. */
  async up(): Promise<void> {
    this.hub.start();
    if (await this.hub.ready(READY_MS)) return;
    this.#lateStarts += 1;
    await this.hub.end('SIGKILL');
    this.hub.start();
  }

  /**
   * What the database says now, or said when it could last be read. Only a running hub's database is looked at: SQLite
   * makes files beside it even to read, and a power cut would not know of those.
   */
  progress(): Progress {
    if (this.hub.isReady) this.#progress = this.#read() ?? this.#progress;
    return this.#progress;
  }

  #read(): Progress | null {
    try {
      const db = new Database(path.join(this.data, 'petcam.db'), { readonly: true, fileMustExist: true });
      try {
        return db.prepare<[], Progress>(PROGRESS).get() ?? null;
      } finally {
        db.close();
      }
    } catch {
      return null;
    }
  }

  /** Resolves true once `holds` does, looked at every few milliseconds, or false after `ms`. */
  async until(holds: () => boolean, ms: number, every = 20): Promise<boolean> {
    const end = performance.now() + ms;
    while (!holds()) {
      if (performance.now() > end) return false;
      await pause(every);
    }
    return true;
  }

  /** True when the hub runs and has nothing left to do: every burst is closed, cut and enlarged. */
  isIdle(): boolean {
    return this.hub.isReady && this.record.openBursts() === 0 && isFinished(this.progress());
  }

  /** Waits, without faults, until all is done, or nothing has changed for `stuckAfterMs`. */
  async settle(): Promise<boolean> {
    this.control.slowSyncs(0);
    await this.up();
    let last = '';
    let since = performance.now();
    for (;;) {
      if (this.isIdle()) return true;
      const open = this.record.openBursts();
      const now = JSON.stringify([this.progress(), open, this.record.acknowledgedFrames()]);
      if (now !== last) since = performance.now();
      last = now;
      if (performance.now() - since > this.#options.stuckAfterMs) return false;
      await pause(LOOK_MS);
    }
  }

  /** Settles, stops the hub and holds its database to the record. */
  async verdict(): Promise<Verdict> {
    await this.settle();
    await this.hub.end('SIGTERM');
    const verdict = check(path.join(this.data, 'petcam.db'), this.record, { finished: true });
    return addVerdicts(verdict, { ...NOTHING, ...lateStarts(this.#lateStarts) });
  }

  async close(): Promise<void> {
    await Promise.all(this.cameras.map((camera) => camera.stop()));
    await this.hub.close();
    this.control.close();
  }
}

function lateStarts(count: number): Pick<Verdict, 'stuck' | 'findings'> {
  const findings = count === 0 ? [] : [`${count} starts were not ready within ${READY_MS / 1000} s`];
  return { stuck: count, findings };
}

const PROGRESS = `SELECT
  (SELECT count(*) FROM frame) AS frames,
  (SELECT count(*) FROM frame_look) AS looks,
  (SELECT count(*) FROM burst WHERE state = 'cut') AS cut,
  (SELECT count(*) FROM burst WHERE state IN ('open', 'closed')
    AND id NOT IN (SELECT burst_id FROM burst_aside)) AS waiting,
  (SELECT count(*) FROM photo WHERE upscale != 'pending'
    OR (movement = 1 AND pet IS NULL AND favourite = 0)) AS enlarged`;

const isFinished = ({ waiting, cut, enlarged }: Progress) => waiting === 0 && enlarged >= cut;

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function settingsFor(
  folder: string,
  ports: { mqtt: number; http: number; https: number; tls: number },
): Record<string, string> {
  return {
    PETCAM_DATA_DIR: path.join(folder, 'data'),
    PETCAM_HTTP_HOST: '127.0.0.1',
    PETCAM_HTTP_PORT: String(ports.http),
    PETCAM_HTTPS: 'false',
    PETCAM_HTTPS_PORT: String(ports.https),
    PETCAM_MDNS: 'false',
    PETCAM_TAILSCALE: '',
    PETCAM_MQTT_PORT: String(ports.mqtt),
    PETCAM_MQTT_TLS_HOST: '127.0.0.1',
    PETCAM_MQTT_TLS_PORT: String(ports.tls),
    PETCAM_STORAGE_RESERVE_MB: '0',
    PETCAM_UPSCALE: 'fast',
    PETCAM_LOG_LEVEL: 'debug',
  };
}
