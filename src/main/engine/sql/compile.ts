import type { Variables } from '../../../shared/contract/common.ts';
import type { Compiled, MappedSource } from '../../../shared/contract/sql.ts';
import type { EngineName } from '../../../shared/domain/engines.ts';
import { type Problem, SlipwayError, validationError } from '../../../shared/domain/errors.ts';
import { displayRelation, mapRelation, type Relation, relationKey } from '../../../shared/domain/relation.ts';
import { dialects } from '../dialects/index.ts';
import { type CatalogEntry, ExecutionError } from '../ports.ts';
import { type Asked, ownValues } from './own-variables.ts';
import { placeOf, requireQuery, type TextKind } from './query.ts';
import type { Analysis, KnownTable, StatementAnalysis } from './types.ts';
import { resolveVariables } from './variables.ts';

/** What decides which tables a text reads in an environment. */
export interface Surroundings {
  database: string | null;
  schema: string | null;
  /** The environment's rules. */
  sourceMapping: Record<string, string>;
  /** The job's exact names. */
  jobMapping: Record<string, string>;
}

export interface CompileInput {
  sql: string;
  /** That of the environment. */
  engine: EngineName;
  surroundings: Surroundings;
  variables: Variables;
  /** The catalogue of the warehouse: those of the relations that exist. */
  lookUp: (relations: Relation[]) => Promise<CatalogEntry[]>;
  /** What the result is written to: it must not be among the sources. */
  target?: Relation | undefined;
  /** The rows that are asked for; without: all. */
  asked?: Asked | null;
  /** The target stands, and is added to; undefined for what is not incremental. */
  isIncremental?: boolean;
  /** What is read in the place of a source, once it is mapped. */
  redirect?: ((relation: Relation) => Relation) | undefined;
  /** What the text is, for messages. */
  what?: TextKind | undefined;
}

/**
 * From the model's text to what the environment's engine runs: variables, then names, then dialect (the order of
 * semantics.md). Throws a `validation` error with places for anything wrong with the text.
 */
export async function compile(analysis: Analysis, input: CompileInput): Promise<Compiled> {
  const { variables, isIncremental } = input;
  const own = Object.entries(ownValues(input.asked ?? null, isIncremental ?? false)).filter(
    // Outside of incremental jobs they are names like any other.
    ([name]) => isIncremental !== undefined || !Object.hasOwn(variables, name),
  );
  const resolved = resolveVariables(input.sql, variables, Object.fromEntries(own));
  const query = await requireQuery(analysis, resolved, input.what);
  const { redirect = same } = input;
  const mapped = mapSources(query, resolved, input.surroundings).map(source => {
    const relation = redirect(source.relation);
    return relation === source.relation ? source : { ...source, relation, reads: displayRelation(relation) };
  });
  if (input.target) refuseSelfReference(mapped, input.target, input.engine);
  const renamed = await analysis.rename(
    resolved,
    mapped.map(source => ({ start: source.start, end: source.end, relation: source.relation })),
  );
  const { statements } = await analysis.analyze(renamed);
  const only = statements[0];
  const body = only ? renamed.slice(only.start, only.end) : renamed;
  const { sql, warnings } = await dialects[input.engine].say(analysis, body, () =>
    tablesThere(mapped, input.lookUp),
  );
  return {
    resolved: body,
    sql,
    engine: input.engine,
    sources: unique(mapped),
    variables: input.variables,
    warnings,
  };
}

const same = (relation: Relation) => relation;

/** The tables as the renamed text calls them. Types make a translation better; whoever runs it finds out what is missing. */
async function tablesThere(
  mapped: readonly MappedSource[],
  lookUp: CompileInput['lookUp'],
): Promise<KnownTable[]> {
  const relations = unique([...mapped]).map(({ relation }) => relation);
  if (relations.length === 0) return [];
  try {
    const entries = await lookUp(relations);
    return entries.map(({ database, schema, name, columns }) => ({
      written: [database, schema, name],
      columns,
    }));
  } catch (cause) {
    if (cause instanceof ExecutionError) return [];
    throw cause;
  }
}

/** What each table name of a query stands for in an environment. */
export function mapSources(
  query: StatementAnalysis,
  text: string,
  surroundings: Surroundings,
): (MappedSource & { start: number; end: number })[] {
  const problems: Problem[] = [];
  const mapped = query.sources.map(source => {
    const database = source.database ?? surroundings.database;
    const schema = source.schema ?? surroundings.schema;
    if (database === null || schema === null) {
      problems.push({
        path: 'sql',
        message: `"${text.slice(source.start, source.end)}" names no ${database === null ? 'database' : 'schema'} and the environment has no default one`,
        ...placeOf(text, source.start),
      });
    }
    const written: Relation = { database: database ?? '', schema: schema ?? '', name: source.name };
    const relation = mapRelation(written, surroundings.sourceMapping, surroundings.jobMapping);
    return {
      written: displayRelation(written),
      reads: displayRelation(relation),
      relation,
      start: source.start,
      end: source.end,
    };
  });
  if (problems.length > 0) throw validationError(problems);
  return mapped;
}

export function refuseSelfReference(sources: MappedSource[], target: Relation, engine: EngineName): void {
  const key = (relation: Relation) => relationKey(relation, engine);
  const self = sources.find(source => key(source.relation) === key(target));
  if (!self) return;
  const through = self.written === self.reads ? '' : ` (written as ${self.written}, mapped to it)`;
  throw new SlipwayError(
    'validation',
    `The target ${displayRelation(target)} is one of its own sources${through}`,
    {
      problems: [{ path: 'target', message: 'is read by the model it is built from' }],
      hint: 'Choose another target, or change the source mapping',
    },
  );
}

function unique(mapped: MappedSource[]): MappedSource[] {
  const seen = new Map<string, MappedSource>();
  for (const { written, reads, relation } of mapped)
    seen.set(`${written}>${reads}`, { written, reads, relation });
  return [...seen.values()];
}
