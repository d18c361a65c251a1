import { gunzipSync } from 'node:zlib';
import type { Token } from '../../../../src/main/engine/sql/tokens.ts';
import { beyondTestServer, sqlErrors } from '../errors.ts';
import type { Answer, WireRow } from '../results.ts';
import type { ColumnType, MadeUp } from './information-schema.ts';
import type { Work } from './work.ts';

/** `TABLE(RESULT_SCAN('id'))` and `TABLE(RESULT_SCAN(LAST_QUERY_ID()))`: text, whole numbers and times come back as such. */
export async function resultScan(work: Work, args: Token[]): Promise<MadeUp> {
  const [first] = args;
  const id =
    first?.kind === 'string'
      ? first.text
      : first?.text === 'LAST_QUERY_ID'
        ? work.statement.previousQueryId
        : null;
  if (id === null)
    throw beyondTestServer('RESULT_SCAN takes a query id that stands in the text, or LAST_QUERY_ID()');
  const statement = work.statements.find(id, work.session.user);
  if (statement === undefined) throw sqlErrors.unknownStatement(id);
  await statement.done;
  const { answer } = statement;
  if (answer === null) throw statement.error ?? sqlErrors.unknownStatement(id);
  const types = answer.columns.map(typeOf);
  return {
    columns: answer.columns.map(({ name }, index) => [name, types[index] ?? 'VARCHAR'] as const),
    rows: rowsOf(answer).map(row => row.map((cell, index) => valueOf(cell, types[index] ?? 'VARCHAR'))),
  };
}

/** All rows of an answer, those in chunks too. */
export function rowsOf({ rowset, chunks }: Answer): WireRow[] {
  return [
    ...rowset,
    ...chunks.flatMap(
      ({ compressed }) => JSON.parse(`[${gunzipSync(compressed).toString('utf8')}]`) as WireRow[],
    ),
  ];
}

function typeOf({ type, scale }: Answer['columns'][number]): ColumnType {
  if (type === 'fixed' && scale === 0) return 'BIGINT';
  return type.startsWith('timestamp') ? 'TIMESTAMPTZ' : 'VARCHAR';
}

function valueOf(cell: string | null, type: ColumnType): string | number | null {
  if (cell === null || type === 'VARCHAR') return cell;
  return type === 'BIGINT' ? Number(cell) : Number(cell.split(' ')[0]) * 1_000;
}
