import { writeSync } from 'node:fs';
import type { Redact } from '../engine/ports.ts';

/** Says what this process ends of, as Node does, but through `redact`: an exception may hold anything. Ends it with 1. */
export function tellCrashes(redact: Redact): void {
  process.on('uncaughtException', cause => {
    try {
      // At once: nothing that waits is done any more.
      writeSync(process.stderr.fd, `${crashText(cause, redact)}\n`);
    } finally {
      process.exit(1);
    }
  });
}

export function crashText(cause: unknown, redact: Redact): string {
  return redact(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
}
