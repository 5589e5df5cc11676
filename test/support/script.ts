/** Runs a script of the repository as a person would, and gives what it said. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { program, repository } from './program.js';

/** `script` is named without its extension. Rejects when it ends with anything but 0; the error has `stderr` and `code`. */
export async function runScript(
  script: string,
  ...args: string[]
): Promise<{ stdout: string; last: string }> {
  const command = [...process.execArgv, program(`scripts/${script}`), ...args];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: repository });
  return { stdout, last: stdout.trimEnd().split('\n').at(-1) ?? '' };
}
