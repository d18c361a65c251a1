import type { Environment } from '../../../shared/contract/environments.ts';
import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import type { Relation } from '../../../shared/domain/relation.ts';
import { requireQuery, sourcesOf } from '../sql/query.ts';
import type { Analysis, Derivation, KnownTable, TableRef } from '../sql/types.ts';
import type { Sql } from '../store/store.ts';
import { type Table, tableOf } from './facts.ts';
import { type Graph, type ModelNode, modelKey, sourceKey } from './graph.ts';

/** A column of a node; `*` for all columns of a table, where they are not known. */
export interface ColumnAt {
  key: string;
  column: string;
}

export interface ColumnOrigin extends ColumnAt {
  /** False where another column is possible as well. */
  certain: boolean;
}

export interface ModelColumn {
  name: string;
  type: string | null;
  open: boolean;
  derivation: Derivation['derivation'];
  undecided: string[];
  from: ColumnOrigin[];
}

export interface ModelColumns {
  columns: ModelColumn[];
  /** Whether none of them is open. */
  complete: boolean;
  /** Why nothing could be told. */
  problem: string | null;
}

/** A column on a way, with how it comes about and how far it is; of several ways a shortest. */
export interface Traced extends ColumnAt {
  hops: number;
  derivation: Derivation['derivation'];
  certain: boolean;
}

/**
 * Where the columns of models come from, and where they go: the SQL of each model, with the columns of those it reads as
 * their own SQL tells them. The warehouse is not asked: columns of sources are known as far as somebody names them.
 */
export class ColumnReader {
  readonly #sql: Sql;
  readonly #analysis: Analysis;
  /** What was worked out of a graph; gone with it. */
  readonly #known = new WeakMap<Graph, Map<string, ModelColumns>>();

  constructor(sql: Sql, analysis: Analysis) {
    this.#sql = sql;
    this.#analysis = analysis;
  }

  /** The columns of a model. What it reads is worked out first; around a cycle, what is not worked out yet stays open. */
  async of(environment: Environment, graph: Graph, key: string): Promise<ModelColumns> {
    let known = this.#known.get(graph);
    if (!known) this.#known.set(graph, (known = new Map<string, ModelColumns>()));
    for (const next of upstreamFirst(graph, key, known)) {
      const node = graph.nodes.get(next);
      if (node?.kind === 'model') known.set(next, await this.#read(environment, graph, node, known));
    }
    return known.get(key) ?? { columns: [], complete: true, problem: null };
  }

  /** Everything a column has its values from, directly or further up, the nearest first. */
  async up(environment: Environment, graph: Graph, start: ColumnAt): Promise<Traced[]> {
    return await trace(start, async ({ key, column }) => {
      if (graph.nodes.get(key)?.kind !== 'model') return [];
      const found = (await this.of(environment, graph, key)).columns.find(({ name }) => name === column);
      return (found?.from ?? []).map(from => ({ ...from, derivation: found?.derivation ?? 'unknown' }));
    });
  }

  /** Every column of a model that has its values from a column, directly or further on, the nearest first. */
  async down(environment: Environment, graph: Graph, start: ColumnAt): Promise<Traced[]> {
    return await trace(start, async ({ key, column }) => {
      const found: Omit<Traced, 'hops'>[] = [];
      for (const reader of graph.readers.get(key) ?? []) {
        const { columns } = await this.of(environment, graph, reader);
        for (const { name, derivation, from } of columns) {
          // A star stands for the column, too, unless it is only one possibility.
          const origin = from.find(at => at.key === key && (at.column === column || at.column === '*'));
          if (origin) {
            const certain = origin.certain && (origin.column === column || column === '*');
            found.push({ key: reader, column: name, derivation, certain });
          }
        }
      }
      return found;
    });
  }

  async #read(
    environment: Environment,
    graph: Graph,
    node: ModelNode,
    known: ReadonlyMap<string, ModelColumns>,
  ): Promise<ModelColumns> {
    const text = this.#textOf(node);
    if (text === null) return { columns: [], complete: true, problem: 'Nothing is published yet' };
    const mapping = this.#mappingOf(node);
    const placed = (source: Relation) => tableOf(source, environment, mapping);
    try {
      const sources = sourcesOf(await requireQuery(this.#analysis, text));
      const tables = sources.flatMap((source): KnownTable[] => {
        const [writer] = graph.writers.get(placed(source).key) ?? [];
        const there = writer && known.get(modelKey(writer.model));
        if (!there?.complete || there.problem !== null) return [];
        const columns = there.columns.map(({ name, type }) => ({ name, type: type ?? '' }));
        return [{ written: writtenParts(source), columns }];
      });
      const { columns, complete } = await this.#analysis.lineage(text, tables);
      return {
        complete,
        problem: null,
        columns: columns.map(({ name, type, open, derivation, undecided, sources: from }) => ({
          name,
          type: type === '' ? null : type,
          open,
          derivation,
          undecided,
          from: from.flatMap(({ column, certain, ...table }) =>
            nodesOf(graph, placed(asRelation(table))).map(key => ({ key, column, certain })),
          ),
        })),
      };
    } catch (error) {
      if (!(error instanceof SlipwayError)) throw error;
      return { columns: [], complete: false, problem: error.message };
    }
  }

  /** Of several jobs with several versions, that of the first. */
  #textOf({ model, builds }: ModelNode): string | null {
    if (model.text === 'draft') return this.#sql.models.byId.get(model.id)?.draft_sql ?? null;
    const version = builds.find(build => build.version !== null)?.version;
    const row =
      version === undefined || version === null
        ? this.#sql.models.latest.get(model.id)
        : this.#sql.models.version.get(model.id, version);
    return row?.sql ?? null;
  }

  #mappingOf({ builds }: ModelNode): Record<string, string> {
    const [first] = builds;
    const job = first && this.#sql.jobs.byId.get(first.id);
    return (JSON.parse(job?.live_json ?? job?.draft_json ?? '{}') as JobDefinition).source_mapping ?? {};
  }
}

