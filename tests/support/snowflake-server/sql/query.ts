import type { DuckDBResult } from '@duckdb/node-api';
import { Positions } from '../../../../src/main/engine/sql/positions.ts';
import { rename } from '../../../../src/main/engine/sql/rename.ts';
import { parseScript } from '../../../../src/main/engine/sql/statements.ts';
import { tablesOf, type TableUse } from '../../../../src/main/engine/sql/sources.ts';
import type { OutputColumn, SqlType } from '../../../../src/main/engine/sql/translate/context.ts';
import { outputName } from '../../../../src/main/engine/sql/translate/names.ts';
import { Translator } from '../../../../src/main/engine/sql/translate/translator.ts';
import type {
  Expression,
  Query,
  QueryBody,
  SelectItem,
} from '../../../../src/main/engine/sql/syntax/tree.ts';
import { lex } from '../../../../src/main/engine/sql/tokens.ts';
import { SlipwayError } from '../../../../src/shared/domain/errors.ts';
import type { Relation } from '../../../../src/shared/domain/relation.ts';
import type { Declared } from '../catalog.ts';
import { encodingOf, type Hint } from '../cells.ts';
import { beyondTestServer, sqlErrors } from '../errors.ts';
import { physical } from '../lake.ts';
import { type Answer, AnswerBuilder, type WireColumn, type WireType } from '../results.ts';
import { statementTypes } from '../statement-types.ts';
import { useWarehouse } from './compute.ts';
import { informationRelation } from './information-schema.ts';
import { onLake } from './lake-errors.ts';
import { findTable, require, resolve } from './names.ts';
import { expectEnd, parsing, readerOf, syntaxAt } from './syntax.ts';
import type { Work } from './work.ts';

/** A query as DuckDB runs it. */
export interface Compiled {
  sql: string;
  /** What is known of a column by its place and name. */
  hint: (index: number, name: string) => Hint | null;
  /** Names of columns that the text gives and DuckDB does not. */
  name: (index: number, name: string) => string;
  reads: Relation[];
  computes: boolean;
}

export function parseQuery(sql: string): Query {
  const cursor = readerOf(sql);
  return parsing(sql, () => {
    const query = cursor.grammar.query(cursor);
    expectEnd(cursor);
    return query;
  });
}

interface Qualified {
  sql: string;
  reads: Relation[];
  declared: Declared[];
  /** Whether it reads anything, so that a warehouse has work. */
  computes: boolean;
}

/** The names in the text as DuckDB's; every one of them must exist and be allowed to be read. */
export async function qualify(work: Work, sql: string): Promise<Qualified> {
  const uses = readUses(sql);
  const reads: Relation[] = [];
  const declared: Declared[] = [];
  const replacements: { start: number; end: number; relation: Relation }[] = [];
  for (const { parts, table } of uses) {
    if (parts.at(-2) === 'MAIN' && parts.at(-3) === 'TEMP') continue;
    const relation = resolve(work, parts, 'SELECT');
    const { start, end } = table;
    if (relation.schema === 'INFORMATION_SCHEMA') {
      replacements.push({ start, end, relation: await informationRelation(work, relation) });
      continue;
    }
    const found = findTable(work, relation);
    require(work, 'SELECT', found);
    reads.push(relation);
    declared.push(...found.declared);
    replacements.push({ start, end, relation: physical(relation, found.temporaryOf) });
  }
  return { sql: rename(sql, replacements), reads, declared, computes: uses.length > 0 };
}

/** The tables that a text reads; throws a syntax error where it cannot be read. */
export function readUses(sql: string): TableUse[] {
  try {
    return parseScript(sql).statements.flatMap(statement => statement.uses);
  } catch (cause) {
    if (!(cause instanceof SlipwayError)) throw cause;
    const [problem] = cause.details.problems ?? [];
    const start = new Positions(sql).offset(problem?.line ?? 1, problem?.column ?? 1);
    throw syntaxAt(sql, lex(sql).tokens.find(token => token.start >= start) ?? { start, end: start });
  }
}

/** Compiles a query whose special functions are replaced already; `original` is as the client wrote it. */
export async function compileQuery(work: Work, sql: string, original: string): Promise<Compiled> {
  // First as it was written, so that places in errors are those of the client's text.
  const written = parseQuery(original);
  const qualified = await qualify(work, sql);
  const query = parseQuery(qualified.sql);
  const translated = translating(qualified.sql, translator => translator.query(query, { named: true }));
  const items = namedItems(written, original);
  const hints = hintsOf(query, translated.columns, qualified.declared);
  return {
    sql: translated.sql,
    hint: hints,
    name: (index, name) => items?.[index] ?? name,
    reads: qualified.reads,
    computes: qualified.computes,
  };
}

/** Translates with Slipway's own translator; what it cannot is a limit of this server. */
export function translating<T>(sql: string, translate: (translator: Translator) => T): T {
  const translator = new Translator(sql, lex(sql).comments, new Positions(sql));
  try {
    const result = translate(translator);
    const refused = translator.warnings.find(warning => warning.code === 'snowflake_only');
    const unknown = /^(\S+) runs on Snowflake only: Slipway knows no such function$/.exec(
      refused?.message ?? '',
    );
    if (unknown?.[1] !== undefined) throw sqlErrors.unknownFunction(unknown[1]);
    if (refused !== undefined) throw beyondTestServer(refused.message);
    return result;
  } catch (cause) {
    if (cause instanceof SlipwayError)
      throw beyondTestServer(cause.details.problems?.[0]?.message ?? cause.message);
    throw cause;
  }
}

