import type {
  Environment,
  EnvironmentDefinition,
  environmentColours,
} from '../../../../shared/contract/environments.ts';
import { displayName, parseNameParts } from '../../../../shared/domain/relation.ts';
import {
  type ConnectionForm,
  definitionOf as connectionDefinitionOf,
} from '../connections/connection-form.ts';
import { isBlank, type MappingRow, mappingRows } from './mapping.ts';
import { rowsOf, type VariableRow, variablesOf } from './variable-values.ts';

export type Colour = (typeof environmentColours)[number];

/** An environment as it is being edited: what was typed, not yet what it means. */
export interface EnvironmentForm {
  name: string;
  description: string;
  colour: Colour;
  protected: boolean;
  /** Name of an existing connection. */
  connection: string;
  /** The connection to be made with the environment; null where an existing one is used. */
  connectionToMake: ConnectionForm | null;
  role: string;
  /** Name of a compute profile; empty for none. */
  computeProfile: string;
  /** Its own; empty where its compute profile decides. */
  warehouse: string;
  database: string;
  schema: string;
  mapping: MappingRow[];
  variables: VariableRow[];
  /** Its own limits; empty where its compute profile decides, or the default. */
  concurrency: string;
  timeout: string;
}

export const defaultConcurrency = 4;

export const emptyForm: EnvironmentForm = {
  name: '',
  description: '',
  colour: 'gray',
  protected: false,
  connection: '',
  connectionToMake: null,
  role: '',
  computeProfile: '',
  warehouse: '',
  database: '',
  schema: '',
  mapping: [],
  variables: [],
  concurrency: '',
  timeout: '',
};

export function formOf(environment: Environment): EnvironmentForm {
  const { name, description, colour, connection, role, compute_profile, own } = environment;
  return {
    name,
    description,
    colour,
    protected: environment.protected,
    connection,
    connectionToMake: null,
    role: role ?? '',
    computeProfile: compute_profile ?? '',
    warehouse: own.warehouse ?? '',
    // As they must be written to mean the same again.
    database: environment.database === null ? '' : displayName(environment.database),
    schema: environment.schema === null ? '' : displayName(environment.schema),
    mapping: mappingRows(environment.source_mapping),
    variables: rowsOf(environment.variables),
    concurrency: own.max_concurrent_runs === null ? '' : String(own.max_concurrent_runs),
    timeout: own.statement_timeout ?? '',
  };
}

/** What the form says, as the engine takes it. Fields with problems are left out or given as typed. */
export function definitionOf(form: EnvironmentForm): EnvironmentDefinition {
  const filled = (text: string) => (text.trim() === '' ? undefined : text.trim());
  const mapping = Object.fromEntries(
    form.mapping.filter(row => !isBlank(row)).map(row => [row.from.trim(), row.to.trim()]),
  );
  const variables = variablesOf(form.variables);
  const concurrency = Number(form.concurrency);
  const limits = withoutUndefined({
    max_concurrent_runs: Number.isInteger(concurrency) && concurrency > 0 ? concurrency : undefined,
    statement_timeout: filled(form.timeout),
  });
  const definition: EnvironmentDefinition = {
    name: form.name.trim(),
    connection: form.connectionToMake
      ? connectionDefinitionOf(form.connectionToMake)
      : form.connection.trim(),
    description: filled(form.description),
    colour: form.colour,
    protected: form.protected,
    role: filled(form.role),
    compute_profile: filled(form.computeProfile),
    warehouse: filled(form.warehouse),
    database: filled(form.database),
    schema: filled(form.schema),
    source_mapping: Object.keys(mapping).length > 0 ? mapping : undefined,
    variables: Object.keys(variables).length > 0 ? variables : undefined,
    limits: Object.keys(limits).length > 0 ? limits : undefined,
  };
  return withoutUndefined(definition);
}

/** A file another environment begins as: everything of this one but its name. */
export function copyOf(environment: Environment): EnvironmentForm {
  return { ...formOf(environment), name: '' };
}

/** The folded name that a default database or schema stands for. */
export function foldedName(text: string): string {
  const parts = parseNameParts(text);
  return parts?.length === 1 ? (parts[0] ?? text) : text;
}

export function nextKey(rows: readonly { key: number }[]): number {
  return rows.reduce((highest, { key }) => Math.max(highest, key), -1) + 1;
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
