import { quoteName } from '../../../../shared/domain/relation.ts';
import { tablesOf } from '../sources.ts';
import type { Reader } from '../syntax/reader.ts';
import { parseFrom, parseTableFactor } from '../syntax/relations.ts';
import { noTableAlias } from '../syntax/reserved.ts';
import type { FromItem, Identifier } from '../syntax/tree.ts';
import type { Context } from './context.ts';
import { dotted, quoted, quotedList } from './names.ts';
import { emitFrom } from './relations.ts';

/** INSERT, UPDATE, DELETE and MERGE in DuckDB SQL; null where a statement is none that is translated. */
export function translateChange(kind: string, reader: Reader, context: Context): string | null {
  switch (kind) {
    case 'insert':
      return translateInsert(reader, context);
    case 'update':
      return translateUpdate(reader, context);
    case 'delete':
      return translateDelete(reader, context);
    case 'merge':
      return translateMerge(reader, context);
    default:
      return null;
  }
}

/** INSERT OVERWRITE empties the table first: two statements. */
function translateInsert(reader: Reader, context: Context): string | null {
  reader.next();
  const overwrite = reader.accept('OVERWRITE');
  if (!reader.accept('INTO')) return null;
  const name = readName(reader);
  const table = dotted(name);
  const columns = isColumnList(reader) ? ` (${quotedList(reader.identifierList('A column'))})` : '';
  const query = reader.grammar.query(reader);
  const last = name.at(-1)?.name;
  if (overwrite && tablesOf(query).some(({ parts }) => parts.at(-1) === last)) {
    context.snowflakeOnly('INSERT OVERWRITE that reads the table it overwrites is not translated', query);
  }
  const insert = `INSERT INTO ${table}${columns} ${context.query(query, { named: false }).sql}`;
  return overwrite ? `DELETE FROM ${table};\n${insert}` : insert;
}

/** `(a, b)` and no query in parentheses. */
function isColumnList(reader: Reader): boolean {
  return reader.operator() === '(' && !reader.opensQuery();
}

function translateUpdate(reader: Reader, context: Context): string {
  reader.next();
  const target = readTarget(reader, context);
  reader.expect('SET', 'behind the table of UPDATE');
  // FROM comes behind SET, but its tables are what SET refers to.
  const { position } = reader;
  readAssignments(reader, null);
  const from = reader.accept('FROM') ? parseFrom(reader) : [];
  const { position: behind } = reader;
  const tables = emitTables(from, context);
  reader.position = position;
  const assignments = readAssignments(reader, context);
  reader.position = behind;
  const where = readWhere(reader, context);
  return `UPDATE ${target} SET ${assignments}${tables === '' ? '' : ` FROM ${tables}`}${where}`;
}

function translateDelete(reader: Reader, context: Context): string {
  reader.next();
  reader.expect('FROM', 'behind DELETE');
  const target = readTarget(reader, context);
  const using = reader.accept('USING') ? emitTables(parseFrom(reader), context) : '';
  return `DELETE FROM ${target}${using === '' ? '' : ` USING ${using}`}${readWhere(reader, context)}`;
}

function translateMerge(reader: Reader, context: Context): string {
  reader.next();
  reader.expect('INTO', 'behind MERGE');
  const target = readTarget(reader, context);
  reader.expect('USING', 'behind the table of MERGE');
  const { start } = reader;
  const factor = parseTableFactor(reader);
  const source = emitTables([{ kind: 'from', left: factor, joins: [], start, end: factor.end }], context);
  reader.expect('ON', 'behind the source of MERGE');
  const on = context.as(reader.grammar.expression(reader), 'boolean');
  const clauses: string[] = [];
  while (reader.accept('WHEN')) clauses.push(readClause(reader, context));
  return [`MERGE INTO ${target} USING ${source} ON ${on}`, ...clauses].join('\n');
}

function readClause(reader: Reader, context: Context): string {
  const not = reader.accept('NOT');
  reader.expect('MATCHED', 'behind WHEN');
  const condition = reader.accept('AND')
    ? ` AND ${context.as(reader.grammar.expression(reader), 'boolean')}`
    : '';
  reader.expect('THEN', 'behind the condition of WHEN');
  const head = `WHEN ${not ? 'NOT MATCHED' : 'MATCHED'}${condition} THEN`;
  if (reader.accept('DELETE')) return `${head} DELETE`;
  if (reader.accept('UPDATE')) {
    reader.expect('SET', 'behind UPDATE');
    return `${head} UPDATE SET ${readAssignments(reader, context)}`;
  }
  reader.expect('INSERT', 'behind THEN');
  const columns = reader.identifierList('A column');
  reader.expect('VALUES', 'behind the columns of INSERT');
  reader.expectOperator('(', 'behind VALUES');
  const values = reader.list(() => context.emit(reader.grammar.expression(reader)));
  reader.expectOperator(')', 'behind the values');
  return `${head} INSERT${columns.length === 0 ? '' : ` (${quotedList(columns)})`} VALUES (${values.join(', ')})`;
}

/** `t.a = 1, b = 2`: DuckDB wants the names of the columns alone. */
function readAssignments(reader: Reader, context: Context | null): string {
  return reader
    .list(() => {
      const parts = [reader.identifier('A column')];
      while (reader.acceptOperator('.')) parts.push(reader.identifier('A column'));
      reader.expectOperator('=', 'behind the column');
      const value = reader.grammar.expression(reader);
      const column = parts.at(-1);
      return context === null || column === undefined ? '' : `${quoted(column)} = ${context.emit(value)}`;
    })
    .join(', ');
}

function readWhere(reader: Reader, context: Context): string {
  return reader.accept('WHERE') ? ` WHERE ${context.as(reader.grammar.expression(reader), 'boolean')}` : '';
}

function readName(reader: Reader): Identifier[] {
  const parts = [reader.identifier('A table')];
  while (reader.acceptOperator('.')) parts.push(reader.identifier('The next part of the name'));
  return parts;
}

/** The table a statement changes, with its alias; entered into the scope. */
function readTarget(reader: Reader, context: Context): string {
  const parts = readName(reader);
  reader.accept('AS');
  const token = reader.token();
  const named = token?.kind === 'quoted' || (token?.kind === 'word' && !noTableAlias.has(token.text));
  const alias = named ? reader.identifier('A name').name : null;
  const names = parts.map(part => part.name);
  context.scope.relations.push({ parts: alias === null ? names : [alias], columns: null });
  const sql = dotted(parts);
  return alias === null ? sql : `${sql} AS ${quoteName(alias)}`;
}

function emitTables(items: FromItem[], context: Context): string {
  return emitFrom(items, context)
    .map(({ text }) => text)
    .join(', ');
}
