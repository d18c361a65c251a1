import { validationError } from '../../../../shared/domain/errors.ts';
import { Positions } from '../positions.ts';
import { parseScript } from '../statements.ts';
import type { Query } from '../syntax/tree.ts';
import type { KnownTable, QueryColumn, QueryLineage } from '../types.ts';
import { originsOf, tableRef } from './answers.ts';
import { type Doubt, isOpen, type Item, type Open } from './model.ts';
import { Resolver } from './resolver.ts';

/** More than anybody reads. */
const maxNotes = 100;

/**
 * The output columns of a query, and the columns of tables that each has its values from. What is not known of its
 * tables, as nobody told, stays open; what the text does not decide is said. Throws `validation` for a text that is not
 * one query.
 */
export function lineage(sql: string, tables: readonly KnownTable[]): QueryLineage {
  const { lexed, statements } = parseScript(sql);
  const [first, second] = statements;
  const positions = new Positions(sql);
  const query = first?.query;
  if (!query || second !== undefined) {
    const start = second?.start ?? first?.start ?? 0;
    throw validationError([{ path: 'sql', message: 'One query is expected', ...positions.at(start) }]);
  }
  const resolver = new Resolver(sql, lexed, tables);
  const items = resolver.query(query, null, null);
  return {
    columns: items.map(shown),
    complete: !items.some(isOpen),
    tables: resolver.tables,
    notes: notesOf(items, query)
      .slice(0, maxNotes)
      .map(({ code, message, start }) => ({ code, message, ...positions.at(start) })),
  };
}

function shown(item: Item): QueryColumn {
  if (!isOpen(item)) return { name: item.name, type: item.type, open: false, ...originsOf(item) };
  return {
    name: '*',
    type: null,
    open: true,
    derivation: item.table === null ? 'unknown' : 'identity',
    sources: [item, ...item.others].flatMap(({ table }) =>
      table === null ? [] : [{ ...tableRef(table), column: '*', certain: item.others.length === 0 }],
    ),
    undecided: [starSentence(item), ...[...item.doubts].map(({ message }) => message)],
  };
}

function starSentence({ what, excluded, others }: Open): string {
  const from = [what, ...others.map(other => other.what)].join(' and ');
  const but = excluded.size === 0 ? '' : `, without ${[...excluded].sort().join(', ')}`;
  return `* stands for columns of ${from} that are not known${but}`;
}

/** Everything that could not be told, once for each place: stars that stay open, and what a column leaves undecided. */
function notesOf(items: readonly Item[], query: Query): (Doubt & { code: string })[] {
  const notes = new Map<string, Doubt & { code: string }>();
  const add = (code: string, doubt: Doubt): void => {
    notes.set(`${doubt.start} ${doubt.message}`, { code, ...doubt });
  };
  for (const item of items) {
    if (isOpen(item)) add('open', { message: starSentence(item), ...(item.star ?? query) });
    for (const doubt of item.doubts) add('undecided', doubt);
  }
  return [...notes.values()].sort((a, b) => a.start - b.start);
}
