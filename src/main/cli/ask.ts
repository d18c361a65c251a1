import { createInterface } from 'node:readline/promises';
import { SlipwayError } from '../../shared/domain/errors.ts';

/** Makes sure that something that cannot be undone is meant: asks where somebody can answer, else wants `--yes`. */
export async function confirm(question: string, yes: boolean | undefined): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new SlipwayError('validation', `${question} Nobody can be asked here`, {
      hint: 'Add --yes if it is meant',
    });
  }
  const line = createInterface({ input: process.stdin, output: process.stderr });
  // The interface takes Ctrl-C for itself.
  line.on('SIGINT', () => {
    process.stderr.write('\n');
    process.kill(process.pid, 'SIGINT');
  });
  try {
    const answer = await line.question(`${question} [y/N] `);
    if (/^y(es)?$/i.test(answer.trim())) return;
  } finally {
    line.close();
  }
  throw new SlipwayError('cancelled', 'Nothing was changed');
}
