import type { Reader } from './reader.ts';
import type { Values } from './tree.ts';

/** `values (1, 'a'), (2, 'b')`. */
export function parseValues(reader: Reader): Values {
  const { start } = reader.next();
  const rows = reader.list(() => {
    const open = reader.expectOperator('(', 'before the values of a row');
    const items = reader.list(() => reader.grammar.expression(reader));
    reader.expectOperator(')', 'behind the values of a row');
    return { kind: 'parens' as const, items, start: open.start, end: reader.end };
  });
  return { kind: 'values', rows, start, end: reader.end };
}
