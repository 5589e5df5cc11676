import { createSocket } from 'node:dgram';
import { access, constants } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';

/** Things that must be out of reach from the inside; a confined process tries each and says what it reached. */
export interface Probe {
  /** Absolute paths of files and folders of the hub. */
  files: string[];
  /** A TCP port that the hub listens on, on 127.0.0.1, while the process starts. */
  port: number;
}

/** A connection to this machine itself is there at once, or refused. */
const CONNECT_MS = 2_000;

/**
 * Things that this process can reach and must not: files of the hub, the hub's ports, the network. Each is a part of
 * a sentence for a person; none when the process is confined.
 */
export async function reach({ files, port }: Probe): Promise<string[]> {
  const open = await Promise.all(files.map(async (file) => ((await canRead(file)) ? [file] : [])));
  const ports = (await canConnect(port)) ? ['the ports of this machine'] : [];
  const network = hasNetwork() && (await canMakeSocket()) ? ['the network'] : [];
  return [...open.flat(), ...ports, ...network];
}

function canRead(file: string): Promise<boolean> {
  return access(file, constants.R_OK).then(
    () => true,
    () => false,
  );
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: CONNECT_MS });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}

/** Interfaces that may not even be listed count as there: whether a socket can be made says the rest. */
function hasNetwork(): boolean {
  try {
    return Object.values(networkInterfaces()).some((addresses) =>
      addresses?.some(({ internal }) => !internal),
    );
  } catch {
    return true;
  }
}

/** A rule of the system (seccomp, AppArmor) may leave the interfaces in sight and refuse every socket. */
function canMakeSocket(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(false));
    socket.bind(0, () => socket.close(() => resolve(true)));
  });
}
