import { execFile } from 'node:child_process';

/** Name of the hub's Debian package. */
const PACKAGE = 'petcam-hub';

/** apt reads its lists for a second or two on a small hub; much longer means that its disk fails. */
const COMMAND_TIMEOUT_MS = 60_000;

/** apt keeps no cache of its own here: the hub's user may not write one. */
const NO_CACHE = ['-o', 'Dir::Cache::pkgcache=', '-o', 'Dir::Cache::srcpkgcache='];

/** Asks apt for what it knows of a package; rejects when there is no apt or it does not answer. */
export type AskApt = (name: string) => Promise<string>;

/**
 * Newer version of a package in the lists that apt has fetched already; null when there is none, or when the package was
 * not installed by apt. `policy` is what `apt-cache policy` printed in the C locale: its table has the newest first.
 */
export function newerVersionIn(policy: string): string | null {
  const installed = /^ {2}Installed: (\S+)$/m.exec(policy)?.[1];
  const candidate = /^ {2}Candidate: (\S+)$/m.exec(policy)?.[1];
  if (installed === undefined || candidate === undefined) return null;
  const versions = [...policy.matchAll(/^ (?:\*\*\*| {3}) (\S+) \d+$/gm)].map(([, version]) => version);
  const [newest, present] = [versions.indexOf(candidate), versions.indexOf(installed)];
  return newest >= 0 && newest < present ? candidate : null;
}

/** Newer version of the hub that apt knows of; null when it knows of none, did not install this one or does not answer. */
export function newerPackage(ask: AskApt = askApt): Promise<string | null> {
  return ask(PACKAGE).then(newerVersionIn, () => null);
}

/** Asks the apt of this machine, which reads its lists and fetches nothing. */
export function askApt(name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { timeout: COMMAND_TIMEOUT_MS, env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' } };
    execFile('apt-cache', [...NO_CACHE, 'policy', name], options, (error, printed) =>
      error ? reject(error) : resolve(printed),
    );
  });
}
