import type { Check, CheckResult } from '../../../../shared/contract/checks.ts';
import type { Column } from '../../../../shared/contract/common.ts';
import type { ModelJobDefinition } from '../../../../shared/contract/jobs.ts';
import { checkName, outcomesInWords, stopsRun } from '../../../../shared/domain/checks.ts';
import { closest } from '../../../../shared/domain/names.ts';
import {
  displayName,
  displayRelation,
  parseName,
  type Relation,
} from '../../../../shared/domain/relation.ts';
import { type Asker, lookAt, type Looker } from '../../checks/look.ts';
import { columnsOf } from '../../checks/queries.ts';
import { sameColumn } from '../../column-changes.ts';
import type { Context } from '../../context.ts';
import { ExecutionError } from '../../ports.ts';
import { surroundingsOf } from './surroundings.ts';
import type { RunControl, StepControl, Work } from '../kind.ts';

/** Whether what is built is looked at before readers see it. */
export function isAudited({ checks }: ModelJobDefinition): boolean {
  return checks !== undefined && checks.length > 0;
}

/** Through what a job asks. */
export function askerOf({ spec, executor, session, signal }: Work, context: Context): Asker {
  const { environment, variables } = spec;
  const surroundings = surroundingsOf(spec);
  return { context, environment, executor, session, signal, surroundings, variables };
}

/** Through what a step of a run looks at data. */
export function lookerOf(run: RunControl, context: Context, { tag }: StepControl): Looker {
  return { ...askerOf(run, context), tag };
}

/** Throws where a check names a column that the result will not have: before it is built, for it would be in vain. */
export function refuseMissingColumns(run: Work, columns: readonly Column[]): void {
  const { definition, environment } = run.spec;
  const isThere = (wanted: string) =>
    columns.some(({ name }) => sameColumn(name, wanted, environment.engine));
  const missing = (definition.checks ?? []).flatMap(check =>
    columnsOf(check).flatMap(text => {
      const name = parseName(text) ?? text;
      return isThere(name) ? [] : [{ check, name }];
    }),
  );
  if (missing.length === 0) return;
  const told = missing.map(({ check, name }) => {
    const near = closest(
      name,
      columns.map(column => column.name),
    );
    return `"${checkName(check)}" names ${displayName(name)}${near === undefined ? '' : ` (did you mean ${displayName(near)}?)`}`;
  });
  throw new ExecutionError({
    code: 'column_missing',
    message: `The result has no such column: check ${told.join(', check ')}. Nothing was built`,
    sqlstate: '42703',
    query_id: null,
    retryable: false,
    hint: `It has ${columns.map(({ name }) => displayName(name)).join(', ')}`,
  });
}

/** Looks at what stands beside the target. Throws `check_failed` where it must not be published. */
export async function auditTarget(
  run: RunControl,
  context: Context,
  { target, shadow }: { target: Relation; shadow: Relation },
  step: StepControl,
): Promise<void> {
  const looker = lookerOf(run, context, step);
  const checks: readonly Check[] = run.spec.definition.checks ?? [];
  // What an incremental run tells of its rows is how many it changed.
  const whole = run.spec.definition.materialization.type === 'incremental' ? 0 : 1;
  const baseline = context.store.sql.checks.baseline.get({ run: run.id, source: null, whole }) ?? null;
  const results: CheckResult[] = [];
  for (const check of checks) {
    const result = await lookAt(looker, { source: null, named: target, relation: shadow, baseline }, check);
    results.push(result);
    tell(run, result);
  }
  run.recordChecks('audit', results);
  step.report({
    message: `${checks.length === 1 ? '1 check' : `${checks.length} checks`}: ${outcomesInWords(results)}`,
  });
  const stopping = results.filter(stopsRun);
  if (stopping.length === 0) return;
  const told = stopping.map(({ name, message }) => `${name}: ${message}`).join('; ');
  throw new ExecutionError({
    code: 'check_failed',
    message: `${stopping.length === 1 ? 'A check' : `${stopping.length} checks`} failed (${told}): ${displayRelation(target)} is as it was`,
    sqlstate: null,
    query_id: null,
    retryable: false,
    hint: 'Look at the bad rows in the checks of the run; a check with "severity: warn" does not keep the result back',
  });
}

function tell(run: RunControl, { name, words, outcome, message }: CheckResult): void {
  const level = outcome === 'passed' ? 'info' : outcome === 'warned' ? 'warn' : 'error';
  run.log(level, `Check ${name} (${words}) ${outcome === 'error' ? '' : `${outcome}: `}${message}`);
}
