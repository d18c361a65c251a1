import type {
  AffectedEnvironment,
  ComputeProfileDefinition,
} from '../../../../shared/contract/compute-profiles.ts';
import { parseDuration } from '../../../../shared/domain/duration.ts';
import type { Change } from '../form/form-changes.ts';
import { parameterText } from './parameters.ts';

/** What saving `next` over `saved` changes, in the order of the form. */
export function profileChanges(saved: ComputeProfileDefinition, next: ComputeProfileDefinition): Change[] {
  const [was, is] = [saved.limits, next.limits];
  const parameters = [saved.session_parameters ?? {}, next.session_parameters ?? {}] as const;
  const names = [...new Set(parameters.flatMap(Object.keys))];
  return [
    change('Name', saved.name, next.name),
    change('Description', saved.description, next.description),
    change('Warehouse', saved.warehouse, next.warehouse),
    change('Concurrent runs', was?.max_concurrent_runs, is?.max_concurrent_runs),
    isSameDuration(was?.statement_timeout, is?.statement_timeout)
      ? undefined
      : change('Statement timeout', was?.statement_timeout, is?.statement_timeout),
    ...names.map(name =>
      change(`Parameter ${name}`, ...(parameters.map(at => text(at[name])) as [Text, Text])),
    ),
  ].filter(found => found !== undefined);
}

type Text = string | number | undefined;
const text = (value: string | number | boolean | undefined): Text =>
  value === undefined ? undefined : parameterText(value);

function change(what: string, from: Text, to: Text): Change | undefined {
  if (from === to) return undefined;
  return { what, from: from === undefined ? null : String(from), to: to === undefined ? null : String(to) };
}

/** `60s` and `1m` are the same duration. */
function isSameDuration(a: string | undefined, b: string | undefined): boolean {
  const ms = a === undefined ? undefined : parseDuration(a);
  return ms !== undefined && b !== undefined && ms === parseDuration(b);
}

const fieldWords: Readonly<Record<string, string>> = {
  warehouse: 'Warehouse',
  'limits.statement_timeout': 'Statement timeout',
  'limits.max_concurrent_runs': 'Concurrent runs',
};

/** What saving a profile changes of what holds in an environment. */
export function affectedChanges({ changes }: AffectedEnvironment): Change[] {
  const value = (given: string | number | boolean | null) => (given === null ? null : parameterText(given));
  return changes.map(({ field, from, to }) => ({
    what: fieldWords[field] ?? field.replace(/^session_parameters\./, 'Parameter '),
    from: value(from),
    to: value(to),
  }));
}
