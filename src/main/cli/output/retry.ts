import type { RetryPlan, Run } from '../../../shared/contract/runs.ts';
import { formatDuration } from '../../../shared/domain/duration.ts';
import { parametersText } from './compute.ts';
import type { Cell } from './table.ts';
import type { Terminal } from './terminal.ts';
import { safe } from './text.ts';
import { between } from './times.ts';

const modeWords: Record<RetryPlan['mode'], string> = {
  today: 'with the definition of today',
  exactly: 'exactly as then',
  from_failure: 'exactly as then, from the step that failed',
};

/** What doing a run again would do. */
export function retryPlanText(plan: RetryPlan): string {
  const what = [
    plan.version === null ? null : `v${plan.version}`,
    `definition ${plan.job_version}`,
    plan.target,
  ];
  return [
    `Run #${plan.run} again, ${modeWords[plan.mode]}`,
    `${safe(plan.job)} in ${safe(plan.environment)}: ${what
      .filter(part => part !== null)
      .map(safe)
      .join(', ')}`,
    ...plan.steps.map(({ name, action, reason }) =>
      action === 'do'
        ? `  ▶ ${name}${reason === null ? '' : `: ${reason}`}`
        : `  ✓ ${name}: its result is that of #${plan.run}`,
    ),
    plan.differences.length === 0
      ? 'Nothing differs from the run before.'
      : `Differs from the run before: ${plan.differences.map(safe).join('; ')}`,
  ].join('\n');
}

export interface Difference {
  what: string;
  a: string;
  b: string;
}

/** In what two runs differ: what they ran with, and what came of it. */
export function differencesOf(a: Run, b: Run): Difference[] {
  const [left, right] = [factsOf(a), factsOf(b)];
  const names = new Set([...left.keys(), ...right.keys()]);
  return [...names].flatMap(what => {
    const pair = { what, a: left.get(what) ?? '', b: right.get(what) ?? '' };
    return pair.a === pair.b ? [] : [pair];
  });
}

function factsOf(run: Run): Map<string, string> {
  const { frozen, times } = run;
  const took = between(times.claimed_at, times.ended_at);
  return new Map([
    ['job', run.job],
    ['definition', String(run.job_version)],
    ['environment', run.environment],
    ['role', frozen.environment.role ?? ''],
    ['compute profile', frozen.environment.compute_profile ?? ''],
    ['warehouse', frozen.environment.warehouse ?? ''],
    ['statement limit', frozen.environment.limits.statement_timeout ?? ''],
    ['session parameters', parametersText(frozen.environment.session_parameters)],
    ['model', run.model ?? ''],
    ['version', run.version === null ? '' : `v${run.version}`],
    ['tag', run.tag ?? ''],
    ['SQL (hash)', frozen.hash ?? ''],
    ['writes', frozen.target ?? ''],
    ...Object.entries(frozen.variables).map(([name, value]): [string, string] => [
      `variable ${name}`,
      JSON.stringify(value),
    ]),
    ['conditions', frozen.ignore_conditions ? 'ignored' : ''],
    ['sources', frozen.mapping.sources.map(source => source.reads).join(', ')],
    ['columns', frozen.columns.map(({ name, type }) => `${name} ${type}`).join(', ')],
    ['state', run.state],
    ['trigger', run.trigger.kind],
    ['attempts', String(run.attempts)],
    ['took', took === null ? '' : formatDuration(took)],
    ['rows', run.rows_affected === null ? '' : String(run.rows_affected)],
    ['failure', run.failure ?? ''],
  ]);
}

export function comparisonText(a: Run, b: Run, differences: Difference[], terminal: Terminal): string {
  if (differences.length === 0) return `Runs #${a.id} and #${b.id} do not differ.`;
  return terminal.table(
    [{ title: '', keep: true }, { title: `#${a.id}` }, { title: `#${b.id}` }],
    differences.map<Cell[]>(({ what, a: left, b: right }) => [what, left, right]),
  );
}
