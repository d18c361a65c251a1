import type { Call, Spanned, TableFunction } from '../syntax/tree.ts';
import type { Context, OutputColumn, Relation } from './context.ts';
import { jsonPath, parsePath } from './functions/json.ts';
import { quotedText } from './names.ts';
import { argument, literalText, macros } from './rules.ts';

export interface EmittedFunction {
  sql: string;
  columns: OutputColumn[] | null;
  source?: Relation['source'];
}

const flattenColumns: OutputColumn[] = [
  { name: 'SEQ', type: 'integer' },
  { name: 'KEY', type: 'text' },
  { name: 'PATH', type: 'text' },
  { name: 'INDEX', type: 'integer' },
  { name: 'VALUE', type: 'variant' },
  { name: 'THIS', type: 'variant' },
];
const splitColumns: OutputColumn[] = [
  { name: 'SEQ', type: 'integer' },
  { name: 'INDEX', type: 'integer' },
  { name: 'VALUE', type: 'text' },
];

/** A table function in FROM. */
export function emitTableFunction({ call }: TableFunction, context: Context): EmittedFunction {
  const name = call.name.at(-1)?.name ?? '';
  if (call.name.length === 1) {
    switch (name) {
      case 'FLATTEN':
        return emitFlatten(call, context);
      case 'SPLIT_TO_TABLE':
      case 'STRTOK_SPLIT_TO_TABLE':
        return emitSplit(call, name, context);
      case 'GENERATOR':
        return emitGenerator(call, context);
    }
  }
  const what =
    name === 'RESULT_SCAN'
      ? 'RESULT_SCAN reads the result of an earlier query'
      : `${name} is a table function`;
  context.snowflakeOnly(`${what}, which only Snowflake has`, call);
  return { sql: context.source(call), columns: null };
}

function emitFlatten(call: Call, context: Context): EmittedFunction {
  const result: EmittedFunction = { sql: context.source(call), columns: flattenColumns, source: 'FLATTEN' };
  const input = argument(call, 'INPUT', 0);
  if (input === undefined) {
    context.snowflakeOnly('FLATTEN needs an INPUT', call);
    return result;
  }
  const pathNode = argument(call, 'PATH', 1);
  const path = literalText(pathNode);
  const mode = literalText(argument(call, 'MODE', 4))?.toUpperCase() ?? 'BOTH';
  if (pathNode !== undefined && path === undefined) {
    context.snowflakeOnly('FLATTEN with a computed PATH is not translated', pathNode);
  }
  const value = context.as(input, 'variant');
  const source =
    path === undefined || path === '' ? value : `json_extract(${value}, ${jsonPath(parsePath(path))})`;
  const macro = isTrue(argument(call, 'RECURSIVE', 3)) ? 'flatten_recursive' : 'flatten';
  const outer = isTrue(argument(call, 'OUTER', 2));
  if (macro === 'flatten_recursive' && (outer || mode !== 'BOTH')) {
    context.snowflakeOnly('FLATTEN with RECURSIVE takes neither OUTER nor MODE here', call);
  }
  const prefix = quotedText(path ?? '');
  const sql = `${macros}.${macro}(${source}, ${outer}, '${mode}', ${prefix})`;
  return { ...result, sql };
}

function isTrue(node: ReturnType<typeof argument>): boolean {
  return node?.kind === 'literal' && node.value === 'TRUE';
}

function emitSplit(
  call: Call,
  name: 'SPLIT_TO_TABLE' | 'STRTOK_SPLIT_TO_TABLE',
  context: Context,
): EmittedFunction {
  const [text, separator] = call.args.map(arg => arg.value);
  if (text === undefined) {
    context.snowflakeOnly('A text to split is missing', call);
    return { sql: context.source(call), columns: splitColumns };
  }
  const by = separator === undefined ? "' '" : context.as(separator, 'text');
  const macro = name === 'SPLIT_TO_TABLE' ? 'split_to_table' : 'strtok_to_table';
  const sql = `${macros}.${macro}(${context.as(text, 'text')}, ${by})`;
  return { sql, columns: splitColumns, source: name };
}

/** Whoever sees a SEQ sees other numbers than Snowflake's. */
export function tellOfHashedSeq(relation: Relation | null, node: Spanned, context: Context): void {
  const source = relation?.source;
  if (source === undefined || source === 'generator') return;
  context.approximated(
    `SEQ of ${source} has other numbers on DuckDB, and the same one for equal inputs`,
    node,
  );
}

/** Rows without columns; SEQ is ours, for SEQ4() and its like. */
function emitGenerator(call: Call, context: Context): EmittedFunction {
  const rows = argument(call, 'ROWCOUNT', 0);
  if (rows === undefined) context.snowflakeOnly('GENERATOR needs a ROWCOUNT', call);
  const count = rows === undefined ? '0' : context.emit(rows);
  return {
    sql: `(SELECT range AS "SEQ" FROM range(${count}))`,
    columns: [{ name: 'SEQ', type: 'integer' }],
    source: 'generator',
  };
}
