import type { Compiled, SqlProblem } from '../../../shared/contract/sql.ts';
import type { Terminal } from './terminal.ts';
import { counted, safe } from './text.ts';

/** A line a problem, as compilers write them: `query.sql:3:7: error: …`. */
export function checkText(file: string, problems: SqlProblem[], { paint }: Terminal): string {
  if (problems.length === 0) return `${paint('green', '✓')} ${file}: no problems found`;
  return problems
    .map(({ line, column, severity, message }) => {
      const word = paint(severity === 'error' ? 'red' : 'yellow', `${severity}:`);
      return `${file}:${line}:${column}: ${word} ${safe(message)}`;
    })
    .join('\n');
}

interface Statement {
  kind: string;
  sources: { database: string | null; schema: string | null; name: string; alias: string | null }[];
}

export function sourcesText(statements: Statement[], terminal: Terminal): string {
  if (statements.length === 0) return 'There is no statement in it.';
  const rows = statements.flatMap(({ kind, sources }, index) => {
    const head = [String(index + 1), kind.replaceAll('_', ' ')];
    if (sources.length === 0) return [[...head, { text: 'reads nothing', style: 'dim' as const }]];
    return sources.map(({ database, schema, name, alias }) => [
      ...head,
      [database, schema, name].filter(part => part !== null).join('.'),
      alias ?? '',
    ]);
  });
  return terminal.table(
    [{ title: '#', keep: true }, { title: 'statement', keep: true }, { title: 'reads' }, { title: 'alias' }],
    rows,
  );
}

/** Where the sources of a compiled text are read from. */
export function compiledNotes(compiled: Compiled, { paintNotes: paint }: Terminal): string {
  const moved = compiled.sources.map(({ written, reads }) =>
    written === reads ? `  ${safe(reads)}` : `  ${safe(written)} → ${safe(reads)}`,
  );
  const head = `${compiled.engine}, reads ${counted(moved.length, 'source')}`;
  return [paint('dim', head), ...moved].join('\n');
}
