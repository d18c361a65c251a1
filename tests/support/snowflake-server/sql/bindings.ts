import { lex } from '../../../../src/main/engine/sql/tokens.ts';
import { beyondTestServer, SnowflakeError } from '../errors.ts';
import { edited, quoteText } from './syntax.ts';

interface Binding {
  type: string;
  value: string | null | (string | null)[];
}

/** A text with its bindings in their places: `?` in their order, `:1` by their number. */
export function bound(sql: string, bindings: unknown): string {
  if (typeof bindings !== 'object' || bindings === null) return sql;
  const values = bindings as Record<string, Binding>;
  const { tokens } = lex(sql);
  let next = 0;
  const edits = tokens.flatMap((token, at) => {
    const following = tokens[at + 1];
    if (token.text === '?' && token.kind === 'operator') {
      next++;
      return [{ start: token.start, end: token.end, text: literal(values[next], next) }];
    }
    const numbered = token.text === ':' && following?.kind === 'number' && following.start === token.end;
    return numbered
      ? [
          {
            start: token.start,
            end: following.end,
            text: literal(values[following.text], Number(following.text)),
          },
        ]
      : [];
  });
  return edited(sql, edits);
}

function literal(binding: Binding | undefined, index: number): string {
  if (binding === undefined) {
    throw new SnowflakeError('002049', '42601', `SQL compilation error:\nBind variable :${index} not set.`);
  }
  const { type, value } = binding;
  if (Array.isArray(value)) throw beyondTestServer('arrays of bindings');
  if (value === null) return 'NULL';
  switch (type) {
    case 'FIXED':
    case 'REAL':
      return `(${value})`;
    case 'BOOLEAN':
      return value.toUpperCase();
    case 'VARIANT':
      return `PARSE_JSON(${quoteText(value)})`;
    default:
      return quoteText(value);
  }
}
