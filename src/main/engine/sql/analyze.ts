import type { TableUse } from './sources.ts';
import { parseScript } from './statements.ts';
import type { ScriptAnalysis, SourceRef } from './types.ts';

/** Statements and what each reads. Placeholders count as values. */
export function analyze(sql: string): ScriptAnalysis {
  return {
    statements: parseScript(sql).statements.map(({ kind, start, end, uses }) => ({
      kind,
      start,
      end,
      sources: uses.map(sourceRef),
    })),
  };
}

function sourceRef({ table, factor, parts }: TableUse): SourceRef {
  const [name, schema, database] = parts.toReversed();
  return {
    database: database ?? null,
    schema: schema ?? null,
    name: name ?? '',
    alias: factor.alias?.name ?? null,
    start: table.start,
    end: table.end,
  };
}
