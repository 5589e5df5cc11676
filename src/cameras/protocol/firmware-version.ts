/** Versions of camera firmware: three numbers, compared one after the other. docs/PROTOCOL.md, "Firmware updates". */

const NUMBER = '(0|[1-9][0-9]{0,4})';
const EXACT = new RegExp(`^${NUMBER}\\.${NUMBER}\\.${NUMBER}$`);
/** A running version may carry a mark of its build: `0.1.0-simulated`. */
const RUNNING = new RegExp(`^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:[-+].*)?$`);
const LARGEST = 65_535;

/** Version of a firmware, compared number by number. */
export type FirmwareVersion = readonly [major: number, minor: number, patch: number];

/** Null for anything but MAJOR.MINOR.PATCH, each from 0 to 65535 without leading zeros. */
export function parseVersion(text: string): FirmwareVersion | null {
  return numbersOf(EXACT.exec(text));
}

/** Below zero when `a` is older than `b`, zero when they are the same, above when `a` is newer. */
export function compareVersions(a: FirmwareVersion, b: FirmwareVersion): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/**
 * True when `offered` is newer than the version that a camera reports. A text without a version is older than any.
 */
export function isNewer(offered: string, running: string): boolean {
  const version = parseVersion(offered);
  const present = numbersOf(RUNNING.exec(running));
  return version !== null && (present === null || compareVersions(version, present) > 0);
}

function numbersOf(match: RegExpExecArray | null): FirmwareVersion | null {
  if (match === null) return null;
  const [major = 0, minor = 0, patch = 0] = match.slice(1, 4).map(Number);
  return Math.max(major, minor, patch) > LARGEST ? null : [major, minor, patch];
}