/** Runs a query and gives its rows the form of the wire. */
export async function runQuery(work: Work, sql: string, original: string): Promise<Answer> {
  const compiled = await compileQuery(work, sql, original);
  if (work.statement.describeOnly) return describe(work, compiled, original);
  if (compiled.computes) useWarehouse(work);
  return onLake(original, () =>
    work.lake.stream(compiled.sql, work.signal, result => readAll(work, compiled, result)),
  );
}

async function readAll(work: Work, compiled: Compiled, result: DuckDBResult): Promise<Answer> {
  const encodings = encodingsOf(compiled, result);
  const builder = new AnswerBuilder(
    encodings.map(({ column }) => column),
    work.sizes,
  );
  let left = Number(work.parameter('ROWS_PER_RESULTSET')) || Number.POSITIVE_INFINITY;
  while (left > 0) {
    work.signal.throwIfAborted();
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    const columns = encodings.map(({ encode }, index) => chunk.getColumnValues(index).map(encode));
    const rows = Math.min(left, chunk.rowCount);
    for (let row = 0; row < rows; row++) builder.add(columns.map(column => column[row] ?? null));
    left -= rows;
  }
  return builder.finish(statementTypes.select);
}

async function describe(work: Work, compiled: Compiled, original: string): Promise<Answer> {
  return {
    ...(await columnsOf(work, compiled, original)),
    rowset: [],
    chunks: [],
    total: 0,
    rowsProduced: 0,
  };
}

/** The columns of a query that is not run. */
export async function columnsOf(
  work: Work,
  compiled: Compiled,
  original: string,
): Promise<{ typeId: number; columns: WireColumn[] }> {
  const columns = await onLake(original, () =>
    work.lake.use(work.signal, async duckdb => {
      const prepared = await duckdb.prepare(compiled.sql);
      try {
        return encodingsOf(compiled, prepared).map(({ column }) => column);
      } finally {
        prepared.destroySync();
      }
    }),
  );
  return { typeId: statementTypes.select, columns };
}

function encodingsOf(
  compiled: Compiled,
  described: Pick<DuckDBResult, 'columnCount' | 'columnName' | 'columnType'>,
) {
  return Array.from({ length: described.columnCount }, (_, index) => {
    const name = described.columnName(index);
    return encodingOf(compiled.name(index, name), described.columnType(index), compiled.hint(index, name));
  });
}

function firstSelect(body: QueryBody): SelectItem[] | null {
  switch (body.kind) {
    case 'select':
      return body.items;
    case 'nested':
      return firstSelect(body.query.body);
    case 'set':
      return body.operands[0] === undefined ? null : firstSelect(body.operands[0]);
    case 'values':
      return null;
  }
}

/** Null where a star stands for columns that only the tables know. */
function plainItems(query: Query): SelectItem[] | null {
  const items = firstSelect(query.body);
  return items?.some(item => item.value.kind === 'star') === false ? items : null;
}

function namedItems(query: Query, sql: string): string[] | null {
  const translator = new Translator(sql, lex(sql).comments, new Positions(sql));
  return plainItems(query)?.map(item => outputName(item, translator)) ?? null;
}

const jsonHints: Partial<Record<SqlType, WireType>> = {
  array: 'array',
  object: 'object',
  variant: 'variant',
};

function hintsOf(
  query: Query,
  columns: OutputColumn[] | null,
  declared: readonly Declared[],
): Compiled['hint'] {
  const items = plainItems(query);
  const byName = new Map(declared.map(({ name, type }) => [name, type]));
  const single = tablesOf(query).length;
  return (index, name) => {
    const item = items?.[index]?.value;
    const zoned = item === undefined ? null : zoneOf(item);
    if (zoned !== null) return zoned;
    const json = jsonHints[columns?.[index]?.type ?? 'unknown'];
    if (json !== undefined && json !== 'variant') return { type: json };
    const source = item?.kind === 'column' ? item.parts.at(-1)?.name : name;
    return single === 0 || source === undefined ? null : hintOfType(byName.get(source));
  };
}

export function hintOfType(type: string | undefined): Hint | null {
  if (type === undefined) return null;
  if (type.startsWith('TIMESTAMP_TZ')) return { type: 'timestamp_tz' };
  if (type.startsWith('TIMESTAMP_LTZ')) return { type: 'timestamp_ltz' };
  if (type === 'ARRAY') return { type: 'array' };
  return type === 'OBJECT' ? { type: 'object' } : null;
}

const zonedTypes = new Set(['TIMESTAMP_TZ', 'TIMESTAMPTZ', 'TIMESTAMP WITH TIME ZONE']);

/** DuckDB keeps no zone with a time: it is known where the text says it, and UTC elsewhere. */
function zoneOf(node: Expression): Hint | null {
  if (node.kind === 'parens' && node.items.length === 1 && node.items[0]) return zoneOf(node.items[0]);
  if (node.kind === 'cast' && zonedTypes.has(node.type.name)) return zoned(node.value);
  if (node.kind === 'call' && node.name.at(-1)?.name === 'TO_TIMESTAMP_TZ') return zoned(node.args[0]?.value);
  return null;
}

function zoned(value: Expression | undefined): Hint {
  const text = value?.kind === 'literal' && value.type === 'string' ? value.value : '';
  const [, sign, hours, minutes] = /([+-])(\d\d):?(\d\d)?\s*$/.exec(text) ?? [];
  const offset = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return { type: 'timestamp_tz', offsetMinutes: sign === '-' ? -offset : offset };
}
