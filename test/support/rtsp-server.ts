/** Debian's gst-rtsp-server as a camera that is not of this project, where it is installed. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Test } from 'tap';
import { FFMPEG } from '../../src/cameras/streams/rtsp-ffmpeg.js';
import { repository } from './program.js';

/** Debian's own, and not one that somebody put in front of it: it has the bindings. */
const PYTHON = '/usr/bin/python3';
const SCRIPT = path.join(repository, 'test/fixtures/rtsp-server.py');
const BURSTS = path.join(repository, 'test/fixtures/bursts');

/** True when RTSP can be tested against it; else the test says so in its output. */
export function rtspServerIsHere(t: Test): boolean {
  const program = "import gi; gi.require_version('GstRtspServer', '1.0')";
  const plugin = spawnSync(PYTHON, ['-c', program]).status === 0;
  const here = plugin && existsSync(FFMPEG);
  if (!here) t.comment('gst-rtsp-server or ffmpeg is not installed: RTSP is tested in its parts only');
  return here;
}

/** Puts the pictures of sample bursts into a folder, numbered one after the other; gives its path. */
export function makePictures(folder: string, bursts: readonly string[]): string {
  const target = path.join(folder, 'pictures');
  mkdirSync(target);
  const files = bursts.flatMap((burst) =>
    Array.from({ length: 6 }, (_, index) => path.join(BURSTS, burst, `0${index}.jpg`)),
  );
  // Each one is shown for half a second.
  const shown = files.flatMap((file) => Array.from({ length: 5 }, () => file));
  for (const [index, file] of shown.entries())
    copyFileSync(file, path.join(target, `${String(index).padStart(2, '0')}.jpg`));
  return target;
}

/** What an RTSP server asks for. */
export interface RtspServerOptions {
  user?: { username: string; password: string };
  tls?: { certificate: string; key: string };
  /** 0: one that is free. */
  port?: number;
}

/** Starts a server of the pictures in a folder; it dies with the test, or what else it is started for. */
export async function startRtspServer(
  t: { teardown(end: () => unknown): unknown },
  pictures: string,
  options: RtspServerOptions = {},
) {
  const { user, tls, port: wanted = 0 } = options;
  const secrets = [
    ...(user ? [user.username, user.password] : []),
    ...(tls ? [tls.certificate, tls.key] : []),
  ];
  const child = spawn(PYTHON, [SCRIPT, pictures, ...secrets], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.write(`${wanted}\n`);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  t.teardown(stop);
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const port = Number(line);
  return { port, url: `${tls ? 'rtsps' : 'rtsp'}://127.0.0.1:${port}/live`, stop, ended };
}
