import { existsSync, fstatSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../../core/config/config.js';
import { fields } from '../../core/config/settings.js';

type Environment = Record<string, string | undefined>;

/** Facts that a service manager gives a process that it starts. */
export interface ServiceEnvironment {
  /** Where it listens for sd_notify(3); null when nobody listens. */
  notifySocket: string | null;
  /** How long it waits for a sign of life before it starts the hub anew; null without a watchdog. */
  watchdogMs: number | null;
  /** Standard output ends in its journal. */
  journal: boolean;
  /** The file of the credential `petcam-hub.key`, which stands for `secret.key`; null without one. */
  keyCredential: string | null;
}

const STANDARD_OUTPUT = 1;

/** Reads NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID (sd_watchdog_enabled(3)) and JOURNAL_STREAM (systemd.exec(5)). */
export function readServiceEnvironment(environment: Environment, pid = process.pid): ServiceEnvironment {
  const forAnother = environment['WATCHDOG_PID'] !== undefined && environment['WATCHDOG_PID'] !== String(pid);
  const microseconds = Number(environment['WATCHDOG_USEC']);
  return {
    notifySocket: environment['NOTIFY_SOCKET'] || null,
    watchdogMs: microseconds > 0 && !forAnother ? microseconds / 1000 : null,
    journal: isJournal(environment['JOURNAL_STREAM']),
    keyCredential: credentialNamed('key', environment['CREDENTIALS_DIRECTORY']),
  };
}

/** The variable is inherited; only the device and inode tell whether this output still goes there. */
function isJournal(stream: string | undefined): boolean {
  if (!stream) return false;
  const { dev, ino } = fstatSync(STANDARD_OUTPUT);
  return stream === `${dev}:${ino}`;
}

const PREFIX = 'petcam-hub.';

function credentialNamed(name: string, directory: string | undefined): string | null {
  const file = path.join(directory ?? '', PREFIX + name);
  return directory && existsSync(file) ? file : null;
}

/**
 * The settings that credentials (systemd.exec(5), LoadCredential=) stand for: `petcam-hub.mqtt-password` is the file
 * of PETCAM_MQTT_PASSWORD_FILE, and so on for every setting that ends in `_FILE`. Others are left alone.
 */
export function credentialSettings(directory: string | undefined): Environment {
  if (!directory || !existsSync(directory)) return {};
  const known = new Set<string>(
    Object.values(fields as Record<keyof Config, { env: string }>).map(({ env }) => env),
  );
  const named = readdirSync(directory)
    .filter((file) => file.startsWith(PREFIX))
    .map((file) => [settingOf(file), path.join(directory, file)] as const);
  return Object.fromEntries(named.filter(([setting]) => known.has(setting)));
}

/** The folder of the service manager (systemd.exec(5), StateDirectory=), else of the user (XDG), as a setting. */
export function stateSettings({ STATE_DIRECTORY, XDG_STATE_HOME, HOME }: Environment): Environment {
  const [service] = STATE_DIRECTORY?.split(':') ?? [];
  const user = XDG_STATE_HOME || (HOME && path.join(HOME, '.local', 'state'));
  const folder = service || (user && path.join(user, 'petcam-hub'));
  return folder ? { PETCAM_STATE_DIR: folder } : {};
}

const settingOf = (file: string) =>
  `PETCAM_${file.slice(PREFIX.length).replaceAll('-', '_').toUpperCase()}_FILE`;
