import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeVersion } from '../../test/support/firmware.js';
import type { Program } from './program.js';

/** Built into one program, in which another number of the same length then takes its place. */
const BUILT = '1.1000.0';
const FIRST = 1_000;

/** Signed firmware for the Linux camera, one version after the other, given to the hub by its command line. */
export class FirmwareReleases {
  readonly publicKey: string;
  newest: string | null = null;
  readonly #main: string;
  readonly #folder: string;
  readonly #image: Buffer;
  readonly #sha256 = new Map<string, string>();

  private constructor(options: { program: Program; folder: string }, image: Buffer) {
    this.#main = options.program.main;
    this.#folder = options.folder;
    this.#image = image;
    this.publicKey = this.#command({}, 'key', '--out', this.#at('signing-key')).publicKey;
  }

  static async open(options: { program: Program; folder: string }): Promise<FirmwareReleases> {
    return new FirmwareReleases(options, readFileSync(await makeVersion(BUILT)));
  }

  /** Null for a version that was never published. */
  sha256Of(version: string): string | null {
    return this.#sha256.get(version) ?? null;
  }

  /** Signs the next version and has the hub install it. */
  publish(settings: Record<string, string>): void {
    const version = `1.${FIRST + this.#sha256.size}.0`;
    const image = Buffer.from(this.#image.toString('latin1').replaceAll(BUILT, version), 'latin1');
    writeFileSync(this.#at('image'), image);
    this.#sha256.set(version, createHash('sha256').update(image).digest('hex'));
    const signed = this.#at(`${version}.petcam`);
    const options = [
      '--key',
      this.#at('signing-key'),
      '--board',
      'host',
      '--version',
      version,
      '--out',
      signed,
    ];
    this.#command(settings, 'sign', ...options, this.#at('image'));
    this.#command(settings, 'add', signed);
    this.#command(settings, 'install', 'shed');
    this.newest = version;
  }

  #at(name: string): string {
    return path.join(this.#folder, name);
  }

  #command(settings: Record<string, string>, ...args: string[]) {
    const env = { PATH: process.env['PATH'], ...settings };
    return JSON.parse(
      execFileSync(process.execPath, [this.#main, 'firmware', ...args, '--json'], { env, encoding: 'utf8' }),
    );
  }
}
