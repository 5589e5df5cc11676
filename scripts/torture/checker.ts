/**
 * Checker that shares no code with the hub: it opens the database with SQLite itself, hashes every frame's bytes, and
 * compares them with the cameras' own record of what they sent and of what was acknowledged.
 */
import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import type { CameraRecord } from './camera-record.js';

export interface Verdict {
  /** Frames that were acknowledged. */
  acknowledged: number;
  /** Acknowledged frames that are not there with the bytes that were sent. */
  lost: number;
  /** Frames that a camera still had when the hub closed their burst without them. */
  givenUp: number;
  /** Frames, bursts or photos that are there more than once, or were announced more than once. */
  doubled: number;
  /** Bursts without a photo, neither cut nor set aside, after the time for it; and those the hub never closed. */
  stuck: number;
  /** Bursts and frames that were set aside, though every frame can be decoded. */
  setAside: number;
  /** What is wrong with the file itself. */
  damaged: number;
  /** The first of each, in words. */
  findings: string[];
}

const FINDINGS_SHOWN = 20;

interface FrameRow {
  camera: string;
  burst: string;
  position: number;
  state: string;
  sha256: string;
  bytes: Buffer | null;
}

interface BurstRow {
  id: number;
  camera: string;
  burst: string;
  state: string;
  aside: string | null;
  photos: number;
  announced: number;
  upscale: string | null;
}

export interface CheckOptions {
  /** Only frames acknowledged before this place in the journal have to be there; all unless given. */
  until?: number;
  /** Whether the work has to be finished too. */
  finished: boolean;
}

/** Reads the database at `file`, which no hub has open. */
export function check(file: string, record: CameraRecord, options: CheckOptions): Verdict {
  const db = new Database(file);
  try {
    return new Check(db, record, options).run();
  } finally {
    db.close();
  }
}

class Check {
  readonly #db: Database.Database;
  readonly #record: CameraRecord;
  readonly #options: CheckOptions;
  readonly #verdict: Verdict = { ...NOTHING, findings: [] };

  constructor(db: Database.Database, record: CameraRecord, options: CheckOptions) {
    this.#db = db;
    this.#record = record;
    this.#options = options;
  }

  /** A file so damaged that SQLite cannot read on is a finding, not an end of the torture. */
  run(): Verdict {
    try {
      this.#integrity();
      this.#frames();
      this.#bursts();
      if (this.#options.finished) this.#closings();
    } catch (error) {
      if (!(error instanceof Database.SqliteError)) throw error;
      this.#find('damaged', `the database cannot be read: ${error.code}`);
    }
    return this.#verdict;
  }

  #find(what: Exclude<keyof Verdict, 'findings'>, text: string, count = 1): void {
    this.#verdict[what] += count;
    if (this.#verdict.findings.length < FINDINGS_SHOWN) this.#verdict.findings.push(text);
  }

  #integrity(): void {
    const answer = this.#db.pragma('integrity_check', { simple: true });
    if (answer !== 'ok') this.#find('damaged', `integrity_check: ${answer}`);
    const strays = this.#db.pragma('foreign_key_check') as unknown[];
    if (strays.length > 0) this.#find('damaged', `foreign_key_check: ${strays.length} rows`);
  }

