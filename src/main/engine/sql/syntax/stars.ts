import type { Reader } from './reader.ts';
import type { Identifier, Literal, SelectItem, Star } from './tree.ts';

/** What may stand behind `*`: ILIKE, EXCLUDE, REPLACE, RENAME, in this order. The star itself is taken already. */
export function acceptStarChanges(reader: Reader, qualifier: Identifier[], start: number): Star {
  const star: Star = {
    kind: 'star',
    qualifier,
    ilike: null,
    exclude: [],
    replace: [],
    rename: [],
    start,
    end: reader.end,
  };
  if (reader.word() === 'ILIKE' && reader.token(1)?.kind === 'string') {
    reader.next();
    const { text, start: from, end } = reader.next();
    star.ilike = { kind: 'literal', type: 'string', value: text, start: from, end } satisfies Literal;
  }
  if (reader.word() === 'EXCLUDE' && opensNames(reader)) {
    reader.next();
    star.exclude =
      reader.operator() === '(' ? reader.identifierList('A column') : [reader.identifier('A column')];
  }
  if (reader.word() === 'REPLACE' && reader.operator(1) === '(') {
    reader.position += 2;
    star.replace = reader.list(() => replacement(reader));
    reader.expectOperator(')', 'behind the replaced columns');
  }
  if (reader.word() === 'RENAME' && opensNames(reader)) {
    reader.next();
    if (reader.acceptOperator('(')) {
      star.rename = reader.list(() => renaming(reader));
      reader.expectOperator(')', 'behind the renamed columns');
    } else {
      star.rename = [renaming(reader)];
    }
  }
  return { ...star, end: reader.end };
}

function opensNames(reader: Reader): boolean {
  const next = reader.token(1);
  return next?.kind === 'word' || next?.kind === 'quoted' || next?.text === '(';
}

function replacement(reader: Reader): SelectItem {
  const value = reader.grammar.expression(reader);
  reader.accept('AS');
  const alias = reader.identifier('The name of a column');
  return { kind: 'item', value, alias, start: value.start, end: reader.end };
}

function renaming(reader: Reader): { from: Identifier; to: Identifier } {
  const from = reader.identifier('A column');
  reader.expect('AS', 'between the old and the new name');
  return { from, to: reader.identifier('A new name') };
}
