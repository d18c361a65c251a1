import type { CheckResult, SourceCheck } from '../../../shared/contract/checks.ts';
import type { Condition, Evidence, Freshness, FreshnessWhen } from '../../../shared/contract/conditions.ts';
import { checkWords, stopsRun } from '../../../shared/domain/checks.ts';
import { freshnessWords, sourceOf } from '../../../shared/domain/conditions.ts';
import { closest } from '../../../shared/domain/names.ts';
import {
  displayName,
  displayRelation,
  parseName,
  quoteRelation,
  type Relation,
  relationKey,
} from '../../../shared/domain/relation.ts';
import { mappedRelation } from '../checks/compile.ts';
import { isOfQuestion, lookAt, type Looker, read } from '../checks/look.ts';
import { iso } from '../context.ts';
import { dialects } from '../dialects/index.ts';
import { type CatalogEntry, ExecutionError } from '../ports.ts';
import { toFailure } from '../runs/failures.ts';
import type { SourceMark } from '../store/conditions.ts';
import {
  clockQuery,
  judgeFreshness,
  latestFacts,
  latestQuery,
  millis,
  type SourceFacts,
  skewInWords,
} from './freshness.ts';

/** A condition that was looked at. */
export interface Looked {
  evidence: Evidence;
  /** What the job is to know of the source once the run completed. */
  mark: SourceMark | null;
  /** Of a condition of quality. */
  check: CheckResult | null;
}

/** A condition, and the full name of what it is about; null where that is none. */
interface Asked {
  condition: Condition;
  relation: Relation | null;
}

/** A gate of a run: what it looks through, and what its job knows. */
export interface Gate {
  looker: Looker;
  run: number;
  connectionId: number;
  /** Of all that decides what is built. */
  built: string;
  /** Why a source that has not changed is no reason to build nothing; null where it is. */
  anyway: string | null;
  /** The run goes on whatever is found: all is looked at, and what cannot be told is unmet. */
  ignored: boolean;
  log(level: 'info' | 'warn', message: string): void;
}

/**
 * Looks at what must be so before a run builds anything: freshness first, for it costs least; quality only where the sources
 * are fresh, or do not count. Throws what keeps it from being told: a gate that cannot be asked does not let pass, where it
 * is to keep anything back.
 */
export async function lookAtConditions(
  gate: Gate,
  conditions: readonly Condition[],
  when: FreshnessWhen,
): Promise<Looked[]> {
  const { looker } = gate;
  const asked = conditions.map(condition => ({
    condition,
    relation: mappedRelation(sourceOf(condition), looker.surroundings),
  }));
  const relations = asked.flatMap(({ relation }) => relation ?? []);
  const entries = await looker.executor.catalog({ session: looker.session, tag: looker.tag, relations });
  const looked: Looked[] = [];
  for (const one of asked) {
    const { freshness } = one.condition;
    if (!freshness) continue;
    const found = await toldOr(gate, one, () =>
      lookAtFreshness(gate, freshness, entryOf(looker, entries, one)),
    );
    const isWanted = gate.anyway !== null && freshness.changed_since_last_success;
    looked.push(isWanted ? metAnyway(found, gate.anyway) : found);
  }
  if (!gate.ignored && !isMet(looked, when)) return looked;
  for (const one of asked) {
    const { quality } = one.condition;
    if (!quality) continue;
    looked.push(await toldOr(gate, one, () => lookAtQuality(gate, quality, entryOf(looker, entries, one))));
  }
  return looked;
}

/** What is found; where that cannot be told and does not count, that it cannot. */
async function toldOr(
  { ignored, looker: { context } }: Gate,
  { condition, relation }: Asked,
  look: () => Promise<Looked>,
): Promise<Looked> {
  try {
    return await look();
  } catch (cause) {
    if (!ignored || !isOfQuestion(cause, context)) throw cause;
    const { freshness, quality } = condition;
    const source = sourceOf(condition);
    const evidence: Evidence = {
      kind: freshness ? 'freshness' : 'quality',
      words: freshness ? freshnessWords(freshness) : quality ? checkWords(quality) : '',
      source,
      reads: relation ? displayRelation(relation) : source,
      met: false,
      message: toFailure(cause, context.redact).message,
      column: null,
      latest: null,
      latest_at: null,
      before: null,
      warehouse_at: null,
      at: iso(context.clock.now()),
    };
    return { evidence, mark: null, check: null };
  }
}

/** What was found is kept either way: the next run compares with it. */
function metAnyway(found: Looked, why: string | null): Looked {
  const { evidence } = found;
  if (evidence.met) return found;
  return {
    ...found,
    evidence: { ...evidence, met: true, message: `${evidence.message}; built anyway: ${why}` },
  };
}

/** Whether what was found lets the run go on: quality in any case, freshness as it combines. */
export function isMet(
  looked: readonly { evidence: Pick<Evidence, 'kind' | 'met'> }[],
  when: FreshnessWhen,
): boolean {
  const met = (kind: Evidence['kind']) =>
    looked.flatMap(({ evidence }) => (evidence.kind === kind ? [evidence.met] : []));
  const [fresh, good] = [met('freshness'), met('quality')];
  if (!good.every(Boolean)) return false;
  return fresh.length === 0 || (when === 'any' ? fresh.some(Boolean) : fresh.every(Boolean));
}

/** Why a run is skipped: what was unmet, in a sentence each. */
export function unmetInWords(evidence: readonly Evidence[]): string {
  return evidence
    .filter(({ met }) => !met)
    .map(({ source, message }) => `${source}: ${message}`)
    .join('; ');
}

