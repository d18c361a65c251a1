import type { Environment } from '../../../shared/contract/environments.ts';
import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { displayName, mapRelation, type Relation, relationKey } from '../../../shared/domain/relation.ts';
import { targetOf } from '../kinds/targets.ts';
import { hashOf } from '../models/hash.ts';
import { requireQuery, sourcesOf } from '../sql/query.ts';
import type { Analysis } from '../sql/types.ts';
import type { LineageBuildRow } from '../store/lineage.ts';
import type { Sql } from '../store/store.ts';

/** A table or view as the environment knows it; `key` is equal for names its engine takes for the same. */
export interface Table {
  key: string;
  name: string;
  relation: Relation;
}

export interface ModelFact {
  id: number;
  name: string;
  description: string;
  owner: string;
  labels: string[];
  text: 'version' | 'draft';
  problem: string | null;
  /** Hash of the draft, where that is what is shown. */
  draft: string | null;
  /** What it reads where no job builds it here: with the environment's names alone. */
  reads: Table[];
}

/** A name that a text reads. */
export interface SourceFact {
  /** As the text says it; parts it leaves out are empty. */
  source: Relation;
  /** With the environment's defaults filled in: what mapping rules are about. */
  written: Relation;
  /** What is read. */
  table: Table;
}

/** A job with what it reads and writes, names resolved as its runs resolve them. */
export interface BuildFact {
  id: number;
  name: string;
  model: number;
  live: boolean;
  tag: string | null;
  version: number | null;
  /** Hash of the version's text; null where there is none. */
  hash: string | null;
  /** How the result is kept, as text. */
  materialization: string;
  writes: Table | null;
  reads: Table[];
  sources: SourceFact[];
}

/** All that a graph is made of. */
export interface Facts {
  models: ModelFact[];
  builds: BuildFact[];
}

/** Whether a graph of the one is that of the other. What was worked out for a job is one object as long as it holds. */
export function sameFacts(a: Facts, b: Facts): boolean {
  return (
    a.builds.length === b.builds.length &&
    a.builds.every((build, index) => build === b.builds[index]) &&
    JSON.stringify(a.models) === JSON.stringify(b.models)
  );
}

interface DraftSources {
  sources: Relation[];
  problem: string | null;
}

/** Texts are analysed some at a time: the analysis works on one after the other, and others ask it too. */
const atOnce = 16;
const maxDrafts = 10_000;

/** Reads the facts of environments. What was worked out for a job or a draft is used again until its text is another. */
export class FactReader {
  readonly #sql: Sql;
  readonly #analysis: Analysis;
  /** By environment, then by job: what it was worked out from, and the result. */
  readonly #builds = new Map<string, Map<number, { from: string; fact: BuildFact }>>();
  /** By hash of the text. */
  readonly #drafts = new Map<string, DraftSources>();

  constructor(sql: Sql, analysis: Analysis) {
    this.#sql = sql;
    this.#analysis = analysis;
  }

