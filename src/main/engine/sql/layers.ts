import type { Variables } from '../../../shared/contract/common.ts';
import type { Environment } from '../../../shared/contract/environments.ts';
import { type Problem, validationError } from '../../../shared/domain/errors.ts';
import { layerWords, resolveLayers, type VariableLayer } from '../../../shared/domain/variables.ts';
import type { Sql } from '../store/store.ts';

/** The variables that a text has in an environment, from all layers. What does not fit is among the problems. */
export function variablesOf(
  sql: Pick<Sql, 'settings'>,
  environment: Pick<Environment, 'variables'>,
  job: Variables,
  run: Variables,
) {
  return resolveLayers([
    { layer: 'workspace', variables: sql.settings.get<Variables>('variables', {}) },
    { layer: 'environment', variables: environment.variables },
    { layer: 'job', variables: job },
    { layer: 'run', variables: run },
  ]);
}

/** Problems of one layer, with the paths they have in what it is defined by; those of others say whose they are. */
export function layerProblems({ problems }: ReturnType<typeof resolveLayers>, own: VariableLayer): Problem[] {
  return problems.map(({ layer, name, message }) => ({
    path: `variables.${name}`,
    message: layer === own ? message : `as ${layerWords[layer]} sets it, ${message}`,
  }));
}

/** The variables, or a `validation` error with every value that does not keep to its type, its layer and its name. */
export function requireVariables(...[sql, environment, job, run]: Parameters<typeof variablesOf>) {
  const found = variablesOf(sql, environment, job, run);
  if (found.problems.length > 0) throw validationError(layerProblems(found, 'run'));
  return found;
}
