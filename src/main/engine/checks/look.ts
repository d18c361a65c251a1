import type { Check, CheckResult, CheckSample } from '../../../shared/contract/checks.ts';
import type { Cell, Column, Variables } from '../../../shared/contract/common.ts';
import type { Environment } from '../../../shared/contract/environments.ts';
import { checkName, checkWords, severityOf } from '../../../shared/domain/checks.ts';
import { validationError } from '../../../shared/domain/errors.ts';
import { displayRelation, parseName, type Relation, relationKey } from '../../../shared/domain/relation.ts';
import { type Context, iso } from '../context.ts';
import { dialects } from '../dialects/index.ts';
import { ExecutionError, type Executor, isExecutorGone, type QueryTag, type Session } from '../ports.ts';
import { timeoutFailure, toFailure } from '../runs/failures.ts';
import { compile, type Surroundings } from '../sql/compile.ts';
import { startStatementLimit } from '../sql/statement-limit.ts';
import { keeping, mappedRelation, withThis } from './compile.ts';
import { judgeFreshness, latestFacts, latestQuery } from '../conditions/freshness.ts';
import { type Baseline, judge, type Judged } from './judge.ts';
import { badRowsQuery, countQuery, countRowsQuery, sampleQuery } from './queries.ts';
import { boundedSample } from './sample.ts';

/** Whose questions these are, and how its texts are read. */
export interface Asker {
  context: Context;
  environment: Environment;
  executor: Executor;
  session: Session;
  signal: AbortSignal;
  surroundings: Surroundings;
  variables: Variables;
}

/** Through what and for whom a run looks at something. */
export interface Looker extends Asker {
  tag: QueryTag;
}

/** What a check looks at. */
export interface Subject {
  /** As written, for a source; null for what was built. */
  source: string | null;
  /** The name by which the text of a check may call it. */
  named: Relation;
  /** What is looked at in its place. */
  relation: Relation;
  baseline: Baseline | null;
}

/** Once more when the executor was lost, and no further: what kills it when it is read kills the work of others too. */
const tries = 2;

/**
 * Looks at one check. What the warehouse says of the check itself is its result; what keeps the run from asking (it is to
 * stop, its time is over, the warehouse cannot be reached) is thrown.
 */
export async function lookAt(looker: Looker, subject: Subject, check: Check): Promise<CheckResult> {
  for (let left = tries - 1; ; left--) {
    try {
      return await look(looker, subject, check);
    } catch (cause) {
      const again =
        isExecutorGone(cause) && left > 0 && !looker.signal.aborted && !looker.context.closing.aborted;
      if (!again) throw cause;
    }
  }
}

async function look(looker: Looker, subject: Subject, check: Check): Promise<CheckResult> {
  const { context } = looker;
  const facts = {
    name: checkName(check),
    check: check.check,
    words: checkWords(check),
    severity: severityOf(check),
    source: subject.source,
    looked_at: displayRelation(subject.relation),
  };
  let statement: string | null = null;
  const nothing = { bad_rows: null, measured: null, sample: null };
  try {
    if (check.check === 'freshness') {
      statement = latestOf(subject, check);
      const judged = freshnessOf(check, await read(looker, statement));
      return { ...facts, ...judged, ...nothing, statement, at: iso(context.clock.now()) };
    }
    statement = await queryOf(looker, subject, check);
    const bad = statement === null ? null : await countOf(looker, countQuery(statement));
    const rows = statement === null ? await countOf(looker, countRowsQuery(subject.relation)) : null;
    const { outcome, message } = judge(check, { bad, rows }, subject.baseline);
    const sample = statement !== null && bad !== null && bad > 0 ? await sampleOf(looker, statement) : null;
    const at = iso(context.clock.now());
    return { ...facts, outcome, message, bad_rows: bad, measured: rows, sample, statement, at };
  } catch (cause) {
    if (!isOfQuestion(cause, context)) throw cause;
    const message = `could not be looked at: ${toFailure(cause, context.redact).message}`;
    return { ...facts, ...nothing, outcome: 'error', message, statement, at: iso(context.clock.now()) };
  }
}

