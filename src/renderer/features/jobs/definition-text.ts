import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import { yamlText } from '../../ui/yaml.ts';

/** The definition as the file that `job apply` reads. */
export function definitionYaml(definition: JobDefinition): string {
  const { name, kind, description, environment, model, tag, track, ...rest } = definition;
  const { target, materialization, source_mapping, variables, timeout, triggers, ...others } = rest;
  const { conditions, freshness_when, checks, ...policies } = others;
  return yamlText({
    name,
    kind,
    description,
    environment,
    model,
    tag,
    track,
    target,
    materialization,
    source_mapping,
    variables,
    timeout,
    triggers,
    conditions,
    freshness_when,
    checks,
    ...policies,
  });
}
