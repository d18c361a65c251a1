import type { Reader } from './reader.ts';
import type { TypeName } from './tree.ts';

/** Words that belong to the name of a type when they follow its first word. */
const continuations: Record<string, string[][]> = {
  DOUBLE: [['PRECISION']],
  CHAR: [['VARYING']],
  CHARACTER: [['VARYING']],
  NCHAR: [['VARYING']],
  BINARY: [['VARYING']],
  TIMESTAMP: [
    ['WITH', 'TIME', 'ZONE'],
    ['WITHOUT', 'TIME', 'ZONE'],
    ['WITH', 'LOCAL', 'TIME', 'ZONE'],
  ],
};

/** A data type, its arguments included: `number(10, 2)`, `timestamp with time zone`, `array(int not null)`. */
export function parseType(reader: Reader): TypeName {
  const first = reader.identifier('A data type');
  let name = first.name;
  // A type of the account's own: db.schema.type.
  while (reader.operator() === '.') {
    reader.next();
    name += `.${reader.identifier('A data type').name}`;
  }
  const args: number[] = [];
  if (reader.operator() === '(') {
    const close = reader.closing();
    for (let ahead = 1; close !== undefined && reader.position + ahead < close; ahead++) {
      const token = reader.token(ahead);
      if (token?.kind === 'number') args.push(Number(token.text));
    }
    reader.skipParentheses('behind the type');
  }
  for (const words of continuations[name] ?? []) {
    if (reader.accept(...words)) {
      name += ` ${words.join(' ')}`;
      if (reader.operator() === '(') reader.skipParentheses('behind the type');
      break;
    }
  }
  return { name, args, start: first.start, end: reader.end };
}
