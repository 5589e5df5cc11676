/** Debian's `motion` and `ffmpeg` as cameras that are not of this project, where they are installed. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Test } from 'tap';
import { freePorts } from './free-ports.js';

const [MOTION, FFMPEG] = ['/usr/bin/motion', '/usr/bin/ffmpeg'];
const BURSTS = new URL('../fixtures/bursts/', import.meta.url).pathname;

/** Who ends a program when it is over: a test, or a command. */
type Owner = { teardown(end: () => unknown): unknown };

/** True when they can be tested against; else the test says so in its output. */
export function realCamerasAreHere(t: Test): boolean {
  const here = existsSync(MOTION) && existsSync(FFMPEG);
  if (!here) t.comment('motion and ffmpeg are not installed: streams are tested against stand-ins only');
  return here;
}

/** A clip of sample bursts, one after the other, each picture for a quarter of a second; gives its path. */
export function makeClip(folder: string, bursts: readonly string[]): string {
  const list = path.join(folder, 'clip.txt');
  const pictures = bursts.flatMap((burst) =>
    Array.from({ length: 6 }, (_, index) => path.join(BURSTS, burst, `0${index}.jpg`)),
  );
  writeFileSync(list, pictures.map((file) => `file '${file}'\nduration 0.25\n`).join(''));
  const clip = path.join(folder, 'clip.mp4');
  const input = ['-f', 'concat', '-safe', '0', '-i', list];
  const output = ['-vf', 'scale=640:480', '-r', '4', '-c:v', 'mjpeg', '-q:v', '3', '-pix_fmt', 'yuvj420p'];
  execFileSync(FFMPEG, ['-loglevel', 'error', '-y', ...input, ...output, clip]);
  return clip;
}

/** Starts motion on a clip; gives the addresses of its stream and snapshot, which answer a little later. */
export async function startMotion(t: Owner, folder: string, clip: string, at?: number) {
  const [free = 0] = await freePorts(1);
  const port = at ?? free;
  const file = path.join(folder, 'motion.conf');
  const lines = [
    ...['daemon off', 'setup_mode off', 'log_level 1', 'webcontrol_port 0', `stream_port ${port}`],
    ...['stream_localhost on', 'stream_maxrate 10', `netcam_url file://${clip}`, 'width 640', 'height 480'],
    ...['framerate 10', `target_dir ${folder}`, 'picture_output off', 'movie_output off', ''],
  ];
  writeFileSync(file, lines.join('\n'));
  const program = startProgram(t, MOTION, ['-n', '-c', file]);
  const stream = `http://127.0.0.1:${port}/`;
  return { stream, snapshot: `${stream}current`, port, ...program };
}

/** Starts ffmpeg as a server of one client, which ends with it. */
export async function startFfmpeg(t: Owner, clip: string, at?: number) {
  const [free = 0] = await freePorts(1);
  const port = at ?? free;
  const url = `http://127.0.0.1:${port}/s.mjpg`;
  const input = ['-re', '-stream_loop', '-1', '-i', clip];
  const output = ['-r', '4', '-f', 'mpjpeg', '-listen', '1', url];
  return { stream: url, port, ...startProgram(t, FFMPEG, ['-loglevel', 'error', ...input, ...output]) };
}

function startProgram(t: Owner, program: string, args: string[]) {
  const child: ChildProcess = spawn(program, args, { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  t.teardown(stop);
  return { stop, ended };
}
