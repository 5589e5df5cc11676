import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { addVerdicts, NOTHING, type Verdict } from './checker.js';
import { ShimControl } from './control.js';
import { DiskImage, FATES } from './disk-image.js';
import { readJournal } from './journal.js';
import type { Random } from './random.js';

const scene = fileURLToPath(new URL('../../test/fixtures/bursts/cat-focus', import.meta.url));
const IMAGES_A_CUT = 8;
const PROGRAM_MODE = 0o700;

export interface SlottedCameraOptions {
  program: string;
  shim: string;
  folder: string;
  url: string;
  id: string;
  key: string;
  updateKey: string;
  /** SHA-256 of a version's image; null for one that was never published. */
  knows(version: string): string | null;
}

export interface BootRecord {
  active: number;
  slots: { state: string; version: string }[];
}

/** The record of a folder of slots; null when there is none, or none that can be read. */
export function bootRecord(folder: string): BootRecord | null {
  const file = path.join(folder, 'boot');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const match = /^petcam-boot 1 ([ab]) (\w+) (\S+) (\w+) (\S+)\n$/.exec(text);
  if (!match) return null;
  const [, active, stateA = '', versionA = '', stateB = '', versionB = ''] = match;
  return {
    active: active === 'b' ? 1 : 0,
    slots: [
      { state: stateA, version: versionA },
      { state: stateB, version: versionB },
    ],
  };
}

/** The Linux camera of firmware/ with its two slots, whose power can be cut. */
export class SlottedCamera {
  readonly slots: string;
  readonly #options: SlottedCameraOptions;
  readonly #control: ShimControl;
  readonly #journal: string;
  #child: ChildProcess | null = null;
  #image: DiskImage | null = null;

  constructor(options: SlottedCameraOptions) {
    this.#options = options;
    this.slots = path.join(options.folder, 'slots');
    mkdirSync(this.slots, { recursive: true });
    this.#control = new ShimControl(path.join(options.folder, 'control'));
    this.#journal = path.join(options.folder, 'journal');
    this.#control.record(true);
  }

  start(): void {
    const { program, shim, url, id, key, updateKey } = this.#options;
    writeFileSync(this.#journal, '');
    this.#image = new DiskImage(this.slots);
    const args = ['--url', url, '--camera', id, '--bursts', scene, '--every', '0', '--json'];
    this.#child = spawn(program, [...args, '--slots', this.slots, '--update-key', updateKey], {
      env: {
        PATH: process.env['PATH'],
        PETCAM_CAMERA_KEY: key,
        LD_PRELOAD: shim,
        TORTURE_FOLDER: this.slots,
        TORTURE_CONTROL: this.#control.file,
        TORTURE_JOURNAL: this.#journal,
      },
      stdio: 'ignore',
    });
  }

  /** Entries of the journal so far, over all starts. */
  entries(): number {
    return this.#control.sequence();
  }

  /** Kills it and leaves of its slots what a power cut may; looks at those of other moments on the way. */
  async cut(random: Random): Promise<{ verdict: Verdict; images: number }> {
    await this.#end();
    const image = this.#image as DiskImage;
    const entries = readJournal(this.#journal);
    const stops = new Set(Array.from({ length: IMAGES_A_CUT }, () => random.between(0, entries.length)));
    const target = path.join(this.#options.folder, 'image');
    let verdict = NOTHING;
    let images = 0;
    for (const [at, entry] of entries.entries()) {
      image.apply(entry);
      if (!stops.has(at)) continue;
      image.write(target, random.pick(FATES), random, PROGRAM_MODE);
      verdict = addVerdicts(verdict, this.#lookAt(target));
      images += 1;
    }
    rmSync(target, { recursive: true, force: true });
    image.write(this.slots, random.pick(FATES), random, PROGRAM_MODE);
    return { verdict: addVerdicts(verdict, this.#lookAt(this.slots)), images };
  }

  /** What would boot is the program it was delivered with, or all of a version that was published. */
  #lookAt(folder: string): Verdict {
    const damaged = (text: string) => ({ ...NOTHING, damaged: 1, findings: [text] });
    const record = bootRecord(folder);
    if (record === null)
      return existsSync(path.join(folder, 'boot')) ? damaged('the boot record is damaged') : NOTHING;
    const { state = '', version = '' } = record.slots[record.active] ?? {};
    if (version === '-') return NOTHING;
    const file = path.join(folder, `slot-${record.active === 0 ? 'a' : 'b'}`);
    const sha256 = existsSync(file)
      ? createHash('sha256').update(readFileSync(file)).digest('hex')
      : 'nothing';
    return sha256 === this.#options.knows(version)
      ? NOTHING
      : damaged(`the slot that boots, ${version} ${state}, does not hold that version`);
  }

  async #end(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  async close(): Promise<void> {
    await this.#end();
    this.#control.close();
  }
}
