import { createHash } from 'node:crypto';
import type { Column } from '../../../shared/contract/common.ts';
import type { Plan } from '../../../shared/contract/promotion.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { displayRelation, type Relation, sameRelation } from '../../../shared/domain/relation.ts';
import type { Context } from '../context.ts';
import { iso } from '../context.ts';
import { placeOf } from '../environments/place.ts';
import { buildStatements } from '../kinds/model/statements.ts';
import { unifiedDiff } from '../models/unified-diff.ts';
import type { ModelText } from '../models/versions.ts';
import { ExecutionError } from '../ports.ts';
import { type CompileInput, compile } from '../sql/compile.ts';
import { decode, encode, runStateCodes } from '../store/codes.ts';
import { factsOf, type PlanSubject } from './subject.ts';

export type PlanContent = Omit<Plan, 'id' | 'state' | 'created_at'>;

/** Computes what promoting would do. Reads from the warehouse where it can be reached; writes nothing anywhere. */
export async function computePlan(context: Context, subject: PlanSubject): Promise<PlanContent> {
  const { environment, definition, job, target, fromText, toText, lastRuns } = subject;
  const warnings: string[] = [];
  const input = (sql: string): CompileInput => ({
    sql,
    target,
    variables: subject.variables,
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

  const { connection, session } = placeOf(context.store.sql, environment);
  const executor = context.executors.for(connection);
  let existing: 'table' | 'view' | null = null;
  let found: Relation[] | null = null;
  try {
    const wanted = compiled.sources.map(source => source.relation);
    const entries = await executor.catalog({ session, relations: [...wanted, target] });
    existing = entries.find(entry => sameRelation(entry, target))?.type ?? null;
    found = entries;
  } catch (cause) {
    warnings.push(`The warehouse could not be asked what exists: ${messageOf(cause)}`);
  }
  const sources = compiled.sources.map(({ written, reads, relation }) => ({
    written,
    reads,
    exists: found === null ? null : found.some(entry => sameRelation(entry, relation)),
  }));
  const missing = sources.filter(source => source.exists === false).map(source => source.reads);
  if (missing.length > 0) {
    warnings.push(
      `Missing in ${environment.name}: ${missing.join(', ')}. The next run fails until it is there`,
    );
  }

  const describe = async (text: ModelText | null): Promise<Column[] | null> => {
    if (!text || found === null || missing.length > 0) return null;
    try {
      const sql = text === toText ? compiled.sql : (await compile(context.analysis, input(text.sql))).sql;
      return await executor.describe({ session, sql });
    } catch (cause) {
      warnings.push(`The output columns of ${text.label} could not be told: ${messageOf(cause)}`);
      return null;
    }
  };
  const [before, after] = [await describe(fromText), await describe(toText)];

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
    columns: after === null ? null : compareColumns(before ?? [], after),
    sources,
    downstream: subject.downstream,
    checks: [],
    statements: buildStatements(compiled.sql, target, definition.materialization, existing),
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
  return { ...content, hash: hashOf(content, subject) };
}

/** Of all that decides what promoting does; past runs and their durations do not. */
function hashOf(content: Omit<PlanContent, 'hash'>, subject: PlanSubject): string {
  const { last_runs: _runs, estimated_ms: _estimate, ...decisive } = content;
  const world = JSON.stringify({ decisive, facts: factsOf(subject) });
  return createHash('sha256').update(world).digest('hex');
}

function compareColumns(before: Column[], after: Column[]): NonNullable<Plan['columns']> {
  const old = new Map(before.map(column => [column.name, column.type]));
  const kept = new Set(after.map(column => column.name));
  return {
    added: after.filter(column => !old.has(column.name)),
    removed: before.filter(column => !kept.has(column.name)),
    retyped: after.flatMap(column => {
      const from = old.get(column.name);
      return from === undefined || from === column.type ? [] : [{ name: column.name, from, to: column.type }];
    }),
  };
}

function median(values: number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

function messageOf(cause: unknown): string {
  if (cause instanceof ExecutionError || cause instanceof SlipwayError) return cause.message;
  throw cause;
}
