import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import type { Log } from '../engine/ports.ts';
import { unusableWorkspace } from './workspace-lock.ts';

/** The application's log: JSON lines in `logs/slipway.log` of the workspace. Fields that could hold secrets are cut. */
export function openLog(directory: string): Log & { close(): void } {
  const folder = join(directory, 'logs');
  const file = join(folder, 'slipway.log');
  try {
    mkdirSync(folder, { recursive: true });
    closeSync(openSync(file, 'a', 0o600));
  } catch (cause) {
    throw unusableWorkspace(directory, cause);
  }
  const destination = pino.destination({ dest: file, sync: true });
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