  async read(environment: Environment, drafts: boolean): Promise<Facts> {
    const flag = drafts ? 1 : 0;
    const rows = this.#sql.lineage.models.all({ drafts: flag });
    const jobs = this.#sql.lineage.builds.all({ environment: environment.id, drafts: flag });
    const latest = drafts
      ? new Map(this.#sql.lineage.latestSources.all().map(row => [row.model_id, row.sources_json]))
      : new Map<number, string>();
    const texts = new Map<number, DraftSources>();
    const changed = rows.flatMap(({ id, draft_sql }) =>
      draft_sql === null ? [] : [{ id, text: draft_sql }],
    );
    for (let from = 0; from < changed.length; from += atOnce) {
      const some = changed.slice(from, from + atOnce);
      const read = await Promise.all(some.map(({ text }) => this.sourcesOfText(text)));
      for (const [index, { id }] of some.entries()) {
        const found = read[index];
        if (found) texts.set(id, found);
      }
    }
    const surroundings = JSON.stringify([
      environment.engine,
      environment.database,
      environment.schema,
      environment.source_mapping,
    ]);
    const place = `${environment.id}:${flag}`;
    const known = this.#builds.get(place);
    const kept = new Map<number, { from: string; fact: BuildFact }>();
    this.#builds.set(place, kept);
    const builds = jobs.map(job => {
      const draft = texts.get(job.model_id);
      const sources = draft ? JSON.stringify(draft.sources) : (job.sources_json ?? '[]');
      const from = `${surroundings}\n${job.name}\n${job.version}\n${job.definition_json}\n${sources}`;
      const before = known?.get(job.id);
      const fact =
        before?.from === from ? before.fact : buildFact(job, environment, JSON.parse(sources) as Relation[]);
      kept.set(job.id, { from, fact });
      return fact;
    });
    const built = new Set(builds.map(({ model }) => model));
    const models = rows
      .filter(({ id }) => built.has(id) || drafts)
      .map(({ id, name, description, owner, labels_json, draft_sql }): ModelFact => {
        const draft = texts.get(id);
        const sources =
          draft?.sources ?? (built.has(id) ? [] : (JSON.parse(latest.get(id) ?? '[]') as Relation[]));
        return {
          id,
          name,
          description,
          owner,
          labels: JSON.parse(labels_json) as string[],
          text: draft ? 'draft' : 'version',
          problem: draft?.problem ?? null,
          draft: draft_sql === null ? null : hashOf(draft_sql),
          reads: built.has(id) ? [] : sources.flatMap(source => tableOf(source, environment, {}) ?? []),
        };
      });
    return { models, builds };
  }

  /** What a text reads; one that is no query reads nothing, and says why. Throws where the analysis itself is not there. */
  async sourcesOfText(text: string): Promise<DraftSources> {
    const hash = hashOf(text);
    const known = this.#drafts.get(hash);
    if (known) return known;
    let found: DraftSources;
    try {
      found = { sources: sourcesOf(await requireQuery(this.#analysis, text)), problem: null };
    } catch (error) {
      if (!(error instanceof SlipwayError) || error.code !== 'validation') throw error;
      found = { sources: [], problem: error.message };
    }
    this.#drafts.set(hash, found);
    for (const oldest of this.#drafts.keys()) {
      if (this.#drafts.size <= maxDrafts) break;
      this.#drafts.delete(oldest);
    }
    return found;
  }
}

function buildFact(job: LineageBuildRow, environment: Environment, sources: Relation[]): BuildFact {
  const definition = JSON.parse(job.definition_json) as JobDefinition;
  const target = targetOf(definition, environment);
  const read = sources.map(source => sourceFact(source, environment, definition.source_mapping ?? {}));
  return {
    id: job.id,
    name: job.name,
    model: job.model_id,
    live: job.live === 1,
    tag: definition.tag ?? 'latest',
    version: job.version,
    hash: job.hash,
    materialization: JSON.stringify(definition.materialization),
    writes: target && asTable(target, environment),
    reads: unique(read.map(({ table }) => table)),
    sources: read,
  };
}

/** What is read under a name that a text has, in an environment and by a job with a mapping of its own. */
export function tableOf(
  source: Relation,
  environment: Environment,
  jobMapping: Record<string, string>,
): Table {
  return sourceFact(source, environment, jobMapping).table;
}

function sourceFact(
  source: Relation,
  environment: Environment,
  jobMapping: Record<string, string>,
): SourceFact {
  const written = {
    database: source.database || (environment.database ?? ''),
    schema: source.schema || (environment.schema ?? ''),
    name: source.name,
  };
  const table = asTable(mapRelation(written, environment.source_mapping, jobMapping), environment);
  return { source, written, table };
}

function asTable(relation: Relation, environment: Environment): Table {
  return { key: relationKey(relation, environment.engine), name: shownName(relation), relation };
}

/** A name whose database or schema nobody gives is shown without. */
function shownName({ database, schema, name }: Relation): string {
  return [database, schema, name]
    .filter(part => part !== '')
    .map(displayName)
    .join('.');
}

export function unique(tables: Table[]): Table[] {
  return [...new Map(tables.map(table => [table.key, table])).values()];
}
