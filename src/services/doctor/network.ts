import { createServer } from 'node:net';
import type { OutsideAddress } from '../../core/network.js';
import { type Finding, failure, fine, worry } from './finding.js';

/** A port that the hub wants. */
export interface WantedPort {
  /** Use of the port: "web page". */
  use: string;
  host: string;
  port: number;
  /** The setting that changes it. */
  setting: string;
}

/**
 * Finding about a port that the hub wants: free, taken by the hub itself, or by another program.
 * @param hubRuns then a port that is taken is taken by the hub
 */
export async function checkPort(
  { use, host, port, setting }: WantedPort,
  hubRuns: boolean,
): Promise<Finding> {
  const check = `port ${port}`;
  const code = await whyNot(host, port);
  if (code === null) return fine(check, `free for the ${use}`);
  if (code === 'EADDRINUSE' && hubRuns) return fine(check, `the ${use} of the hub`);
  if (code === 'EADDRINUSE')
    return failure(
      check,
      `another program uses it; the ${use} needs it`,
      `Who is it: sudo ss -ltnp 'sport = :${port}'. Stop it, or set ${setting}.`,
    );
  return code === 'EACCES'
    ? failure(check, 'ports below 1024 are not for ordinary users', `Set ${setting} to 1024 or above.`)
    : failure(
        check,
        `${host} cannot be listened on (${code})`,
        'Is this an address of this machine? 0.0.0.0 stands for all of them.',
      );
}

/** The code of what keeps a server from listening there; null when nothing does. */
function whyNot(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}

const ANSWER_MS = 3000;

/** Does a hub of ours answer on this machine? Null when nobody does; `degraded` when it has a health issue. */
export async function hubStatus(port: number): Promise<string | null> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(ANSWER_MS) });
    const { status } = (await answer.json()) as { status?: unknown };
    return typeof status === 'string' ? status : null;
  } catch {
    return null;
  }
}

/** Finding about the hub on this machine, from the status that it answers; null when it does not run. */
export function describeHub(status: string | null): Finding {
  if (status === null) return fine('hub', 'does not run');
  return status === 'ok'
    ? fine('hub', 'runs, and all is well')
    : worry(
        'hub',
        `runs, and says that it is ${status}`,
        'See Settings in the app, or: journalctl -u petcam-hub -p warning',
      );
}

/** Settings that decide which address cameras and QR codes are told. */
export interface AddressSettings {
  /** PETCAM_ADVERTISED_HOST, empty for none. */
  advertised: string;
  /** PETCAM_MQTT_TLS_HOST. */
  listensOn: string;
}

/**
 * Finding about the addresses of this machine: which one cameras are told, and which others there are.
 * @param addresses those by which others may reach this machine, the likeliest first
 */
export function checkAddress(
  addresses: readonly OutsideAddress[],
  { advertised, listensOn }: AddressSettings,
): Finding {
  const own = addresses.filter(({ isLinkLocal, isVirtual }) => !isLinkLocal && !isVirtual);
  const [told, ...others] = own.filter(({ family }) => family === 'IPv4' || listensOn === '::');
  if (advertised !== '') return fine('network', `cameras and QR codes are told ${advertised}`);
  if (!told && own.length > 0)
    return failure(
      'network',
      `this machine has only IPv6 (${own.map(nameOf).join(', ')}), and the hub listens on IPv4`,
      'Set PETCAM_HTTPS_HOST, PETCAM_HTTP_HOST and PETCAM_MQTT_TLS_HOST to ::',
    );
  if (!told)
    return failure(
      'network',
      'this machine has no address in the network',
      'Plug in a cable or join the Wi-Fi: phones and cameras cannot reach the hub.',
    );
  const rest = others.filter(({ interface: name }) => name !== told.interface);
  if (rest.length === 0) return fine('network', `cameras and QR codes are told ${nameOf(told)}`);
  return worry(
    'network',
    `cameras and QR codes are told ${nameOf(told)}; there is also ${rest.map(nameOf).join(', ')}`,
    'If phones and cameras are in another network than that, set PETCAM_ADVERTISED_HOST.',
  );
}

const nameOf = ({ interface: name, address }: OutsideAddress) => `${address} (${name})`;
