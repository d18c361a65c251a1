import type { Job, JobDefinition } from '../../../../shared/contract/jobs.ts';
import type { Model } from '../../../../shared/contract/models.ts';
import { isBlank, type MappingRow, mappingRows } from '../../environments/form/mapping.ts';
import { type KeptForm, keptAsTable, keptOf, materializationOf } from './kept-form.ts';
import { noQuality, qualityDefinition, type QualityForm, qualityOf } from './quality-form.ts';
import { noStarts, startPoliciesOf, type StartsForm, startsOf } from './trigger-form.ts';
import { rowsOf, type VariableRow, variablesOf } from '../../environments/form/variable-values.ts';

/** A job as it is being edited: what was typed, not yet what it means. */
export interface JobForm extends StartsForm, KeptForm, QualityForm {
  name: string;
  description: string;
  environment: string;
  model: string;
  /** Whether it runs a tag or follows the latest version. */
  runs: 'tag' | 'latest';
  tag: string;
  database: string;
  schema: string;
  table: string;
  mapping: MappingRow[];
  variables: VariableRow[];
  timeout: string;
}

export const emptyJob: JobForm = {
  name: '',
  description: '',
  environment: '',
  model: '',
  runs: 'tag',
  tag: '',
  database: '',
  schema: '',
  table: '',
  ...keptAsTable,
  mapping: [],
  variables: [],
  timeout: '',
  ...noStarts,
  ...noQuality,
};

export function formOf(definition: JobDefinition): JobForm {
  const { target } = definition;
  return {
    name: definition.name,
    description: definition.description ?? '',
    environment: definition.environment,
    model: definition.model,
    runs: definition.tag === undefined ? 'latest' : 'tag',
    tag: definition.tag ?? '',
    database: target.database ?? '',
    schema: target.schema ?? '',
    table: target.table,
    ...keptOf(definition.materialization),
    mapping: mappingRows(definition.source_mapping ?? {}),
    variables: rowsOf(definition.variables ?? {}),
    timeout: definition.timeout ?? '',
    ...startsOf(definition),
    ...qualityOf(definition),
  };
}

/** What the form says, as the engine takes it. What is still to be filled in is empty. */
export function definitionOf(form: JobForm): JobDefinition {
  const filled = (text: string) => (text.trim() === '' ? undefined : text.trim());
  const mapping = Object.fromEntries(
    form.mapping.filter(row => !isBlank(row)).map(row => [row.from.trim(), row.to.trim()]),
  );
  const variables = variablesOf(form.variables);
  return withoutUndefined({
    name: form.name.trim(),
    kind: 'model',
    description: filled(form.description),
    environment: form.environment,
    model: form.model,
    ...(form.runs === 'tag' ? { tag: form.tag } : { track: 'latest' as const }),
    target: withoutUndefined({
      database: filled(form.database),
      schema: filled(form.schema),
      table: form.table.trim(),
    }),
    materialization: materializationOf(form),
    source_mapping: Object.keys(mapping).length > 0 ? mapping : undefined,
    variables: Object.keys(variables).length > 0 ? variables : undefined,
    timeout: filled(form.timeout),
    ...startPoliciesOf(form),
    ...qualityDefinition(form),
  });
}

/** What another job begins as: everything of this one but its name, which must be another. */
export function copyOf(definition: JobDefinition): JobForm {
  return { ...formOf(definition), name: '' };
}

/** What a job of a model is called and writes, as long as nobody has said otherwise. */
export function suggested(form: JobForm): Pick<JobForm, 'name' | 'table'> {
  const parts = [form.model, form.environment].filter(Boolean);
  return {
    name: form.model === '' ? '' : parts.join('_'),
    table: form.model.toUpperCase().replaceAll('-', '_'),
  };
}

/** The form with changes; name and table follow model and environment for as long as they are what would be suggested. */
export function withSuggestions(form: JobForm, changes: Partial<JobForm>): JobForm {
  const next = { ...form, ...changes };
  const [before, after] = [suggested(form), suggested(next)];
  for (const field of ['name', 'table'] as const) {
    if (changes[field] === undefined && form[field] === before[field]) next[field] = after[field];
  }
  return next;
}

/** What a new job begins as: like another one, or with a model and an environment that it was asked for. */
export function startOf(
  other: Pick<Job, 'draft' | 'definition'> | undefined,
  model: Pick<Model, 'name' | 'tags'> | undefined,
  environment: string,
): JobForm {
  const definition = other?.draft ?? other?.definition;
  if (definition) return copyOf(definition);
  return withSuggestions(emptyJob, {
    environment,
    ...(model && { model: model.name, tag: model.tags[0]?.name ?? '' }),
  });
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
