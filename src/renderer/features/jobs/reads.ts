import {
  displayName,
  displayRelation,
  mapRelation,
  parseNameParts,
  type Relation,
} from '../../../shared/domain/relation.ts';

export interface ReadSource {
  /** As the SQL names it, with the environment's defaults filled in. */
  written: string;
  /** What is read after mapping. */
  reads: string;
}

interface Place {
  database: string | null;
  schema: string | null;
  source_mapping: Record<string, string>;
}

/** What a model's sources stand for in an environment; undefined parts are left out where there is no default. */
export function readSources(
  sources: readonly Relation[],
  environment: Place,
  jobMapping: Record<string, string>,
): ReadSource[] {
  const found = new Map<string, ReadSource>();
  for (const source of sources) {
    const relation = {
      database: source.database === '' ? (environment.database ?? '') : source.database,
      schema: source.schema === '' ? (environment.schema ?? '') : source.schema,
      name: source.name,
    };
    const written = nameOf(relation);
    const reads = nameOf(mapRelation(relation, environment.source_mapping, jobMapping));
    found.set(`${written} ${reads}`, { written, reads });
  }
  return [...found.values()];
}

function nameOf(relation: Relation): string {
  const { database, schema, name } = relation;
  if (database !== '' && schema !== '') return displayRelation(relation);
  return [database, schema, name].filter(Boolean).map(displayName).join('.');
}

/** The full name of what a job writes; undefined while a part is missing or is no name. */
export function targetName(
  target: { database?: string | undefined; schema?: string | undefined; table: string },
  environment: Pick<Place, 'database' | 'schema'> | undefined,
): string | undefined {
  const database = target.database === undefined ? environment?.database : single(target.database);
  const schema = target.schema === undefined ? environment?.schema : single(target.schema);
  const name = single(target.table);
  return database && schema && name ? displayRelation({ database, schema, name }) : undefined;
}

function single(text: string): string | undefined {
  const parts = parseNameParts(text);
  return parts?.length === 1 ? parts[0] : undefined;
}
