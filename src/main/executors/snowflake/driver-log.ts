import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import type { Redaction } from '../../system/redaction.ts';

/** The file below the workspace's logs; the one before is kept beside it. */
export const driverLogName = 'snowflake-driver.log';
const maxBytes = 1_000_000;
const maxLine = 2_000;

/**
 * The driver's log, in the place of its own: that one goes to the directory it happens to be in and to the output, and
 * follows a configuration file in the user's home that can make it write down whole requests. Here nobody but this file
 * decides: warnings and errors are kept, without secrets, and what is finer is not even put together.
 */
export function driverLogClass(directory: string, redaction: Redaction) {
  const file = join(directory, driverLogName);
  const write = (level: string, message: unknown, params: unknown[]) => {
    const text = redaction.redact(format(message, ...params)).replaceAll(/[\r\n]+/g, ' ');
    try {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      if (sizeOf(file) > maxBytes) renameSync(file, `${file}.1`);
      appendFileSync(file, `${new Date().toISOString()} ${level} ${text.slice(0, maxLine)}\n`, {
        mode: 0o600,
      });
    } catch {
      // A full disk must not keep statements from running.
    }
  };
  const nothing = () => {};
  return class {
    error = (message: unknown, ...params: unknown[]) => write('error', message, params);
    warn = (message: unknown, ...params: unknown[]) => write('warn', message, params);
    info = nothing;
    debug = nothing;
    trace = nothing;
    configure = nothing;
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
