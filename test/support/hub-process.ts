/** The hub as a process of its own, for tests that take its life. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { withoutSettings } from './command-line.js';
import { program } from './program.js';

const main = program('src/main');

export interface HubProcess {
  pid: number;
  httpPort: number;
  mqttPort: number;
  /** Takes its life at once, as a power cut does, and resolves when it is gone. */
  kill(): Promise<void>;
}

/** Starts `petcam-hub serve` and resolves when it says that it is ready. It dies with the test. */
export async function startHubProcess(
  t: { teardown(end: () => unknown): void },
  settings: Record<string, string>,
): Promise<HubProcess> {
  const child = spawn(process.execPath, [...process.execArgv, main, 'serve'], {
    env: { ...withoutSettings(), ...settings, PETCAM_LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'close');
  };
  t.teardown(kill);
  const { httpPort, mqttPort } = await ready(child);
  return { pid: child.pid as number, httpPort, mqttPort, kill };
}

function ready(child: ChildProcess): Promise<{ httpPort: number; mqttPort: number }> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the hub ended before it was ready, with ${code}`)));
    // Reads on for ever, so that the pipe never fills.
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const entry = line.startsWith('{') ? JSON.parse(line) : {};
      if (entry.msg === 'ready') resolve(entry);
    });
  });
}
