import type { Paint } from './styles.ts';
import { safeLines } from './text.ts';

/** A unified diff with its additions and removals coloured. */
export function colouredDiff(diff: string, paint: Paint): string {
  return safeLines(diff.trimEnd())
    .split('\n')
    .map(line => {
      if (line.startsWith('+++') || line.startsWith('---')) return paint('bold', line);
      if (line.startsWith('@@')) return paint('cyan', line);
      if (line.startsWith('+')) return paint('green', line);
      return line.startsWith('-') ? paint('red', line) : line;
    })
    .join('\n');
}
