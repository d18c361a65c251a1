import type { Reader } from '../syntax/reader.ts';
import type { Identifier } from '../syntax/tree.ts';
import type { Context } from './context.ts';
import { duckType } from './data-types.ts';
import { dotted, quoted, quotedList } from './names.ts';

/** Words between CREATE and TABLE or VIEW that DuckDB knows; the others say nothing about rows. */
const known = new Map([
  ['TEMP', 'TEMP'],
  ['TEMPORARY', 'TEMP'],
  ['VOLATILE', 'TEMP'],
]);
const dropped = new Set(['TRANSIENT', 'LOCAL', 'GLOBAL', 'SECURE', 'RECURSIVE']);

/** Types of semi-structured data are JSON; keys are not enforced in Snowflake, so that they are left out. */
export function translateCreate(reader: Reader, context: Context): string | null {
  reader.next();
  const words = ['CREATE'];
  if (reader.accept('OR', 'REPLACE')) words.push('OR REPLACE');
  while (dropped.has(reader.word()) || known.has(reader.word())) {
    const word = known.get(reader.next().text);
    if (word !== undefined) words.push(word);
  }
  const view = reader.accept('VIEW');
  if (!view && !reader.accept('TABLE')) return null;
  words.push(view ? 'VIEW' : 'TABLE');
  if (reader.accept('IF', 'NOT', 'EXISTS')) words.push('IF NOT EXISTS');
  const name: Identifier[] = [reader.identifier('A table')];
  while (reader.acceptOperator('.')) name.push(reader.identifier('The next part of the name'));
  const head = `${words.join(' ')} ${dotted(name)}`;
  const like = reader.word() === 'LIKE';
  if (reader.accept('CLONE') || reader.accept('LIKE')) {
    const source: Identifier[] = [reader.identifier('A table')];
    while (reader.acceptOperator('.')) source.push(reader.identifier('The next part of the name'));
    return `${head} AS SELECT * FROM ${dotted(source)}${like ? ' WHERE FALSE' : ''}`;
  }
  const { definitions, names } = readColumns(reader, context);
  skipOptions(reader);
  if (reader.done) return definitions.length === 0 ? null : `${head} (${definitions.join(', ')})`;
  reader.expect('AS', 'before the query');
  const query = reader.grammar.query(reader);
  const { sql } = context.query(query, { named: true });
  const list = names.length === 0 ? '' : ` (${quotedList(names)})`;
  // A table made of a query takes its types; those that are written again would have to be cast to.
  return view || names.length === 0
    ? `${head}${list} AS ${sql}`
    : `${head} AS SELECT * FROM (${sql}) AS "QUERY"${list}`;
}

/** CLUSTER BY, COMMENT and whatever else stands between the columns and AS. */
function skipOptions(reader: Reader): void {
  while (!reader.done && reader.word() !== 'AS') {
    if (reader.operator() === '(') reader.skipParentheses('here');
    else reader.next();
  }
}

const constraints = new Set(['PRIMARY', 'UNIQUE', 'FOREIGN', 'CONSTRAINT', 'CHECK']);

function readColumns(reader: Reader, context: Context): { definitions: string[]; names: Identifier[] } {
  const definitions: string[] = [];
  const names: Identifier[] = [];
  if (reader.operator() !== '(') return { definitions, names };
  reader.next();
  do {
    if (constraints.has(reader.word())) {
      skipColumn(reader);
      continue;
    }
    const name = reader.identifier('A column');
    names.push(name);
    const plain = reader.operator() === ',' || reader.operator() === ')';
    if (plain) continue;
    definitions.push(`${quoted(name)} ${readType(reader, context)}${readDetails(reader, context)}`);
  } while (reader.acceptOperator(','));
  reader.expectOperator(')', 'behind the columns');
  return { definitions, names };
}

function readType(reader: Reader, context: Context): string {
  const type = reader.grammar.type(reader);
  const duck = duckType(type);
  if (duck === null) context.snowflakeOnly(`DuckDB has no type ${type.name}`, type);
  return duck?.sql ?? type.name;
}

/** NOT NULL and DEFAULT of a column; everything else is stepped over. */
function readDetails(reader: Reader, context: Context): string {
  let details = '';
  while (reader.operator() !== ',' && reader.operator() !== ')') {
    if (reader.accept('NOT', 'NULL')) details += ' NOT NULL';
    else if (reader.accept('DEFAULT'))
      details += ` DEFAULT ${context.operand(reader.grammar.expression(reader))}`;
    else if (['IDENTITY', 'AUTOINCREMENT'].includes(reader.word())) {
      context.snowflakeOnly('A column that numbers its rows by itself is not translated', reader.next());
    } else if (reader.operator() === '(') reader.skipParentheses('here');
    else reader.next();
  }
  return details;
}

function skipColumn(reader: Reader): void {
  while (reader.operator() !== ',' && reader.operator() !== ')') {
    if (reader.operator() === '(') reader.skipParentheses('here');
    else reader.next();
  }
}
