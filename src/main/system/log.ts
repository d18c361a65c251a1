import { closeSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import type { Log } from '../engine/ports.ts';
import type { Redaction } from './redaction.ts';
import { unusableWorkspace } from './workspace-lock.ts';

/** A log beyond this size, in bytes, is put aside when it is opened. */
export const maxLogBytes = 10 * 1024 ** 2;

/** A message is cut behind so many characters: what a driver prints has no end. */
const maxMessage = 4_000;

/** The application's log: JSON lines in `logs/slipway.log` of the workspace. Nothing comes into it but through `redaction`. */
export function openLog(directory: string, redaction: Redaction): Log & { close(): void } {
  const folder = join(directory, 'logs');
  const file = join(folder, 'slipway.log');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    putAside(file);
    closeSync(openSync(file, 'a', 0o600));
  } catch (cause) {
    throw unusableWorkspace(directory, cause);
  }
  const destination = pino.destination({ dest: file, sync: true });
  // A log that cannot be written, on a full disk, must not end the work that it tells of.
  destination.on('error', () => {});
  const logger = pino(
    {
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
    },
    destination,
  );
  return {
    write(level, message, fields) {
      logger[level](redaction.fields(fields ?? {}), redaction.redact(message).slice(0, maxMessage));
    },
    close: () => destination.end(),
  };
}

/** Makes a log that has grown large `slipway.log.1`, in the place of the one before. Only the engine writes to either. */
function putAside(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= maxLogBytes) return;
  try {
    renameSync(file, `${file}.1`);
  } catch {
    // A log that is too long is better than an engine that does not start.
  }
}
