import { createHash } from 'node:crypto';
import type { Environment } from '../../../shared/contract/environments.ts';
import type {
  ColumnTrace,
  Lineage,
  LineageColumns,
  LineageImpact,
  LineageNode,
} from '../../../shared/contract/lineage.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { closest } from '../../../shared/domain/names.ts';
import { type Context, iso } from '../context.ts';
import type { Environments } from '../environments/environments.ts';
import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import { keyOfQuoted, type Relation } from '../../../shared/domain/relation.ts';
import { toPaused } from '../jobs/paused.ts';
import type { Models } from '../models/models.ts';
import type { Versions } from '../models/versions.ts';
import { requireQuery, sourcesOf } from '../sql/query.ts';
import { decode, runStateCodes } from '../store/codes.ts';
import { ColumnReader, type Traced } from './columns.ts';
import { FactReader, type Facts, sameFacts, type Table, tableOf, unique } from './facts.ts';
import { buildGraph, compare, type Graph, type GraphNode, modelKey } from './graph.ts';
import { impactOf } from './impact.ts';
import { changeAgainst } from './changes.ts';
import { select } from './selectors.ts';
import { type BuildState, freshnessOf, noRuns, worstOf } from './states.ts';

type Elsewhere = Extract<LineageNode, { kind: 'source' }>['written_by'];

interface Known {
  /** Of the store. */
  revision: number;
  /** The environment, as text. */
  where: string;
  facts: Facts;
  graph: Graph;
}

export type LineageArea = ReturnType<typeof createLineage>;