function freshnessOf(check: Extract<Check, { check: 'freshness' }>, { rows }: { rows: Cell[][] }): Judged {
  const found = latestFacts(rows[0]);
  const failing = severityOf(check) === 'warn' ? 'warned' : 'failed';
  if (found === null)
    return { outcome: 'error', message: 'could not be looked at: the warehouse tells no time' };
  const verdict = judgeFreshness({ source: '', column: check.column, within: check.within }, found, null);
  if ('problem' in verdict)
    return { outcome: 'error', message: `could not be looked at: ${verdict.problem}` };
  return { outcome: verdict.met ? 'passed' : failing, message: verdict.message };
}

/** Whether what went wrong is a matter of what was asked, and not of the run. */
export function isOfQuestion(cause: unknown, { redact }: Context): boolean {
  if (cause instanceof ExecutionError) {
    const { code, retryable } = cause.failure;
    return !retryable && !isExecutorGone(cause) && code !== 'cancelled' && code !== 'timeout';
  }
  return toFailure(cause, redact).code === 'compile_error';
}

/** What is asked first, and decides. Throws what keeps it from being asked. */
export async function questionOf(asker: Asker, subject: Subject, check: Check): Promise<string> {
  if (check.check === 'freshness') return latestOf(subject, check);
  const badRows = await queryOf(asker, subject, check);
  return badRows === null ? countRowsQuery(subject.relation) : countQuery(badRows);
}

function latestOf({ relation }: Subject, { column }: Extract<Check, { check: 'freshness' }>): string {
  return latestQuery(relation, parseName(column) ?? column);
}

/** The query that returns the bad rows; null where rows are not what is wrong. */
async function queryOf(looker: Asker, subject: Subject, check: Check): Promise<string | null> {
  const { context, environment, executor, session, variables, surroundings } = looker;
  const { engine } = environment;
  const redirect = (relation: Relation): Relation =>
    relationKey(relation, engine) === relationKey(subject.named, engine) ? subject.relation : relation;
  const { quoteText } = dialects[engine];
  const own = subject.source === null ? keeping(surroundings, subject.named) : surroundings;
  if (check.check === 'relationship') {
    const to = mappedRelation(check.to, own);
    // The environment may have lost the default that made it one.
    if (to === null) throw validationError([{ path: 'to', message: `"${check.to}" is no full name here` }]);
    return badRowsQuery(check, { relation: subject.relation, to: redirect(to), sql: null, quoteText });
  }
  if (check.check !== 'sql') {
    return badRowsQuery(check, { relation: subject.relation, to: null, sql: null, quoteText });
  }
  const { sql } = await compile(context.analysis, {
    sql: withThis(check.sql, subject.source === null ? subject.named : subject.relation),
    engine,
    what: 'check',
    variables,
    lookUp: relations => executor.catalog({ session, relations }),
    surroundings: subject.source === null ? own : keeping(own, subject.relation),
    redirect: subject.source === null ? redirect : undefined,
  });
  return sql;
}

async function countOf(looker: Looker, sql: string): Promise<number> {
  const { rows } = await read(looker, sql);
  return Number(rows[0]?.[0] ?? 0);
}

async function sampleOf(looker: Looker, query: string): Promise<CheckSample> {
  const { executor, session, environment } = looker;
  const { kindOf } = dialects[environment.engine].catalog;
  const columns = await executor.describe({ session, sql: query });
  const ordered = columns.flatMap(({ type }, place) => (kindOf(type) === 'other' ? [] : [place]));
  const found = await read(looker, sampleQuery(query, ordered));
  return boundedSample(found.columns.length > 0 ? found.columns : columns, found.rows);
}

/** All rows of a short query, within the time that the environment gives a statement. */
export async function read(
  { context, environment, executor, session, tag, signal }: Looker,
  sql: string,
): Promise<{ columns: Column[]; rows: Cell[][] }> {
  const time = startStatementLimit(context.clock, environment, signal);
  let columns: Column[] = [];
  const rows: Cell[][] = [];
  try {
    const pages = executor.query(
      { queryId: context.ids.uuid(), session, tag, sql, pageRows: 100 },
      time.signal,
    );
    for await (const page of pages) {
      columns = page.columns;
      rows.push(...page.rows);
    }
  } catch (cause) {
    const exceeded = time.exceeded();
    if (exceeded !== null && !signal.aborted) throw new ExecutionError(timeoutFailure(exceeded));
    throw cause;
  } finally {
    time.end();
  }
  return { columns, rows };
}
