/** Runs a script of the repository as a person would, and gives what it said. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { UNCOUNTED } from './uncounted.js';

const ROOT = new URL('../../', import.meta.url).pathname;

/** Rejects when it ends with anything but 0; the error has `stderr` and `code`. */
export async function runScript(
  script: string,
  ...args: string[]
): Promise<{ stdout: string; last: string }> {
  const command = ['--import', './scripts/typescript.mjs', `scripts/${script}`, ...args];
  const env = { ...process.env, ...UNCOUNTED };
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: ROOT, env });
  return { stdout, last: stdout.trimEnd().split('\n').at(-1) ?? '' };
}
