import type { Command } from 'commander';
import { wholeNumber } from './inputs.ts';
import type { Terminal } from './output/terminal.ts';

export interface Paging {
  limit?: number;
  after?: string;
}

export function addPaging(command: Command): Command {
  return command
    .option('--limit <n>', 'at most this many (default: 100)', wholeNumber)
    .option('--after <key>', 'what comes after; the key is `next` of the page before');
}

/** Says how to see more. With `--json`, `next` is in the document. */
export function sayNext(terminal: Terminal, next: string | null): void {
  if (next !== null && !terminal.json) terminal.say(`There are more: --after ${next}`);
}
