import { createHash } from 'node:crypto';
import type { Check } from '../../../shared/contract/checks.ts';
import type { Column } from '../../../shared/contract/common.ts';
import type { Plan } from '../../../shared/contract/promotion.ts';
import { checkLine, severityOf } from '../../../shared/domain/checks.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { displayRelation, type Relation, relationKey } from '../../../shared/domain/relation.ts';
import { columnChanges } from '../column-changes.ts';
import { type Context, iso } from '../context.ts';
import { dialects } from '../dialects/index.ts';
import { placeOf } from '../environments/place.ts';
import { isAudited } from '../kinds/model/audit.ts';
import { commentsOf } from '../kinds/model/comments.ts';
import { someRun } from '../kinds/model/plan.ts';
import { whole } from '../kinds/model/incremental/parts.ts';
import { lookAround, missingPrivileges, type Site } from '../kinds/model/preflight.ts';
import { unifiedDiff } from '../models/unified-diff.ts';
import type { ModelText } from '../models/versions.ts';
import { ExecutionError } from '../ports.ts';
import { type CompileInput, compile } from '../sql/compile.ts';
import { sourceDifferences } from '../sql/source-differences.ts';
import { decode, encode, runStateCodes } from '../store/codes.ts';
import { nextRun } from './next-run.ts';
import { factsOf, type PlanSubject } from './subject.ts';

export type PlanContent = Omit<Plan, 'id' | 'state' | 'created_at'>;

/** Computes what promoting would do. Reads from the warehouse where it can be reached; writes nothing anywhere. */
export async function computePlan(context: Context, subject: PlanSubject): Promise<PlanContent> {
  const { environment, definition, job, target, fromText, toText, lastRuns } = subject;
  const warnings: string[] = [];
  const dialect = dialects[environment.engine];
  const { connection, session } = placeOf(context.store.sql, environment);
  const executor = context.executors.for(connection);
  const input = (sql: string): CompileInput => ({
    sql,
    engine: environment.engine,
    target,
    variables: subject.variables,
    lookUp: relations => executor.catalog({ session, relations }),
    surroundings: {
      database: environment.database,
      schema: environment.schema,
      sourceMapping: environment.source_mapping,
      jobMapping: definition.source_mapping ?? {},
    },
  });

  const compiled = await compile(context.analysis, input(toText.sql));
  warnings.push(...compiled.warnings.map(warning => warning.message));
  const report = fromText
    ? await context.analysis.classify(fromText.sql, toText.sql)
    : { change: 'breaking' as const, reasons: ['nothing ran before'] };

  const { materialization } = definition;
  const site: Site = { executor, session, environment, target, materialization };
  const wanted = compiled.sources.map(source => source.relation);
  let around: Awaited<ReturnType<typeof lookAround>> | null = null;
  let there: Set<string> | null = null;
  try {
    around = await lookAround(site, wanted);
    there = new Set(around.entries.map(entry => relationKey(entry, environment.engine)));
    const place = { executor, session, engine: environment.engine };
    warnings.push(...(await sourceDifferences(place, compiled.sources, around.entries)));
  } catch (cause) {
    warnings.push(`The warehouse could not be asked what exists: ${messageOf(cause)}`);
  }
  const sources = compiled.sources.map(({ written, reads, relation }) => ({
    written,
    reads,
    exists: there === null ? null : there.has(relationKey(relation, environment.engine)),
  }));
  const missing = sources.filter(source => source.exists === false).map(source => source.reads);
  if (missing.length > 0) {
    warnings.push(
      `Missing in ${environment.name}: ${missing.join(', ')}. The next run fails until it is there`,
    );
  }

  const describe = async (text: ModelText | null): Promise<Column[] | null> => {
    if (!text || there === null || missing.length > 0) return null;
    try {
      const sql = text === toText ? compiled.sql : (await compile(context.analysis, input(text.sql))).sql;
      return await executor.describe({ session, sql });
    } catch (cause) {
      warnings.push(`The output columns of ${text.label} could not be told: ${messageOf(cause)}`);
      return null;
    }
  };
  const [before, after] = [await describe(fromText), await describe(toText)];
  const order = {
    ...whole(compiled.sql),
    comments: commentsOf(
      { docs: toText.docs, materialization, engine: environment.engine },
      after?.map(({ name }) => name) ?? [],
    ),
    target,
    materialization,
    found: around?.found ?? { type: null, schema: true, grants: [] },
    owner: someRun,
    audited: isAudited(definition),
  };
  warnings.push(...dialect.cautions(order));
  const isIncremental = materialization.type === 'incremental';
  const next =
    isIncremental && around !== null && after !== null
      ? await nextRun(context, subject, { executor, session }, around)
      : null;
  if (isIncremental && next === null) {
    warnings.push(
      'What the next run will bring in cannot be told: the statements are those of a run that builds all',
    );
  }

  const content: Omit<PlanContent, 'hash'> = {
    kind: subject.kind,
    model: subject.model.name,
    environment: environment.name,
    protected: environment.protected,
    job: job.name,
    target: displayRelation(target),
    from: subject.from,
    to: subject.to,
    change: report.change,
    reasons: report.reasons,
    sql_diff: unifiedDiff(fromText ?? { label: 'nothing', sql: '' }, toText),
    columns: after === null ? null : columnChanges(before ?? [], after, environment.engine),
    sources,
    downstream: subject.downstream,
    checks: (definition.checks ?? []).map(checkInPlan),
    privileges_missing: there === null ? null : await privilegesOrNull(site, wanted),
    estimate: await estimateOrNull(site, after === null ? null : compiled.sql),
    statements: dialect.build(order).flatMap(step => step.statements),
    window: next?.window ?? null,
    warnings,
    last_runs: lastRuns.slice(0, 5).map(run => ({
      id: run.id,
      state: decode(runStateCodes, run.state),
      ended_at: iso(run.ended_at_ms),
    })),
    estimated_ms: median(
      lastRuns
        .filter(run => run.state === encode(runStateCodes, 'completed'))
        .flatMap(run =>
          run.claimed_at_ms === null || run.ended_at_ms === null ? [] : [run.ended_at_ms - run.claimed_at_ms],
        ),
    ),
  };
  return {
    ...content,
    hash: hashOf(content, subject, next?.outcome),
    statements: next?.statements ?? content.statements,
    warnings: [...new Set([...warnings, ...(next?.warnings ?? [])])],
  };
}

