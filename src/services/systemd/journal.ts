import type { Writable } from 'node:stream';
import type { DestinationStream } from 'pino';

/** Syslog priorities (sd-daemon(3)) of pino's levels: `journalctl -p warning` then finds what it should. */
const PRIORITIES: Record<string, number> = { fatal: 2, error: 3, warn: 4, info: 6, debug: 7, trace: 7 };

/**
 * Log lines as a journal wants them: `<6>what happened {"camera":"porch"}`. The journal knows the time, the process
 * and the priority itself; what is left is the sentence and its values.
 */
export function journalLines(output: Pick<Writable, 'write'>): DestinationStream {
  return {
    write(line) {
      const { level, time: _, msg = '', ...values } = JSON.parse(line);
      const rest = Object.keys(values).length > 0 ? ` ${JSON.stringify(values)}` : '';
      output.write(`<${PRIORITIES[level] ?? PRIORITIES['info']}>${msg}${rest}\n`);
    },
  };
}