/** Everything that is reached step by step, each once. */
async function trace(
  start: ColumnAt,
  next: (at: ColumnAt) => Promise<Omit<Traced, 'hops'>[]>,
): Promise<Traced[]> {
  const place = ({ key, column }: ColumnAt) => `${key}\n${column}`;
  const seen = new Set([place(start)]);
  const found: Traced[] = [];
  const queue: { at: ColumnAt; hops: number }[] = [{ at: start, hops: 0 }];
  for (const { at, hops } of queue) {
    for (const other of await next(at)) {
      if (seen.has(place(other))) continue;
      seen.add(place(other));
      found.push({ ...other, hops: hops + 1 });
      queue.push({ at: other, hops: hops + 1 });
    }
  }
  return found;
}

/** What is not known yet of a model and of what it reads, in the order it can be worked out in. */
function upstreamFirst(graph: Graph, start: string, known: ReadonlyMap<string, unknown>): string[] {
  const order: string[] = [];
  const seen = new Set<string>();
  const stack: { key: string; done: boolean }[] = [{ key: start, done: false }];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (at.done) {
      order.push(at.key);
      continue;
    }
    if (seen.has(at.key) || known.has(at.key)) continue;
    seen.add(at.key);
    stack.push({ key: at.key, done: true });
    for (const key of graph.reads.get(at.key) ?? []) stack.push({ key, done: false });
  }
  return order;
}

/** The models that write a table, or the source it is. */
function nodesOf(graph: Graph, table: Table): string[] {
  const writers = graph.writers.get(table.key) ?? [];
  if (writers.length === 0) return [sourceKey(table)];
  return [...new Set(writers.map(build => modelKey(build.model)))];
}

const asRelation = ({ database, schema, name }: TableRef): Relation => ({
  database: database ?? '',
  schema: schema ?? '',
  name,
});

const writtenParts = ({ database, schema, name }: Relation) =>
  [database, schema, name].filter(part => part !== '');
