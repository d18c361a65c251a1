import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import type { Log } from '../engine/ports.ts';

/** The application's log: JSON lines in `logs/slipway.log` of the workspace. Fields that could hold secrets are cut. */
export function openLog(directory: string): Log & { close(): void } {
  const folder = join(directory, 'logs');
  mkdirSync(folder, { recursive: true });
  const destination = pino.destination({ dest: join(folder, 'slipway.log'), sync: true });
  const logger = pino(
    {
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
      redact: {
        paths: ['token', 'password', 'secret', '*.token', '*.password', '*.secret'],
        censor: '[redacted]',
      },
    },
    destination,
  );
  return {
    write: (level, message, fields) => logger[level](fields ?? {}, message),
    close: () => destination.end(),
  };
}
