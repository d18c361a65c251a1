import {
  type SnowflakeFunction,
  snowflakeFunctions,
} from '../../../../shared/domain/snowflake-functions/index.ts';
import { sqlTokens, statementAt } from '../../../ui/sql/tokens.ts';

/** The call whose parentheses an offset is in, and which of its arguments it is in, from 0. */
export function callAt(
  text: string,
  offset: number,
): { called: SnowflakeFunction; argument: number } | undefined {
  const start = Math.min(statementAt(text, offset)?.start ?? 0, offset);
  const before = text.slice(start, offset);
  const open: { called: SnowflakeFunction | undefined; argument: number }[] = [];
  let word: string | undefined;
  for (const token of sqlTokens(before)) {
    const piece = before.slice(token.start, token.end);
    if (token.open && token.end === before.length && token.kind !== 'quoted') return undefined;
    if (token.kind === 'sign') {
      const innermost = open.at(-1);
      if (piece === '(' || piece === '[') {
        open.push({ called: piece === '(' ? snowflakeFunctions.get(word ?? '') : undefined, argument: 0 });
      } else if (piece === ')' || piece === ']') open.pop();
      else if (piece === ',' && innermost) innermost.argument++;
    }
    word = token.kind === 'word' ? piece.toUpperCase() : undefined;
  }
  const innermost = open.at(-1);
  return innermost?.called && { called: innermost.called, argument: innermost.argument };
}
