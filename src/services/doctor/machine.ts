import { type Finding, failure, fine, worry } from './finding.js';

const NODE = [20, 20] as const;
const MEBIBYTE = 1024 * 1024;
/** The hub and a working vision process take about 600 MB; a board of 1 GB shows 900 of them. */
const SNUG_BYTES = 850 * MEBIBYTE;
const TOO_LITTLE_BYTES = 450 * MEBIBYTE;
/** Before this the software did not exist. */
const BEGINNING = Date.UTC(2025, 0, 1);

/** Finding about the version of Node, `major.minor.patch`. */
export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > NODE[0] || (major === NODE[0] && minor >= NODE[1]);
  return enough
    ? fine('Node', version)
    : failure(
        'Node',
        `${version} is too old`,
        `Install Node ${NODE.join('.')} or newer, or the package, which brings its own.`,
      );
}

/** Finding about the architecture of the processor, as Node names it. */
export function checkProcessor(architecture: string): Finding {
  return ['arm64', 'x64'].includes(architecture)
    ? fine('processor', architecture)
    : failure(
        'processor',
        `${architecture} is not supported`,
        'Use a 64-bit system: on a Raspberry Pi the 64-bit Raspberry Pi OS.',
      );
}

/**
 * Finding about the memory of the machine, in bytes.
 * @param total all memory of the machine in bytes
 */
export function checkMemory(total: number): Finding {
  const text = `${Math.round(total / MEBIBYTE)} MiB`;
  if (total >= SNUG_BYTES) return fine('memory', text);
  return total >= TOO_LITTLE_BYTES
    ? worry(
        'memory',
        `${text} is tight`,
        'Set PETCAM_VISION_THREADS=1, run little else here, and have some swap.',
      )
    : failure('memory', `${text} is too little`, 'Use a board with 1 GB or more.');
}

/**
 * Finding about the clock, wall time in ms; `synchronised` is null when no one can say.
 * @param synchronised whether a time server sets the clock; null when nobody can say
 */
export function checkClock(now: number, synchronised: boolean | null): Finding {
  const text = new Date(now).toISOString();
  if (now < BEGINNING)
    return failure(
      'clock',
      `${text} cannot be`,
      'Connect the machine to a network with a time server: timedatectl set-ntp true',
    );
  if (synchronised === true) return fine('clock', `${text}, set by a time server`);
  return worry(
    'clock',
    synchronised === null
      ? `${text}; whether a time server sets it is not known`
      : `${text}, but no time server sets it`,
    'timedatectl set-ntp true. With a wrong clock photos get wrong dates and certificates are refused.',
  );
}

/**
 * Finding about the time zone: that of the settings, or else of the system.
 * @param setting PETCAM_TIME_ZONE, empty for the system's
 */
export function checkZone(setting: string, system: string): Finding {
  const zone = setting || system;
  return /^(UTC|Etc\/.*)$/.test(zone)
    ? worry(
        'time zone',
        zone,
        'Set where the hub is: timedatectl set-timezone Europe/Berlin, or PETCAM_TIME_ZONE.',
      )
    : fine('time zone', zone);
}
