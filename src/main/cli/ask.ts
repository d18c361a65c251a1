import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { SlipwayError } from '../../shared/domain/errors.ts';

/** Whether somebody is there who can be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** Makes sure that something that cannot be undone is meant: asks where somebody can answer, else wants `--yes`. */
export async function confirm(question: string, yes: boolean | undefined): Promise<void> {
  if (yes) return;
  if (!canAsk()) {
    throw new SlipwayError('validation', `${question} Nobody can be asked here`, {
      hint: 'Add --yes if it is meant',
    });
  }
  const answer = await askLine(`${question} [y/N] `);
  if (/^y(es)?$/i.test(answer)) return;
  throw new SlipwayError('cancelled', 'Nothing was changed');
}

/** What somebody answers, without blanks around it; it is shown as it is typed. */
export async function askLine(question: string): Promise<string> {
  const line = createInterface({ input: process.stdin, output: process.stderr });
  // The interface takes Ctrl-C for itself.
  line.on('SIGINT', () => {
    process.stderr.write('\n');
    process.kill(process.pid, 'SIGINT');
  });
  try {
    return (await line.question(question)).trim();
  } finally {
    line.close();
  }
}

/** A secret, from a prompt that shows nothing of what is typed, or from stdin. Not empty; a newline at its end is no part of it. */
export async function askSecret(question: string): Promise<string> {
  const text = canAsk() ? await askHidden(question) : await readStdin();
  const value = text.replace(/\r?\n$/, '');
  if (value === '')
    throw new SlipwayError('validation', 'The secret is empty', { hint: 'Nothing was changed' });
  return value;
}

/** Several secrets from stdin, a line each. */
export async function askSecrets(count: number): Promise<string[]> {
  const lines = (await readStdin()).replace(/\r?\n$/, '').split(/\r?\n/);
  if (lines.length === count && !lines.includes('')) return lines;
  throw new SlipwayError('validation', `Stdin must hold ${count} lines, none of them empty`, {
    hint: 'Nothing was changed',
  });
}

async function readStdin(): Promise<string> {
  const { text } = await import('node:stream/consumers');
  return await text(process.stdin);
}

/** What somebody answers; nothing of it is shown as it is typed. */
export async function askHidden(question: string): Promise<string> {
  // What is typed is echoed into nothing.
  const line = createInterface({
    input: process.stdin,
    output: new Writable({ write: (_chunk, _encoding, done) => done() }),
    terminal: true,
  });
  line.on('SIGINT', () => {
    process.stderr.write('\n');
    process.kill(process.pid, 'SIGINT');
  });
  // Only now: before, the terminal itself would show what is typed.
  process.stderr.write(question);
  try {
    return await line.question('');
  } finally {
    line.close();
    process.stderr.write('\n');
  }
}
