/** A real Mosquitto for tests, where it is installed. */
import { spawn } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { freePorts } from './free-ports.js';

const PROGRAM = '/usr/sbin/mosquitto';

/** True when it can be tested against; else the test says so in its output. */
export function mosquittoIsHere(t: Test): boolean {
  const here = existsSync(PROGRAM);
  if (!here) t.comment('Mosquitto is not installed: the hub is tested against its embedded broker only');
  return here;
}

/** Starts one with `lines` added to its configuration; gives its URL once it listens. */
export async function startMosquitto(t: Test, lines: string[] = [], port?: number) {
  const [free = 0] = await freePorts(1);
  const at = port ?? free;
  const file = join(tmpdir(), `petcam-mosquitto-${process.pid}-${at}.conf`);
  writeFileSync(file, [`listener ${at} 127.0.0.1`, 'allow_anonymous true', ...lines, ''].join('\n'));
  const broker = spawn(PROGRAM, ['-c', file], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => broker.once('exit', () => resolve()));
  const stop = async () => {
    broker.kill('SIGKILL');
    await ended;
    rmSync(file, { force: true });
  };
  t.teardown(stop);
  await listening(at);
  return { url: `mqtt://127.0.0.1:${at}`, port: at, pid: broker.pid ?? 0, stop };
}

/** Resolves when something accepts connections there. */
async function listening(port: number): Promise<void> {
  for (;;) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('close', () => socket.destroy());
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
