import type { Variables } from '../../../shared/contract/common.ts';
import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import { ownVariables } from '../../../shared/domain/variables.ts';
import { sqlTokens } from '../../ui/sql/tokens.ts';

export type VariableLevel = 'workspace' | 'environment' | 'job' | 'run';
type Value = Variables[string];

export interface EffectiveVariable {
  name: string;
  value: Value;
  /** Where the value comes from. */
  from: VariableLevel;
  /** Values it wins over, nearest first. */
  over: { from: VariableLevel; value: Value }[];
}

/** The variables of a run by name: those of the run win over the job's, these over the environment's and the workspace's. */
export function effectiveVariables(
  levels: readonly { level: VariableLevel; variables: Variables }[],
): EffectiveVariable[] {
  const found = new Map<string, EffectiveVariable>();
  for (const { level, variables } of levels) {
    for (const [name, value] of Object.entries(variables)) {
      const before = found.get(name);
      const over = before ? [{ from: before.from, value: before.value }, ...before.over] : [];
      found.set(name, { name, value, from: level, over });
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Names of the `{{ name }}` placeholders in a text, each once, in order. */
export function usedVariables(sql: string): string[] {
  const names = sqlTokens(sql)
    .filter(token => token.kind === 'variable')
    .map(token => /^\{\{\s*([A-Za-z_]\w*)\s*\}\}$/.exec(sql.slice(token.start, token.end))?.[1]);
  return [...new Set(names.filter(name => name !== undefined))];
}

/**
 * Names of the variables that a run of a job asks for: those of its SQL, then those of its checks and conditions alone, each once.
 * What a run knows by itself is none: `{{ this }}` of a check, and in incremental jobs what tells which rows are asked for.
 */
export function askedVariables(
  sql: string,
  {
    incremental,
    checks = [],
    conditions = [],
  }: Pick<JobDefinition, 'checks' | 'conditions'> & { incremental: boolean },
): string[] {
  const own = new Set<string>(incremental ? ownVariables : []);
  const looks = [...checks, ...conditions.flatMap(({ quality }) => quality ?? [])];
  return [
    ...new Set([
      ...usedVariables(sql).filter(name => !own.has(name)),
      ...looks
        .flatMap(look => (look.check === 'sql' ? usedVariables(look.sql) : []))
        .filter(name => name !== 'this'),
    ]),
  ];
}