  #frames(): void {
    const rows = this.#db
      .prepare<[], FrameRow>(
        `SELECT c.id AS camera, b.key AS burst, f.position, f.state, f.sha256, x.bytes
         FROM frame f JOIN burst b ON b.id = f.burst_id JOIN camera c ON c.number = b.camera_number
         LEFT JOIN frame_bytes x ON x.frame_id = f.id`,
      )
      .iterate();
    const seen = new Map<string, string>();
    const hashes = new Set<string>();
    for (const row of rows) {
      const name = `${row.camera}/${row.burst}/${row.position}`;
      const sha256 = createHash('sha256')
        .update(row.bytes ?? '')
        .digest('hex');
      if (sha256 !== row.sha256) this.#find('damaged', `${name} has other bytes than its row says`);
      if (seen.has(name) || hashes.has(sha256)) this.#find('doubled', `${name} is there twice`);
      if (row.state === 'aside') this.#find('setAside', `${name} was set aside`);
      seen.set(name, sha256);
      hashes.add(sha256);
    }
    for (const burst of this.#record.bursts.values())
      for (const [index, at] of burst.acknowledged) {
        if (at > (this.#options.until ?? at)) continue;
        this.#verdict.acknowledged += 1;
        const name = `${burst.camera}/${burst.name}/${index}`;
        const sha256 = seen.get(name);
        if (sha256 === burst.frames[index]) continue;
        this.#find('lost', `${name} was acknowledged and is ${sha256 ? 'another one' : 'not there'}`);
      }
  }

  #bursts(): void {
    const rows = this.#db
      .prepare<[], BurstRow>(
        `SELECT b.id, c.id AS camera, b.key AS burst, b.state,
           (SELECT a.reason FROM burst_aside a WHERE a.burst_id = b.id) AS aside,
           (SELECT count(*) FROM photo p WHERE p.burst_id = b.id) AS photos,
           (SELECT count(*) FROM event e WHERE e.type = 'photo.new' AND json_extract(e.data, '$.burstId') = b.id) AS announced,
           (SELECT iif(p.movement = 1 AND p.pet IS NULL AND p.favourite = 0, 'done', p.upscale)
            FROM photo p WHERE p.burst_id = b.id) AS upscale
         FROM burst b JOIN camera c ON c.number = b.camera_number`,
      )
      .all();
    const seen = new Set<string>();
    for (const row of rows) {
      const name = `${row.camera}/${row.burst}`;
      if (seen.has(name)) this.#find('doubled', `${name} is there twice`);
      seen.add(name);
      if (row.photos > 1) this.#find('doubled', `${name} has ${row.photos} photos`);
      if (row.announced > 1)
        this.#find('doubled', `the photo of ${name} was announced ${row.announced} times`);
      if (this.#options.finished && this.#record.bursts.has(name)) this.#finished(name, row);
    }
  }

  #finished(name: string, { state, aside, upscale }: BurstRow): void {
    if (aside !== null) this.#find('setAside', `${name} was set aside: ${aside}`);
    else if (state === 'open' || state === 'closed') this.#find('stuck', `${name} is still ${state}`);
    else if (state !== 'cut')
      this.#find('setAside', `${name} is ${state}, though every frame can be decoded`);
    else if (upscale !== 'done') this.#find('stuck', `the enlargement of ${name} is ${upscale}`);
  }

  #closings(): void {
    for (const { camera, name, closed, frames } of this.#record.bursts.values()) {
      if (closed === null) this.#find('stuck', `${camera}/${name} was never closed`);
      else if (closed.lost.length > 0) {
        const which = `${closed.lost.join(', ')} of ${frames.length}`;
        this.#find('givenUp', `${camera}/${name} was closed without ${which}`, closed.lost.length);
      }
    }
  }
}

/** The sum of two verdicts. */
export function addVerdicts(one: Verdict, other: Verdict): Verdict {
  const sum = { ...NOTHING, findings: [...one.findings, ...other.findings].slice(0, FINDINGS_SHOWN) };
  for (const key of COUNTS) sum[key] = one[key] + other[key];
  return sum;
}

const COUNTS = ['acknowledged', 'lost', 'givenUp', 'doubled', 'stuck', 'setAside', 'damaged'] as const;

export const NOTHING: Verdict = {
  acknowledged: 0,
  lost: 0,
  givenUp: 0,
  doubled: 0,
  stuck: 0,
  setAside: 0,
  damaged: 0,
  findings: [],
};

/** Whether the hub kept every promise. */
export function isClean(verdict: Verdict): boolean {
  return COUNTS.every((key) => key === 'acknowledged' || verdict[key] === 0);
}
