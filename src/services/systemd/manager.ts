import type { Clock } from '../../core/clock.js';
import type { Logger } from '../../core/log.js';
import type { Datagrams } from './datagram.js';
import { openDatagrams } from './datagram.js';
import type { ServiceEnvironment } from './environment.js';
import { type Probe, startWatchdog } from './watchdog.js';

/** Messages to the service manager that started the hub, by sd_notify(3). */
export interface ServiceManager {
  /** One line for `systemctl status`. */
  status(line: string): void;
  /** The hub answers: from now on the watchdog is fed while `probes` do. `status` is asked for after each round. */
  ready(probes: readonly Probe[], status: () => string): void;
  /** The hub stops, for this reason. Nothing is said after it. */
  stopping(why: string): void;
}

/** Says nothing to nobody. */
const nobody: ServiceManager = { status: () => {}, ready: () => {}, stopping: () => {} };

/**
 * Connection to the service manager; without a socket every message goes nowhere.
 * @throws {Fault} `notify-unavailable` when a service manager waits for a word that cannot be sent.
 */
export async function openServiceManager(
  { notifySocket, watchdogMs }: ServiceEnvironment,
  clock: Clock,
  log: Logger,
): Promise<ServiceManager> {
  if (notifySocket === null) return nobody;
  const datagrams = await openDatagrams(notifySocket, (reason) =>
    log.warn({ reason }, 'systemd: notifying failed'),
  );
  return speakTo(datagrams, watchdogMs, clock, log);
}

function speakTo(datagrams: Datagrams, watchdogMs: number | null, clock: Clock, log: Logger): ServiceManager {
  let watchdog: { stop(): void } | null = null;
  let over = false;
  const say = (...assignments: string[]) => datagrams.send(assignments.join('\n'));
  const statusLine = (line: string) => `STATUS=${line.replaceAll('\n', ' ')}`;
  return {
    status: (line) => say(statusLine(line)),
    ready(probes, status) {
      say('READY=1', statusLine(status()));
      if (watchdogMs === null) return;
      watchdog = startWatchdog({
        intervalMs: watchdogMs,
        probes,
        feed: () => say('WATCHDOG=1'),
        onRound: (complaint) => say(statusLine(complaint ? `In trouble: ${complaint}` : status())),
        clock,
        log,
      });
    },
    stopping(why) {
      if (over) return;
      over = true;
      watchdog?.stop();
      say('STOPPING=1', statusLine(why));
      datagrams.close();
    },
  };
}
