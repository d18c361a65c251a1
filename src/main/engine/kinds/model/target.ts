import type { Environment } from '../../../../shared/contract/environments.ts';
import type { ModelJobDefinition } from '../../../../shared/contract/jobs.ts';
import type { Problem } from '../../../../shared/domain/errors.ts';
import { parseName, type Relation } from '../../../../shared/domain/relation.ts';

/** What a model job writes, with the environment's defaults filled in; null when a part is missing. */
export function targetOf(definition: ModelJobDefinition, environment: Environment): Relation | null {
  const { target } = definition;
  const database = target.database === undefined ? environment.database : parseName(target.database);
  const schema = target.schema === undefined ? environment.schema : parseName(target.schema);
  const name = parseName(target.table);
  return database && schema && name ? { database, schema, name } : null;
}

export function targetProblems(definition: ModelJobDefinition, environment: Environment): Problem[] {
  const problems: Problem[] = [];
  const { target } = definition;
  for (const part of ['database', 'schema', 'table'] as const) {
    const text = target[part];
    if (text !== undefined && parseName(text) === null) {
      problems.push({
        path: `target.${part}`,
        message: `"${text}" is not one name: letters, digits, "_" and "$", or anything in double quotes`,
      });
    }
  }
  for (const part of ['database', 'schema'] as const) {
    if (target[part] === undefined && environment[part] === null) {
      problems.push({
        path: `target.${part}`,
        message: `is missing, and environment "${environment.name}" has no default ${part}`,
      });
    }
  }
  return problems;
}
