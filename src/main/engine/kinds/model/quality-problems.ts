import type { Check, SourceCheck } from '../../../../shared/contract/checks.ts';
import type { Variables } from '../../../../shared/contract/common.ts';
import type { Environment } from '../../../../shared/contract/environments.ts';
import type { ModelJobDefinition } from '../../../../shared/contract/jobs.ts';
import { checkName } from '../../../../shared/domain/checks.ts';
import type { Problem } from '../../../../shared/domain/errors.ts';
import { textProblems, writtenRelation } from '../../checks/compile.ts';
import { columnsOf } from '../../checks/queries.ts';
import { parseName } from '../../../../shared/domain/relation.ts';
import type { Context } from '../../context.ts';
import { dialects } from '../../dialects/index.ts';

/**
 * What can be told of checks and conditions before any run, with paths into the definition. `workspace` are the variables of
 * the workspace as it will be; by default as it is.
 */
export async function qualityProblems(
  context: Context,
  definition: ModelJobDefinition,
  environment: Environment,
  workspace = context.store.sql.settings.get<Variables>('variables', {}),
): Promise<Problem[]> {
  const { checks = [], conditions = [] } = definition;
  const problems: Problem[] = [];
  const variables = {
    ...workspace,
    ...environment.variables,
    ...definition.variables,
  };
  const about = async (path: string, check: Check | SourceCheck) => {
    problems.push(...nameProblems(path, check, environment));
    if (check.check === 'sql')
      problems.push(...(await textProblems(context.analysis, check.sql, variables, `${path}.sql`)));
  };
  for (const [place, check] of checks.entries()) await about(`checks[${place}]`, check);
  for (const [place, { freshness, quality }] of conditions.entries()) {
    const path = `conditions[${place}]`;
    if (freshness) {
      problems.push(...sourceProblems(`${path}.freshness.source`, freshness.source, environment));
      problems.push(...freshnessColumnProblems(`${path}.freshness.column`, freshness.column, environment));
    }
    if (!quality) continue;
    problems.push(...sourceProblems(`${path}.quality.source`, quality.source, environment));
    await about(`${path}.quality`, quality);
  }
  problems.push(
    ...twice(checks.map((check, place) => ({ path: `checks[${place}].name`, name: checkName(check) }))),
    ...twice(
      conditions.flatMap(({ quality }, place) =>
        quality
          ? [
              {
                path: `conditions[${place}].quality.name`,
                name: `${checkName(quality)} of ${quality.source}`,
              },
            ]
          : [],
      ),
    ),
  );
  const fresh = conditions.filter(({ freshness }) => freshness).length;
  if (definition.freshness_when !== undefined && fresh === 0) {
    problems.push({
      path: 'freshness_when',
      message: 'says how conditions of freshness combine, and there is none',
    });
  }
  return problems;
}

function nameProblems(path: string, check: Check, environment: Environment): Problem[] {
  const columns = columnsOf(check).flatMap((text, place) => {
    const field = check.check === 'unique' ? `columns[${place}]` : 'column';
    return columnProblems(`${path}.${field}`, text);
  });
  if (check.check !== 'relationship') return columns;
  return [
    ...columns,
    ...sourceProblems(`${path}.to`, check.to, environment),
    ...columnProblems(`${path}.to_column`, check.to_column),
  ];
}

function columnProblems(path: string, text: string): Problem[] {
  if (parseName(text) !== null) return [];
  const message = `"${text}" is not one name: letters, digits, "_" and "$", or anything in double quotes`;
  return [{ path, message }];
}

function freshnessColumnProblems(
  path: string,
  text: string | undefined,
  environment: Environment,
): Problem[] {
  if (text !== undefined) return columnProblems(path, text);
  if (dialects[environment.engine].catalog.notesChanges) return [];
  const message = `is missing: the warehouse of "${environment.name}" does not note when a table was last changed; name a column with a date or a timestamp`;
  return [{ path, message }];
}

function sourceProblems(path: string, text: string, environment: Environment): Problem[] {
  if (writtenRelation(text, environment) !== null) return [];
  const whole = writtenRelation(text, { database: 'A', schema: 'B' }) !== null;
  const message = whole
    ? `"${text}" is no full name, and environment "${environment.name}" has no default for what it lacks`
    : `"${text}" is not a name: it must be one to three names joined by dots`;
  return [{ path, message }];
}

function twice(named: readonly { path: string; name: string }[]): Problem[] {
  const seen = new Set<string>();
  return named.flatMap(({ path, name }) => {
    const key = name.toLowerCase();
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [{ path, message: `is that of another check, ${name}: give one of them a name of its own` }];
  });
}
