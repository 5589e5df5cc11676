/** Stand-in of Tailscale's command line: a program that answers as a test says, and its certificates. */
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as x509 from '@peculiar/x509';
import type { KeyPair } from '../../src/server/tls/authority.js';
import { temporaryFolder } from './folder.js';

type Teardown = { teardown(end: () => void): void };

/** What the stand-in answers. */
export interface TailscaleAnswers {
  /** `Running` is connected. */
  state: string;
  /** Names that it has certificates for; null where HTTPS is switched off. */
  domains: string[] | null;
  /** Pair that it gives, or what it complains of in its place. */
  certificate: KeyPair | string;
}

/** Name of this machine in the tests' Tailscale. */
export const TAILSCALE_NAME = 'pi.tail1234.ts.net';

// As Tailscale 1.78 does: `status` tells all, `cert` prints both parts where they are to go to `-`.
const program = (file: string, log: string) => `#!${process.execPath}
const { appendFileSync, readFileSync } = require('node:fs');
const [command, ...rest] = process.argv.slice(2);
const { state, domains, certificate } = JSON.parse(readFileSync(${JSON.stringify(file)}, 'utf8'));
appendFileSync(${JSON.stringify(log)}, command + '\\n');
const fail = (said) => { process.stderr.write(said + '\\n'); process.exit(1); };
if (state === 'away') fail("failed to connect to local tailscaled; it doesn't appear to be running");
if (command === 'status') {
  if (!rest.includes('--json')) fail('not for people');
  const name = domains && domains[0] ? domains[0] + '.' : '';
  process.stdout.write(JSON.stringify({ Version: '1.78.1', BackendState: state, Self: { DNSName: name }, CertDomains: domains, Peer: null }));
} else if (command === 'cert') {
  const name = rest.at(-1);
  if (!rest.includes('--cert-file=-') || !rest.includes('--key-file=-')) fail('would write files');
  if (!(domains ?? []).includes(name)) fail('invalid domain ' + JSON.stringify(name));
  if (typeof certificate === 'string') fail(certificate);
  process.stdout.write(certificate.cert + certificate.key);
} else fail('unknown command ' + command);
`;

/** A stand-in in a folder of its own: connected, with HTTPS, and willing, unless `answers` says otherwise. */
export async function standInTailscale(t: Teardown, answers: Partial<TailscaleAnswers> = {}) {
  const folder = temporaryFolder(t);
  const [file, log, command] = ['answers.json', 'calls', 'tailscale'].map((name) =>
    path.join(folder, name),
  ) as [string, string, string];
  let now: TailscaleAnswers = {
    state: 'Running',
    domains: [TAILSCALE_NAME],
    certificate: await publicCertificate(TAILSCALE_NAME),
    ...answers,
  };
  const say = (more: Partial<TailscaleAnswers>) => {
    now = { ...now, ...more };
    writeFileSync(file, JSON.stringify(now));
  };
  say({});
  writeFileSync(command, program(file, log), { mode: 0o700 });
  return {
    command,
    say,
    /** How often one of its commands was run. */
    calls: (name: 'status' | 'cert') =>
      existsSync(log)
        ? readFileSync(log, 'utf8')
            .split('\n')
            .filter((line) => line === name).length
        : 0,
  };
}

/** A certificate as of an authority that everybody trusts: trust it by its own `cert`. */
export async function publicCertificate(name: string, from = Date.now(), days = 90): Promise<KeyPair> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    notBefore: new Date(from - 3_600_000),
    notAfter: new Date(from + days * 86_400_000),
    signingAlgorithm: algorithm,
    keys,
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: name }])],
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { cert: `${cert.toString('pem')}\n`, key: `${x509.PemConverter.encode(key, 'PRIVATE KEY')}\n` };
}
