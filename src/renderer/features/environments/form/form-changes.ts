import type { EnvironmentDefinition } from '../../../../shared/contract/environments.ts';
import { parseDuration } from '../../../../shared/domain/duration.ts';
import { defaultConcurrency, foldedName } from './environment-form.ts';
import { declaredText } from './variable-values.ts';

/** One thing that saving would change; null where there was or will be nothing. */
export interface Change {
  /** "Database", "Variable region". */
  what: string;
  from: string | null;
  to: string | null;
}

/** What saving `next` over `saved` changes, in the order of the form. */
export function formChanges(saved: EnvironmentDefinition, next: EnvironmentDefinition): Change[] {
  return [
    field('Name', saved.name, next.name),
    field('Description', saved.description, next.description),
    field('Colour', saved.colour, next.colour),
    field('Protected', yesNo(saved.protected), yesNo(next.protected)),
    field('Connection', connectionName(saved), connectionName(next)),
    field('Role', saved.role, next.role),
    field('Compute profile', saved.compute_profile, next.compute_profile),
    field('Warehouse', owned(saved, saved.warehouse), owned(next, next.warehouse)),
    nameField('Default database', saved.database, next.database),
    nameField('Default schema', saved.schema, next.schema),
    ...entries(saved.source_mapping, next.source_mapping, from => `Source ${from}`, String),
    ...entries(saved.variables, next.variables, name => `Variable ${name}`, declaredText),
    field('Concurrent runs', runs(saved), runs(next)),
    timeoutField(saved, next),
  ].filter(change => change !== undefined);
}

/** `database, source ANALYTICS_DEV and 3 more`: the changes in a few words. */
export function changesInShort(changes: readonly Change[]): string {
  const names = changes.map(({ what }) => what.charAt(0).toLowerCase() + what.slice(1));
  const shown = names.slice(0, 3);
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}

function field(what: string, from: string | undefined, to: string | undefined): Change | undefined {
  return from === to ? undefined : { what, from: from ?? null, to: to ?? null };
}

/** `marts` and `MARTS` are the same name. */
function nameField(what: string, from: string | undefined, to: string | undefined): Change | undefined {
  const folded = (text: string | undefined) => (text === undefined ? undefined : foldedName(text));
  return folded(from) === folded(to) ? undefined : field(what, from, to);
}

/** What an environment says itself of what its compute profile decides otherwise. */
function owned({ compute_profile }: EnvironmentDefinition, own: string | undefined): string | undefined {
  return own ?? (compute_profile === undefined ? undefined : `as ${compute_profile} says`);
}

function runs(definition: EnvironmentDefinition): string {
  const own = definition.limits?.max_concurrent_runs;
  return (
    owned(definition, own === undefined ? undefined : String(own)) ?? `${defaultConcurrency}, the default`
  );
}

/** `60s` and `1m` are the same duration. */
function timeoutField(saved: EnvironmentDefinition, next: EnvironmentDefinition): Change | undefined {
  const [from, to] = [saved.limits?.statement_timeout, next.limits?.statement_timeout];
  const ms = (text: string | undefined) => (text === undefined ? undefined : parseDuration(text));
  if (ms(from) !== undefined && ms(from) === ms(to)) return undefined;
  return field('Statement timeout', owned(saved, from), owned(next, to));
}

function entries<T>(
  saved: Readonly<Record<string, T>> = {},
  next: Readonly<Record<string, T>> = {},
  what: (key: string) => string,
  text: (value: T) => string,
): (Change | undefined)[] {
  const keys = [...new Set([...Object.keys(saved), ...Object.keys(next)])];
  const at = (values: Readonly<Record<string, T>>, key: string) => {
    const value = Object.hasOwn(values, key) ? values[key] : undefined;
    return value === undefined ? undefined : text(value);
  };
  return keys.map(key => field(what(key), at(saved, key), at(next, key)));
}

const yesNo = (value: boolean | undefined) => (value ? 'yes' : 'no');

function connectionName({ connection }: EnvironmentDefinition): string {
  return typeof connection === 'string' ? connection : connection.name;
}
