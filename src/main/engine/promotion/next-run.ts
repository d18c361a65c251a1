import type { BuildWindow } from '../../../shared/contract/job-plans.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import type { Context } from '../context.ts';
import { GateUnmet, type Work } from '../kinds/kind.ts';
import { decide } from '../kinds/model/decide.ts';
import { dialectOf, type ModelWork, orderOf } from '../kinds/model/model-run.ts';
import { someRun } from '../kinds/model/plan.ts';
import type { lookAround } from '../kinds/model/preflight.ts';
import { compileNow } from '../kinds/model/text.ts';
import { ExecutionError } from '../ports.ts';
import { toWindow } from '../runs/run-view.ts';
import type { PlanSubject } from './subject.ts';

/** What an incremental job would do in the first run of what is promoted, as its target is today. */
export interface NextRun {
  /** Null where it would fail, or be skipped. */
  statements: string[] | null;
  window: BuildWindow | null;
  /** Whether it would build all or what is new, or the code of what would fail it; not from where on, which every run moves. */
  outcome: string;
  warnings: string[];
}

/** Reads from the warehouse, writes nothing. `around` is what was found in the places of sources and target. */
export async function nextRun(
  context: Context,
  { definition, environment, job, target, to, toText, variables }: PlanSubject,
  place: Pick<Work, 'executor' | 'session'>,
  around: Pick<Awaited<ReturnType<typeof lookAround>>, 'found' | 'standing'>,
): Promise<NextRun> {
  const warnings: string[] = [];
  const run: Work = {
    ...place,
    jobId: job.id,
    spec: {
      definition,
      environment,
      variables,
      resolved: null,
      sql: toText.sql,
      hash: toText.hash,
      version: to.version,
      tag: to.tag,
      target,
      deferred: [],
    },
    signal: context.closing,
    log: (level, message) => void ((level === 'warn' || level === 'error') && warnings.push(message)),
  };
  const model: ModelWork = { run, context, target, owner: someRun };
  try {
    const { text, parts } = await decide(model, await compileNow(model), around);
    const steps = dialectOf(model).build({ ...orderOf(model), ...parts, found: around.found });
    const window = toWindow(text.window);
    return {
      statements: steps.flatMap(step => step.statements),
      window,
      outcome: window?.mode ?? 'full',
      warnings,
    };
  } catch (cause) {
    if (cause instanceof GateUnmet) {
      const skipped = `A run now would be skipped: ${cause.message}. The statements are those of a full refresh`;
      // With the next interval that is over it is not skipped any more.
      return { statements: null, window: null, outcome: 'new', warnings: [...warnings, skipped] };
    }
    if (!(cause instanceof ExecutionError || cause instanceof SlipwayError)) throw cause;
    const problem = `The next run would fail before it writes anything: ${cause.message}. The statements are those of a full refresh`;
    const outcome = cause instanceof ExecutionError ? cause.failure.code : cause.code;
    return { statements: null, window: null, outcome, warnings: [...warnings, problem] };
  }
}