function entryOf(
  { environment, session }: Looker,
  entries: readonly CatalogEntry[],
  { condition, relation }: Asked,
): CatalogEntry {
  if (relation === null) {
    throw gateError(
      'source_missing',
      `The source "${sourceOf(condition)}" of a condition is no full name here`,
      null,
    );
  }
  const key = relationKey(relation, environment.engine);
  const entry = entries.find(found => relationKey(found, environment.engine) === key);
  if (entry) return { ...entry, ...relation };
  const whose = session.role === null ? '' : `, or role ${displayName(session.role)} may not see it`;
  throw gateError(
    'source_missing',
    `${displayRelation(relation)}, which a condition of the job looks at, is not there${whose}`,
    "Look at the name and at the environment's source mapping",
  );
}

async function lookAtFreshness(gate: Gate, asked: Freshness, entry: CatalogEntry): Promise<Looked> {
  const { looker } = gate;
  const reads = displayRelation(entry);
  const column = asked.column === undefined ? null : timeColumn(looker, asked.column, entry);
  const facts = column === null ? await noted(looker, entry) : await latestOf(looker, entry, column);
  const now = looker.context.clock.now();
  const skew = skewInWords(facts.nowMs, now);
  if (skew !== null) gate.log('warn', skew);
  const mark: SourceMark = {
    source: quoteRelation(entry),
    column_name: column ?? '',
    connection_id: gate.connectionId,
    value: facts.latest,
    built: gate.built,
  };
  const known = looker.context.store.sql.conditions.mark.get({
    run: gate.run,
    source: mark.source,
    column_name: mark.column_name,
    connection_id: mark.connection_id,
  });
  const verdict = judgeFreshness(
    asked,
    facts,
    known ? { run: known.run_id, value: known.value, sameBuild: known.built === gate.built } : null,
  );
  if ('problem' in verdict) {
    throw gateError('condition_error', `How fresh ${reads} is cannot be told: ${verdict.problem}`, null);
  }
  const upper = column === null ? ' (when the warehouse last noted a change: an upper bound)' : '';
  return {
    evidence: {
      kind: 'freshness',
      words: freshnessWords(asked),
      source: asked.source,
      reads,
      met: verdict.met,
      message: `${verdict.message}${upper}`,
      column,
      latest: facts.latest,
      latest_at: moment(facts.latestMs),
      before: asked.changed_since_last_success ? (known?.value ?? null) : null,
      warehouse_at: moment(facts.nowMs),
      at: iso(now),
    },
    mark: asked.changed_since_last_success ? mark : null,
    check: null,
  };
}

async function lookAtQuality(gate: Gate, asked: SourceCheck, entry: CatalogEntry): Promise<Looked> {
  const { looker, run, ignored } = gate;
  const { source } = asked;
  const relation: Relation = { database: entry.database, schema: entry.schema, name: entry.name };
  const baseline = looker.context.store.sql.checks.baseline.get({ run, source, whole: 0 }) ?? null;
  const check = await lookAt(looker, { source, named: relation, relation, baseline }, asked);
  if (!ignored && check.outcome === 'error' && stopsRun(check)) {
    throw gateError('condition_error', `${source}, ${check.name}: ${check.message}`, null);
  }
  return {
    evidence: {
      kind: 'quality',
      words: checkWords(asked),
      source,
      reads: displayRelation(relation),
      met: !stopsRun(check),
      message: check.message,
      column: null,
      latest: null,
      latest_at: null,
      before: null,
      warehouse_at: null,
      at: check.at,
    },
    mark: null,
    check,
  };
}

/** The column as the catalogue stores it; it must be a date or a timestamp. */
function timeColumn({ environment }: Looker, text: string, entry: CatalogEntry): string {
  const { engine } = environment;
  const wanted = parseName(text) ?? text;
  const found = entry.columns.find(({ name }) =>
    engine === 'duckdb' ? name.toLowerCase() === wanted.toLowerCase() : name === wanted,
  );
  const table = displayRelation(entry);
  if (!found) {
    const near = closest(
      wanted,
      entry.columns.map(({ name }) => name),
    );
    throw gateError(
      'column_missing',
      `${table}, which a condition of the job looks at, has no column ${displayName(wanted)}${near === undefined ? '' : `; did you mean ${displayName(near)}?`}`,
      null,
    );
  }
  if (dialects[engine].catalog.kindOf(found.type) === 'time') return found.name;
  throw gateError(
    'condition_error',
    `${displayName(found.name)} of ${table} is ${found.type}: how fresh a source is can be told by a date or a timestamp only`,
    null,
  );
}

async function latestOf(looker: Looker, entry: CatalogEntry, column: string): Promise<SourceFacts> {
  const { rows } = await read(looker, latestQuery(entry, column));
  const facts = latestFacts(rows[0]);
  if (facts) return facts;
  throw gateError('condition_error', `The warehouse of ${displayRelation(entry)} tells no time`, null);
}

/** What the warehouse has noted itself. */
async function noted(looker: Looker, entry: CatalogEntry): Promise<SourceFacts> {
  const table = displayRelation(entry);
  if (entry.type === 'view') {
    throw gateError(
      'condition_error',
      `${table} is a view: when it was last changed says nothing of what it reads`,
      'Name a column with a date or a timestamp in the condition, or look at the tables behind it',
    );
  }
  const { rows } = await read(looker, clockQuery);
  const latestMs = entry.lastAlteredMs ?? null;
  return {
    rows: null,
    latestMs,
    latest: moment(latestMs),
    nowMs: millis(rows[0]?.[0]) ?? looker.context.clock.now(),
  };
}

/** Null beyond the years there are names for. */
function moment(ms: number | null): string | null {
  return ms === null || Math.abs(ms) > 8.64e15 ? null : iso(ms);
}

function gateError(code: string, message: string, hint: string | null): ExecutionError {
  return new ExecutionError({ code, message, sqlstate: null, query_id: null, retryable: false, hint });
}
