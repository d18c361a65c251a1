import type {
  QueryColumnsAnswer,
  QueryLineageAnswer,
  SqlDiff,
} from '../../../shared/contract/sql-columns.ts';
import { displayName } from '../../../shared/domain/relation.ts';
import { colouredDiff } from './diff.ts';
import { changeText } from './model.ts';
import type { Cell } from './table.ts';
import type { Terminal } from './terminal.ts';
import { safe } from './text.ts';

export function columnsText({ columns }: QueryColumnsAnswer, terminal: Terminal): string {
  return terminal.table(
    [{ title: '#', keep: true }, { title: 'column' }, { title: 'type' }],
    columns.map(({ name, type, open }, index): Cell[] => [
      String(index + 1),
      nameCell(name, open),
      type ?? { text: 'not known', style: 'dim' },
    ]),
  );
}

/** A line for each source of a column; one that is merely possible has a question mark. */
export function lineageText({ columns }: QueryLineageAnswer, terminal: Terminal): string {
  const rows = columns.flatMap(({ name, open, derivation, sources }): Cell[][] => {
    const head = [nameCell(name, open), derivation];
    if (sources.length === 0) return [[...head, { text: 'no column', style: 'dim' }]];
    return sources.map(({ database, schema, name: table, column, certain }, index) => {
      const parts = [database, schema, table].filter(part => part !== null).map(displayName);
      const from = [...parts, column === '*' ? '*' : displayName(column)].join('.');
      return [...(index === 0 ? head : ['', '']), certain ? from : { text: `${from} ?`, style: 'yellow' }];
    });
  });
  return terminal.table([{ title: 'column' }, { title: 'comes about', keep: true }, { title: 'from' }], rows);
}

function nameCell(name: string, open: boolean): Cell {
  return open ? { text: name, style: 'yellow' } : displayName(name);
}

export function sqlDiffText([a, b]: [string, string], diff: SqlDiff, { paint }: Terminal): string {
  const head = `${safe(a)} → ${safe(b)}: ${changeText(diff.change, paint)}`;
  const reasons = diff.reasons.map(reason => `  · ${safe(reason)}`);
  const body = diff.sql_diff === '' ? [] : ['', colouredDiff(diff.sql_diff, paint)];
  return [head, ...reasons, ...body].join('\n');
}
