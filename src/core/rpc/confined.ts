import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { chooseSandbox, type Sandbox } from '../sandbox.js';
import { endingOf } from './peer.js';

/** A stream to a confined process, and the end of what is at its other end. */
export interface Line {
  stream: Duplex;
  /** Resolves with the last words of the process when it is gone: as a process, or as a connection. */
  ended: Promise<string>;
  /** Ends a process that does not end with its connection. */
  kill(): void;
}

/** A program that is to reach nothing of the hub, and how it is started where nobody else confines it. */
export interface ConfinedProgram {
  /** Unix socket of a service that somebody else confines; empty to start one here. */
  socket: string;
  /** Script that takes `--fd N`, the file descriptor of its end of the connection. */
  entry: URL;
  /** Flags of Node itself. */
  flags: readonly string[];
  /** Arguments behind `--fd N`. */
  arguments: readonly string[];
  /** The whole environment that it gets. */
  environment: Readonly<Record<string, string>>;
  /** Files and folders that it needs beside the program and the system's libraries. */
  files: readonly string[];
}

/** Opens lines to confined processes of one program: over its socket, else in the closest sandbox that works here. */
export class ConfinedLines {
  readonly #program: ConfinedProgram;
  #sandbox: Promise<Sandbox> | null = null;

  constructor(program: ConfinedProgram) {
    this.#program = program;
  }

  /** Rejects with the error of the connection when the service does not answer. */
  async open(): Promise<{ line: Line; by: Sandbox['kind'] | 'socket' }> {
    const { socket, entry, files } = this.#program;
    if (socket !== '') return { line: await dial(socket), by: 'socket' };
    this.#sandbox ??= chooseSandbox({ entry, files }, process.getuid?.() === 0);
    const sandbox = await this.#sandbox;
    return { line: launch(sandbox, this.#program), by: sandbox.kind };
  }
}

/** Connects to a service of its own. */
async function dial(socket: string): Promise<Line> {
  const stream = connect(socket);
  await once(stream, 'connect');
  // Errors of the stream are handled by its user; `once` would take one for the end.
  const ended = new Promise<string>((resolve) => {
    stream.once('close', () => resolve(''));
  });
  return { stream, ended, kill: () => {} };
}

/** Starts a process in a sandbox, with its end of a socket pair as file descriptor 3. */
function launch({ command }: Sandbox, program: ConfinedProgram): Line {
  const { entry, flags, environment } = program;
  const script = [fileURLToPath(entry), '--fd', '3', ...program.arguments];
  const [file = '', ...args] = [...command, process.execPath, ...flags, ...script];
  const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], env: environment });
  const ended = endingOf(child).then(({ detail }) => detail);
  return { stream: child.stdio[3] as Duplex, ended, kill: () => void child.kill('SIGKILL') };
}

/** Listens on this machine for a moment, for a confined process to try whether it can get there. */
export async function listenHere(): Promise<{ port: number; close(): void }> {
  const server = createServer((socket) => socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}
