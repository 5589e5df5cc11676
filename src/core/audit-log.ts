import type { Clock } from './clock.js';
import type { Logger } from './log.js';

/** Names of the security events that the owners can read later. They are stored and never change. */
export type SecurityEventName =
  | 'sign-in-failed'
  | 'locked-out'
  | 'registration-failed'
  | 'session-begun'
  | 'session-ended'
  | 'token-reused'
  | 'person-joined'
  | 'person-removed'
  | 'guest-changed'
  | 'invitation-made'
  | 'share-link-made'
  | 'share-link-ended'
  | 'password-changed'
  | 'password-reset'
  | 'camera-added'
  | 'camera-paired'
  | 'camera-removed'
  | 'camera-key-changed'
  | 'camera-refused'
  | 'firmware-added'
  | 'firmware-removed'
  | 'firmware-rolled-out';

/** `person` is the name of an account that is there, never what a stranger has typed. */
export interface SecurityEvent {
  name: SecurityEventName;
  person?: string | undefined;
  /** Network address of whoever did it. */
  address?: string | undefined;
  camera?: string | undefined;
}

/** Takes note and never fails: to be called from anywhere. */
export interface SecurityLog {
  note(event: SecurityEvent): void;
  /** Resolves when everything that was noted is kept. */
  flush(): Promise<void>;
}

/** Collaborators of the security log: where events are kept, the clock that dates them, the log. */
export interface SecurityLogParts {
  /** Keeps an event that happened `count` times since the one before it of its kind. */
  keep: (event: SecurityEvent & { count: number }) => Promise<void>;
  clock: Clock;
  log: Logger;
}

/** An equal event within this time is counted and not written: a camera that retries wears no card out. */
const QUIET_MS = 60_000;

/** Different events counted at once; the oldest is written when there are more. */
const MOST_KINDS = 500;

/** Has each camera noted that a pairing has brought home. */
export function notePairings(
  pairing: { onChange(listener: (status: { step: string; camera: string | null }) => void): unknown },
  security: SecurityLog,
): void {
  pairing.onChange(({ step, camera }) => {
    if (step === 'done') security.note({ name: 'camera-paired', camera: camera ?? undefined });
  });
}

/** Writes security events as log lines with `security: true` and a stable `event`, and has them kept. */
export function openSecurityLog(parts: SecurityLogParts): SecurityLog {
  const repeats = new Map<string, { event: SecurityEvent; count: number; stop: () => void }>();
  const writes = new Set<Promise<void>>();

  function write(event: SecurityEvent, count: number): void {
    const { name, ...about } = event;
    parts.log.warn({ security: true, event: name, ...about, count }, 'security: event');
    const kept = parts.keep({ ...event, count }).catch((err: unknown) => {
      parts.log.error({ err, event: name }, 'security: storing an event failed');
    });
    writes.add(kept);
    void kept.then(() => writes.delete(kept));
  }

  function end(key: string): void {
    const repeated = repeats.get(key);
    repeats.delete(key);
    repeated?.stop();
    if (repeated && repeated.count > 0) write(repeated.event, repeated.count);
  }

  return {
    note(event) {
      const key = JSON.stringify([event.name, event.person, event.address, event.camera]);
      const repeated = repeats.get(key);
      if (repeated) {
        repeated.count += 1;
        return;
      }
      write(event, 1);
      repeats.set(key, { event, count: 0, stop: parts.clock.after(QUIET_MS, () => end(key)) });
      if (repeats.size > MOST_KINDS) end(repeats.keys().next().value as string);
    },
    async flush() {
      for (const key of [...repeats.keys()]) end(key);
      await Promise.all(writes);
    },
  };
}
