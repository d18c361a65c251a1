import type { Warning } from '../../../shared/contract/common.ts';
import type { Terminal } from './terminal.ts';
import { safe } from './text.ts';

/** Warnings about a SQL text, each with its place where it has one. With `--json` they are in the document. */
export function sayWarnings(terminal: Terminal, file: string, warnings: Warning[]): void {
  if (terminal.json) return;
  for (const { message, line, column } of warnings) {
    const place = line === undefined ? '' : `${file}:${line}:${column ?? 1}: `;
    terminal.warn(`${place}${safe(message)}`);
  }
}
