import { spawn } from 'node:child_process';
import { program } from './program.js';

const main = program('src/main');

export interface Outcome {
  code: number | null;
  out: string;
  err: string;
}

/** Runs `petcam-hub` as its own process, with nothing of this environment but what Node itself needs. */
export function petcamHub(
  args: string[],
  settings: Record<string, string> = {},
  typed = '',
): Promise<Outcome> {
  const child = spawn(process.execPath, [...process.execArgv, main, ...args], {
    env: { ...withoutSettings(), ...settings },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // A command that ended without reading is no fault of the test.
  child.stdin.on('error', () => {}).end(typed);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

/** The environment of the tests, without settings of a hub that somebody runs beside them. */
export function withoutSettings(): Record<string, string | undefined> {
  const own = Object.entries(process.env).filter(([key]) => !key.startsWith('PETCAM_'));
  // Nothing is noted in the home of whoever runs the tests.
  return { ...Object.fromEntries(own), PETCAM_STATE_DIR: '' };
}
