import type { PastQuery, PastQueryText } from '../../../shared/contract/queries.ts';
import { formatDuration } from '../../../shared/domain/duration.ts';
import { runStateSpan } from './states.ts';
import type { Cell } from './table.ts';
import type { Terminal } from './terminal.ts';
import { bytes, count, safeLines } from './text.ts';
import { moment } from './times.ts';

export function queryList(queries: PastQuery[], terminal: Terminal): string {
  if (queries.length === 0) return 'The history has no such queries.';
  return terminal.table(
    [
      { title: 'query', keep: true, align: 'right' },
      { title: 'at', keep: true },
      { title: 'env' },
      { title: 'state', keep: true },
      { title: 'took', keep: true, align: 'right' },
      { title: 'rows', keep: true, align: 'right' },
      { title: 'model', optional: 1 },
      { title: 'sql' },
    ],
    queries.map<Cell[]>(query => [
      String(query.id),
      moment(query.started_at, terminal.now),
      query.environment,
      runStateSpan(query.state),
      formatDuration(query.elapsed_ms),
      rowsOf(query),
      modelOf(query),
      query.excerpt.replaceAll(/\s+/g, ' ').trim(),
    ]),
  );
}

export function queryText(query: PastQueryText, terminal: Terminal): string {
  const facts = terminal.facts([
    ['environment', query.environment],
    ['model', modelOf(query)],
    ['by', query.actor],
    ['at', moment(query.started_at, terminal.now)],
    ['took', formatDuration(query.elapsed_ms)],
    ['rows', rowsOf(query)],
    ['size', query.bytes === null ? '' : bytes(query.bytes)],
    ['query id', query.query_id ?? ''],
    ['error', query.error ?? ''],
  ]);
  const state = runStateSpan(query.state);
  return `query ${query.id} ${terminal.paint(state.style ?? 'dim', state.text)}\n${facts}\n\n${safeLines(query.sql)}`;
}

function rowsOf({ rows, truncated }: PastQuery): string {
  if (rows === null) return '';
  return truncated ? `${count(rows)}+` : count(rows);
}

function modelOf({ model, version }: PastQuery): string {
  if (model === null) return '';
  return version === null ? model : `${model} ${version}`;
}
