/** Tailscale on this machine, asked by its command line: whether it is connected, under which name, its certificate. */
import { execFile } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { messageOf } from '../../core/errors.js';
import type { KeyPair } from './authority.js';

/** State of Tailscale; `name` is the full name of this machine in it, without a dot at its end. */
export type TailscaleStatus =
  /** Not installed. */
  | { step: 'absent' }
  /** Installed, and not connected to any network; `reason` where the command failed. */
  | { step: 'signed-out'; reason: string | null }
  /** Connected, to a network that gives no names or has HTTPS certificates switched off. */
  | { step: 'no-https' }
  | { step: 'connected'; name: string };

/** Runs the command line; gives what it printed, rejects with what it complained of, or when `signal` is aborted. */
export type RunTailscale = (
  args: readonly string[],
  timeoutMs: number,
  signal: AbortSignal,
) => Promise<string>;

/** A name is an argument of the command and part of addresses: nothing else may stand there. */
const NAME = /^[a-z\d][a-z\d-]*(\.[a-z\d][a-z\d-]*)+$/;

/** An answer takes milliseconds; the first certificate of a name takes Let's Encrypt up to a minute or two. */
const STATUS_TIMEOUT_MS = 10_000;
const CERTIFICATE_TIMEOUT_MS = 180_000;
/** Where systems and people put programs; nothing else of the hub's environment is handed on. */
const PATH = '/usr/local/bin:/usr/bin:/bin';
const MOST_BYTES = 1024 * 1024;

const Status = Compile(
  Type.Object({
    BackendState: Type.String(),
    CertDomains: Type.Optional(Type.Union([Type.Array(Type.String()), Type.Null()])),
  }),
);

/** Command line of Tailscale, found by `program`: its name in the path of programs, or a path. */
export function tailscaleCommand(program: string): RunTailscale {
  return (args, timeoutMs, signal) =>
    new Promise((resolve, reject) => {
      const options = {
        timeout: timeoutMs,
        signal,
        maxBuffer: MOST_BYTES,
        env: { PATH, LC_ALL: 'C' },
      };
      execFile(program, [...args], options, (error, printed, said) =>
        error ? reject(complaint(error, said)) : resolve(printed),
      );
    });
}

/** State of Tailscale as its command line tells it; never rejects. */
export async function tailscaleStatus(run: RunTailscale, signal: AbortSignal): Promise<TailscaleStatus> {
  try {
    return statusIn(await run(['status', '--json', '--peers=false'], STATUS_TIMEOUT_MS, signal));
  } catch (error) {
    const cause = (error as Error).cause as NodeJS.ErrnoException | undefined;
    if (cause?.code === 'ENOENT') return { step: 'absent' };
    // A daemon that does not run is somebody's to start, as one that is signed out is to sign in.
    return { step: 'signed-out', reason: messageOf(error) };
  }
}

/** State in what `tailscale status --json` printed. @throws {Error} when that is something else. */
export function statusIn(printed: string): TailscaleStatus {
  const status = Status.Parse(JSON.parse(printed));
  if (status.BackendState !== 'Running') return { step: 'signed-out', reason: null };
  const name = status.CertDomains?.[0]?.toLowerCase() ?? '';
  return NAME.test(name) ? { step: 'connected', name } : { step: 'no-https' };
}

/**
 * Certificate of this machine's name with its key, new or renewed where that is due: Tailscale keeps and renews it.
 * Rejects when Tailscale refuses, or gives something else.
 */
export async function tailscaleCertificate(
  run: RunTailscale,
  name: string,
  signal: AbortSignal,
): Promise<KeyPair> {
  // To standard output, so that the key is in no file of the hub.
  const args = ['cert', '--cert-file=-', '--key-file=-', name];
  const printed = await run(args, CERTIFICATE_TIMEOUT_MS, signal);
  const blocks = printed.match(/-----BEGIN ([A-Z ]+)-----[^-]+-----END \1-----\n?/g) ?? [];
  const cert = blocks.filter((block) => block.includes('BEGIN CERTIFICATE')).join('');
  const key = blocks.find((block) => block.includes('PRIVATE KEY')) ?? '';
  if (cert === '' || key === '') throw new Error('Tailscale gave no certificate with its key');
  const leaf = new X509Certificate(cert);
  if (!leaf.checkPrivateKey(createPrivateKey(key)) || leaf.checkHost(name) === undefined)
    throw new Error(`Tailscale gave a certificate that is not for ${name}`);
  return { cert, key };
}

/** The last line that the command wrote as a complaint, else why it did not run. */
function complaint(error: Error, said: string): Error {
  const last = said.trim().split('\n').at(-1) ?? '';
  return new Error(last === '' ? messageOf(error) : last, { cause: error });
}
