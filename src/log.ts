import { type Logger, pino } from 'pino';

export type { Logger };

/** JSON lines on standard output. Secrets that a line could carry by accident are cut out. */
export function createLog(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: ['req.headers.authorization', 'req.headers.cookie', '*.password', '*.key', '*.token'],
      censor: '[hidden]',
    },
  });
}