/**
 * What the role lacks today, for whoever can grant it. Null where it cannot be told: the run that lacks something says so
 * before it writes anything.
 */
async function privilegesOrNull(site: Site, sources: Relation[]): Promise<Plan['privileges_missing']> {
  try {
    return await missingPrivileges(site, sources);
  } catch (cause) {
    if (!isTold(cause)) throw cause;
    return null;
  }
}

/** What the query would read at most; null where nobody can tell, or it cannot run yet. */
async function estimateOrNull(
  { executor, session, environment }: Site,
  sql: string | null,
): Promise<Plan['estimate']> {
  if (sql === null || !dialects[environment.engine].asks.estimate) return null;
  try {
    const { partitions, partitionsTotal, bytes } = await executor.explain({ session, sql });
    if (partitions === null && bytes === null) return null;
    return { partitions, partitions_total: partitionsTotal, bytes };
  } catch (cause) {
    if (!isTold(cause)) throw cause;
    return null;
  }
}

/**
 * Of all that decides what promoting does. Past runs and their durations do not, nor does what is read: that grows. Nor
 * does what the role lacks: whoever is shown that grants it, and the plan holds. Of what an incremental run would do next
 * (`next`), whether it builds all or what is new; not from where on that is, which every run moves: `content` has the
 * statements of a full build.
 */
function hashOf(content: Omit<PlanContent, 'hash'>, subject: PlanSubject, next: string | undefined): string {
  const {
    last_runs: _runs,
    estimated_ms: _duration,
    estimate: _read,
    privileges_missing: _lacking,
    window: _window,
    ...decisive
  } = content;
  const world = JSON.stringify({ decisive, facts: factsOf(subject), next });
  return createHash('sha256').update(world).digest('hex');
}

function checkInPlan(check: Check): string {
  const words = checkLine(check);
  return severityOf(check) === 'warn' ? `${words} (only a warning)` : words;
}

function median(values: number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

function messageOf(cause: unknown): string {
  if (isTold(cause)) return cause.message;
  throw cause;
}

/** Something that happens, and no defect of ours. */
function isTold(cause: unknown): cause is ExecutionError | SlipwayError {
  return cause instanceof ExecutionError || cause instanceof SlipwayError;
}
