import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

/** JSON lines on standard output unless given another `output`. Secrets that a line could carry by accident are cut out. */
export function createLog(level: string, output?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: ['req.headers.authorization', 'req.headers.cookie', '*.password', '*.key', '*.token'],
        censor: '[hidden]',
      },
    },
    output,
  );
}
