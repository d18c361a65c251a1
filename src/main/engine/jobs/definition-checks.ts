import { type Problem, SlipwayError, validationError } from '../../../shared/domain/errors.ts';
import type { Context } from '../context.ts';
import type { Environments } from '../environments/environments.ts';
import { environmentFacts } from '../environments/facts.ts';
import type { JobKinds } from '../kinds/index.ts';
import type { Models } from '../models/models.ts';
import type { ModelText, Versions } from '../models/versions.ts';
import { layerProblems, variablesOf } from '../sql/layers.ts';
import type { LinkedDefinition } from './definition.ts';
import { triggerProblems } from './triggers.ts';

/** Whether definitions of jobs can be published, and what that was told by. */
export function createDefinitionChecks(
  { store }: Context,
  areas: { environments: Environments; models: Models; versions: Versions; kinds: JobKinds },
) {
  const { environments, models, versions, kinds } = areas;

  /** Throws everything that keeps a definition from being published, at once. */
  async function check(linked: LinkedDefinition): Promise<void> {
    const { definition, environmentId } = linked;
    const environment = environments.get(String(environmentId));
    const problems: Problem[] = [];
    const text = textOf(linked);
    if (text instanceof SlipwayError) {
      const hint = text.details.hint ? ` (${text.details.hint})` : '';
      problems.push({
        path: definition.tag === undefined ? 'model' : 'tag',
        message: `${text.message}${hint}`,
      });
    }
    const known = text instanceof SlipwayError ? null : (text?.sql ?? null);
    problems.push(...triggerProblems(definition));
    problems.push(
      ...layerProblems(variablesOf(store.sql, environment, definition.variables ?? {}, {}), 'job'),
    );
    problems.push(...(await kinds[definition.kind].check(definition, environment, known)));
    if (problems.length > 0) throw validationError(problems, `Job "${definition.name}"`);
  }

  /** What a definition was checked against; where that has moved, it must be checked again. */
  function basisOf(linked: LinkedDefinition): string {
    const environment = environments.get(String(linked.environmentId));
    const known = textOf(linked);
    return JSON.stringify([
      linked,
      environment.connection_id,
      environmentFacts(environment),
      known instanceof SlipwayError ? null : [known?.version, known?.hash],
    ]);
  }

  /** The text a definition runs, null for none, or why there is none. */
  function textOf({ definition, modelId }: LinkedDefinition): ModelText | null | SlipwayError {
    if (modelId === null) return null;
    try {
      return versions.text(models.row(String(modelId)), definition.tag ?? 'latest');
    } catch (cause) {
      if (cause instanceof SlipwayError && cause.code === 'not_found') return cause;
      throw cause;
    }
  }

  return { check, basisOf, textOf };
}