/** Who reads what in an environment, taken from the SQL that runs there. */
export function createLineage(
  context: Context,
  areas: { environments: Environments; models: Models; versions: Versions },
) {
  const { store, analysis } = context;
  const { sql } = store;
  const reader = new FactReader(sql, analysis);
  /** By environment, with or without drafts: what was put together last, of which state of the store. */
  const graphs = new Map<string, Known>();
  const columnReader = new ColumnReader(sql, analysis);

  async function graphOf(environment: Environment, drafts: boolean): Promise<Graph> {
    const place = `${environment.id}:${drafts ? 1 : 0}`;
    const { revision } = store;
    const known = graphs.get(place);
    const where = JSON.stringify(environment);
    if (known?.revision === revision && known.where === where) return known.graph;
    const facts = await reader.read(environment, drafts);
    // Most of what is written changes no graph; what was worked out of it (columns) stays with it.
    const same = known?.where === where && sameFacts(known.facts, facts);
    const graph = same ? known.graph : buildGraph(facts);
    graphs.set(place, { revision, where, facts, graph });
    return graph;
  }

  /** How the jobs of an environment went: of now, as runs are many. */
  function statesOf(environment: Environment): Map<number, BuildState> {
    const states = new Map<number, BuildState>();
    for (const run of sql.lineage.endedRuns.all(environment.id)) {
      states.set(run.job_id, {
        last: { id: run.id, state: decode(runStateCodes, run.state), endedAtMs: run.ended_at_ms },
        goodAtMs: run.good_at_ms,
        goodVersion: run.good_version,
      });
    }
    // Newest first: of several that are under way, the newest is told.
    const seen = new Set<number>();
    for (const run of sql.board.activeRuns.all()) {
      if (seen.has(run.job_id)) continue;
      seen.add(run.job_id);
      const before = states.get(run.job_id) ?? noRuns;
      if (before.last !== null && before.last.id > run.id) continue;
      const last = { id: run.id, state: decode(runStateCodes, run.state), endedAtMs: null };
      states.set(run.job_id, { ...before, last });
    }
    return states;
  }

  function writersElsewhere(environment: Environment): Map<string, Elsewhere> {
    const found = new Map<string, Elsewhere>();
    const asked = { environment: environment.id, connection: environment.connection_id };
    for (const row of sql.lineage.writersElsewhere.all(asked)) {
      const writer = {
        job: row.name,
        job_id: row.id,
        environment: row.environment,
        colour: row.colour as Elsewhere[number]['colour'],
      };
      const key = keyOfQuoted(row.target, environment.engine);
      const others = found.get(key);
      if (others) others.push(writer);
      else found.set(key, [writer]);
    }
    return found;
  }

  function describer(environment: Environment, graph: Graph): (node: GraphNode) => LineageNode {
    const states = statesOf(environment);
    const stateOf = (job: number) => states.get(job) ?? noRuns;
    const freshness = freshnessOf(graph, stateOf);
    const pauses = new Map(sql.triggers.lastingPauses.all().map(pause => [pause.job_id, toPaused(pause)]));
    const allPaused = pauses.get(null) ?? null;
    const elsewhere = writersElsewhere(environment);
    return node => {
      if (node.kind === 'source') {
        const { key, name, table } = node;
        const written_by = elsewhere.get(table.key) ?? [];
        return { kind: 'source', key, name, relation: table.relation, written_by };
      }
      const builds = node.builds.map(build => {
        const { last, goodAtMs } = stateOf(build.id);
        return {
          job: build.name,
          job_id: build.id,
          target: build.writes?.name ?? null,
          tag: build.tag,
          version: build.version,
          live: build.live,
          paused: pauses.get(build.id) ?? allPaused,
          last_run: last && { id: last.id, state: last.state, ended_at: iso(last.endedAtMs) },
          good_at: iso(goodAtMs),
          freshness: freshness.get(build.id) ?? ('never_built' as const),
        };
      });
      const { id, name, description, owner, labels, text, problem } = node.model;
      return {
        kind: 'model',
        key: node.key,
        name,
        model_id: id,
        description,
        owner,
        labels,
        text,
        problem,
        builds,
        freshness: worstOf(builds.map(build => build.freshness)),
      };
    };
  }

  /** What the model reads, as each of its jobs there would read it; where there is none, as the environment does. */
  function readsOf(environment: Environment, model: number, sources: Relation[]): Table[] {
    const jobs = sql.jobs.ofModel
      .all(model)
      .filter(job => job.environment_id === environment.id && job.live_json !== null);
    const mappings = jobs.map(
      job => (JSON.parse(job.live_json ?? '{}') as JobDefinition).source_mapping ?? {},
    );
    if (mappings.length === 0) mappings.push({});
    return unique(mappings.flatMap(mapping => sources.map(source => tableOf(source, environment, mapping))));
  }

  /** Columns of others that have values from some of a model's, by node. */
  async function touchedBy(
    environment: Environment,
    graph: Graph,
    key: string,
    columns: string[],
  ): Promise<Map<string, string[]>> {
    const found = new Map<string, Set<string>>();
    for (const column of columns) {
      for (const at of await columnReader.down(environment, graph, { key, column })) {
        const known = found.get(at.key);
        if (known) known.add(at.column);
        else found.set(at.key, new Set([at.column]));
      }
    }
    return new Map([...found].map(([reader, names]) => [reader, [...names].sort(compare)]));
  }

  async function modelIn(
    input: ColumnsInput,
  ): Promise<{ environment: Environment; graph: Graph; node: GraphNode }> {
    const environment = areas.environments.get(input.environment);
    const model = areas.models.row(input.model);
    const graph = await graphOf(environment, input.drafts);
    const node = graph.nodes.get(modelKey(model.id));
    if (node) return { environment, graph, node };
    throw new SlipwayError('not_found', `"${model.name}" does not run in ${environment.name}`, {
      hint: 'No published job builds it there; with drafts, it is there',
    });
  }

  /** What a selector means in an environment (empty: all); `against` is what changes are told by. Throws as `select` does. */
  async function chosenIn(
    environment: Environment,
    graph: Graph,
    text: string,
    against: Environment | undefined,
  ): Promise<Set<string>> {
    if (text.trim() === '') return new Set(graph.nodes.keys());
    const other = against && (await graphOf(against, false));
    return select(graph, text, {
      environment: environment.name,
      models: sql.models.names.all().map(({ name }) => name),
      jobs: sql.jobs.names.all().map(({ name }) => name),
      changeOf: other && (model => changeAgainst(model, other)),
    });
  }

  return {
    /** For what works on the graph itself. */
    graphOf,
    chosenIn,

    /**
     * Nodes that a selector means (empty: all), and the edges between them. Throws `validation` with the column of what a
     * selector should not say.
     */
    async graph(input: {
      environment: string;
      select: string;
      drafts: boolean;
      against?: string | undefined;
    }): Promise<Lineage> {
      const environment = areas.environments.get(input.environment);
      const against = input.against === undefined ? undefined : areas.environments.get(input.against);
      const graph = await graphOf(environment, input.drafts);
      const chosen = await chosenIn(environment, graph, input.select, against);
      const describe = describer(environment, graph);
      const nodes = [...graph.nodes.values()].filter(({ key }) => chosen.has(key)).map(describe);
      const edges = [...chosen]
        .sort()
        .flatMap(from =>
          [...(graph.edges.get(from) ?? [])].flatMap(([to, through]) =>
            chosen.has(to) ? [{ from, to, through: through.map(({ name }) => name) }] : [],
          ),
        );
      const all = [...graph.nodes.values()];
      const models = all.filter(({ kind }) => kind === 'model').length;
      const nameOf = (id: number) => graph.nodes.get(modelKey(id))?.name ?? '';
      return {
        environment: environment.name,
        drafts: input.drafts,
        hash: hashOf(nodes, edges),
        nodes,
        edges,
        cycles: graph.cycles.map(cycle =>
          cycle.map(build => ({ job: build.name, model: nameOf(build.model) })),
        ),
        total: { models, sources: all.length - models },
      };
    },

    /** What publishing a text and letting it run would mean for those that read the model there. Nothing is kept. */
    async impact(input: {
      model: string;
      environment: string;
      sql?: string | undefined;
    }): Promise<LineageImpact> {
      const environment = areas.environments.get(input.environment);
      const model = areas.models.row(input.model);
      const text = input.sql ?? model.draft_sql;
      const query = await requireQuery(analysis, text);
      const graph = await graphOf(environment, false);
      const node = graph.nodes.get(modelKey(model.id));
      const running =
        node?.kind === 'model' ? node.builds.find(({ version }) => version !== null) : undefined;
      const compared = running?.version ?? model.latest_version;
      const before = compared === null ? undefined : sql.models.version.get(model.id, compared);
      const report = before
        ? await analysis.classify(before.sql, text)
        : { change: 'breaking' as const, reasons: ['nothing was published before'], columns: null };
      const had = before ? (JSON.parse(before.sources_json) as Relation[]) : [];
      const reached = impactOf(
        graph,
        model.id,
        readsOf(environment, model.id, had),
        readsOf(environment, model.id, sourcesOf(query)),
      );
      const lost = (report.columns ?? []).filter(({ change }) => change !== 'added').map(({ name }) => name);
      const touched =
        report.columns === null ? null : await touchedBy(environment, graph, modelKey(model.id), lost);
      return {
        model: model.name,
        environment: environment.name,
        compared_with: before ? `v${before.number}` : null,
        change: report.change,
        reasons: report.reasons,
        columns: report.columns,
        ...reached,
        downstream: reached.downstream.map(each => ({
          ...each,
          columns: touched === null ? null : (touched.get(modelKey(each.model_id)) ?? []),
        })),
      };
    },

    /** The columns of a model, with what each comes from directly. */
    async columns(input: ColumnsInput): Promise<LineageColumns> {
      const { environment, graph, node } = await modelIn(input);
      const { columns, complete, problem } = await columnReader.of(environment, graph, node.key);
      return {
        model: node.name,
        environment: environment.name,
        columns: columns.map(column => ({ ...column, from: column.from.map(at => named(graph, at)) })),
        complete,
        problem,
      };
    },

    /** A column's whole way, up and down. Throws `not_found` for one that the model does not have. */
    async column(input: ColumnsInput & { column: string }): Promise<ColumnTrace> {
      const { environment, graph, node } = await modelIn(input);
      const { columns } = await columnReader.of(environment, graph, node.key);
      const wanted =
        columns.find(({ name }) => name === input.column) ??
        columns.find(({ name }) => name.toLowerCase() === input.column.toLowerCase());
      if (!wanted) {
        const near = closest(
          input.column,
          columns.map(({ name }) => name),
        );
        throw new SlipwayError('not_found', `"${node.name}" has no column "${input.column}"`, {
          hint: near === undefined ? undefined : `Did you mean "${near}"?`,
        });
      }
      const start = { key: node.key, column: wanted.name };
      const up = await columnReader.up(environment, graph, start);
      const down = await columnReader.down(environment, graph, start);
      const told = (at: Traced) => named(graph, at);
      return { model: node.name, column: wanted.name, up: up.map(told), down: down.map(told) };
    },
  };
}

interface ColumnsInput {
  model: string;
  environment: string;
  drafts: boolean;
}

function named<T extends { key: string }>(graph: Graph, at: T): T & { node: string } {
  return { ...at, node: graph.nodes.get(at.key)?.name ?? at.key };
}

/** Of what decides where things stand in a drawing: nodes and edges, and what of a node takes more room. */
function hashOf(nodes: readonly LineageNode[], edges: readonly { from: string; to: string }[]): string {
  const shape = [
    nodes.map(node => [
      node.key,
      node.name,
      node.kind === 'model' ? node.builds.map(({ job_id, target }) => [job_id, target]) : 0,
    ]),
    edges.map(({ from, to }) => [from, to]),
  ];
  return createHash('sha256').update(JSON.stringify(shape)).digest('hex').slice(0, 32);
}
