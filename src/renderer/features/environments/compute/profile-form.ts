import type { ComputeProfileDefinition } from '../../../../shared/contract/compute-profiles.ts';
import { type ParameterRow, parameterRows, parametersOf } from './parameters.ts';

/** A compute profile as it is being edited: what was typed, not yet what it means. */
export interface ProfileForm {
  name: string;
  description: string;
  warehouse: string;
  concurrency: string;
  timeout: string;
  parameters: ParameterRow[];
}

export const emptyProfile: ProfileForm = {
  name: '',
  description: '',
  warehouse: '',
  concurrency: '',
  timeout: '',
  parameters: [],
};

export function formOf(definition: ComputeProfileDefinition): ProfileForm {
  const { name, description = '', warehouse = '', limits, session_parameters = {} } = definition;
  return {
    name,
    description,
    warehouse,
    concurrency: limits?.max_concurrent_runs === undefined ? '' : String(limits.max_concurrent_runs),
    timeout: limits?.statement_timeout ?? '',
    parameters: parameterRows(session_parameters),
  };
}

/** What was typed, as the definition it stands for: what is empty is left out. */
export function definitionOf(form: ProfileForm): ComputeProfileDefinition {
  const definition: ComputeProfileDefinition = { name: form.name.trim() };
  const [description, warehouse, timeout] = [form.description, form.warehouse, form.timeout].map(text =>
    text.trim(),
  );
  const runs = form.concurrency.trim() === '' ? undefined : Number(form.concurrency);
  const parameters = parametersOf(form.parameters);
  if (description) definition.description = description;
  if (warehouse) definition.warehouse = warehouse;
  if (runs !== undefined || timeout) {
    definition.limits = {
      ...(runs !== undefined && { max_concurrent_runs: runs }),
      ...(timeout && { statement_timeout: timeout }),
    };
  }
  if (Object.keys(parameters).length > 0) definition.session_parameters = parameters;
  return definition;
}
