import { mapRelation, type Relation, relationKey } from '../../../../shared/domain/relation.ts';

export interface CatalogRelation extends Relation {
  type: 'table' | 'view';
  columns: readonly { name: string; type: string }[];
  last_altered_at?: string | undefined;
  rows?: number | undefined;
  comment?: string | undefined;
}

/** A job that builds a table of the environment from a model. */
export interface Writer {
  model: { id: number; name: string };
  job: { id: number; name: string };
  target: Relation;
  lastRun: { state: string; endedAt: string | null } | null;
}

/** Where names are looked up: what the environment has, how it reads what is written, and who writes what. */
export interface Surroundings {
  environment: string;
  relations: readonly CatalogRelation[];
  database: string | null;
  schema: string | null;
  sourceMapping: Record<string, string>;
  variables: readonly { name: string; value: string; of: string }[];
  writers: readonly Writer[];
}

/** What a written name reads in the environment; undefined where a part is missing. */
export function readRelation(name: readonly string[], around: Surroundings): Relation | undefined {
  const [table, schema = around.schema, database = around.database] = name.toReversed();
  if (table === undefined || schema === null || database === null) return undefined;
  return mapRelation({ database, schema, name: table }, around.sourceMapping);
}

/** The relation of the catalogue that a written name reads. */
export function findRelation(name: readonly string[], around: Surroundings): CatalogRelation | undefined {
  const read = readRelation(name, around);
  return read && around.relations.find(relation => sameName(relation, read));
}

/** The model that builds what a written name reads. */
export function findWriter(name: readonly string[], around: Surroundings): Writer | undefined {
  const read = readRelation(name, around);
  return read && around.writers.find(({ target }) => sameName(target, read));
}

/** Both engines take unquoted names for the same; quoted ones that differ in case are rare and shown as what is there. */
function sameName(a: Relation, b: Relation): boolean {
  return relationKey(a, 'duckdb') === relationKey(b, 'duckdb');
}
