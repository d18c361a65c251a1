import type { Reader } from './reader.ts';
import type { ColumnRef, Identifier, Literal, Pivot, PivotColumn, SelectItem, Unpivot } from './tree.ts';

/** `pivot (sum(x) for month in ('JAN' as jan, 'FEB') default on null (0))`. */
export function parsePivot(reader: Reader): Pivot {
  const { start } = reader.next();
  reader.expectOperator('(', 'behind PIVOT');
  const aggregates = reader.list(() => parseNamed(reader));
  reader.expect('FOR', 'behind the aggregate of PIVOT');
  const column = parseColumn(reader);
  reader.expect('IN', 'behind the column of PIVOT');
  const pivot: Pivot = {
    kind: 'pivot',
    aggregates,
    column,
    columns: null,
    query: null,
    defaultValue: null,
    start,
    end: 0,
  };
  reader.expectOperator('(', 'behind IN');
  if (reader.accept('ANY')) {
    if (reader.accept('ORDER', 'BY')) reader.grammar.orderItems(reader);
  } else if (reader.word() === 'SELECT' || reader.word() === 'WITH') {
    pivot.query = reader.grammar.query(reader);
  } else {
    pivot.columns = reader.list(() => parsePivotColumn(reader));
  }
  reader.expectOperator(')', 'behind the values of PIVOT');
  if (reader.accept('DEFAULT', 'ON', 'NULL')) {
    reader.expectOperator('(', 'before the default');
    pivot.defaultValue = reader.grammar.expression(reader);
    reader.expectOperator(')', 'behind the default');
  }
  reader.expectOperator(')', 'to close PIVOT');
  pivot.end = reader.end;
  return pivot;
}

/** Read by hand: as an expression, `month in (…)` would be one. */
function parseColumn(reader: Reader): ColumnRef {
  const { start } = reader;
  const parts = [reader.identifier('A column')];
  while (reader.acceptOperator('.')) parts.push(reader.identifier('A column'));
  return { kind: 'column', parts, start, end: reader.end };
}

function parseNamed(reader: Reader): SelectItem {
  const value = reader.grammar.expression(reader);
  const named = reader.accept('AS') || (reader.word() !== 'FOR' && reader.word() !== '');
  const alias = named ? reader.identifier('A name') : null;
  return { kind: 'item', value, alias, start: value.start, end: reader.end };
}

function parsePivotColumn(reader: Reader): PivotColumn {
  const value = reader.grammar.expression(reader);
  const named = reader.accept('AS') || (reader.operator() !== ',' && reader.operator() !== ')');
  const alias = named ? reader.identifier('A name') : null;
  return { value, alias, start: value.start, end: reader.end };
}

/** `unpivot include nulls (value for label in (a, b as 'bee'))`. */
export function parseUnpivot(reader: Reader): Unpivot {
  const { start } = reader.next();
  const includeNulls = reader.accept('INCLUDE', 'NULLS');
  if (!includeNulls) reader.accept('EXCLUDE', 'NULLS');
  reader.expectOperator('(', 'behind UNPIVOT');
  const value = reader.identifier('The column of the values');
  reader.expect('FOR', 'behind the column of the values');
  const label = reader.identifier('The column of the names');
  reader.expect('IN', 'behind the column of the names');
  reader.expectOperator('(', 'behind IN');
  const columns = reader.list(() => {
    const column = reader.identifier('A column');
    return { column, alias: acceptLabel(reader) };
  });
  reader.expectOperator(')', 'behind the columns');
  reader.expectOperator(')', 'to close UNPIVOT');
  return { kind: 'unpivot', includeNulls, value, label, columns, start, end: reader.end };
}

function acceptLabel(reader: Reader): Identifier | Literal | null {
  const named = reader.accept('AS');
  const token = reader.token();
  if (token?.kind === 'string') {
    reader.next();
    return { kind: 'literal', type: 'string', value: token.text, start: token.start, end: token.end };
  }
  return named ? reader.identifier('A name') : null;
}
