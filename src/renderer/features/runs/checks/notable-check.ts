import type { CheckResult } from '../../../../shared/contract/checks.ts';
import { stopsRun } from '../../../../shared/domain/checks.ts';
import type { Run } from '../../../../shared/contract/runs.ts';

/** By what a check of a run is known in an address. */
export function checkKey({ source, name }: Pick<CheckResult, 'source' | 'name'>): string {
  return source === null ? name : `${source}: ${name}`;
}

/** What is looked at first: the first that kept the run from going on, else the first that is not passed. */
export function notableCheck(checks: readonly CheckResult[]): CheckResult | undefined {
  return checks.find(stopsRun) ?? checks.find(({ outcome }) => outcome !== 'passed') ?? checks[0];
}

/** Whether what a run found in data is what somebody wants to see of it first. */
export function isAboutData(run: Pick<Run, 'state' | 'failures' | 'conditions'>): boolean {
  if (run.state === 'skipped') return run.conditions.some(({ met }) => !met);
  return run.state === 'failed' && run.failures.at(-1)?.code === 'check_failed';
}

/** "3/4" of conditions and checks together; undefined where there are none. Quality of sources is one of both. */
export function dataBadge({ conditions, checks }: Pick<Run, 'conditions' | 'checks'>): string | undefined {
  const good = [
    ...conditions.filter(({ kind }) => kind === 'freshness').map(({ met }) => met),
    ...checks.map(({ outcome }) => outcome === 'passed'),
  ];
  return good.length === 0 ? undefined : `${good.filter(Boolean).length}/${good.length}`;
}

/** Whether the job was to look at data at all. */
export function looksAtData({ frozen }: Pick<Run, 'frozen'>): boolean {
  return frozen.definition.checks !== undefined || frozen.definition.conditions !== undefined;
}
