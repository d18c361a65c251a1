import type { JobPlan } from '../../../shared/contract/job-plans.ts';
import { windowIntervals } from '../../../shared/domain/build-window.ts';
import { modelVersion } from './build.ts';
import type { Terminal } from './terminal.ts';
import { indent, safe, safeLines } from './text.ts';

/** What a run of a job would do, as one reads it before saying yes. */
export function jobPlanText(
  plan: JobPlan,
  terminal: Terminal,
  title = `A run of ${safe(plan.job)} now`,
): string {
  const { paint } = terminal;
  const { window, problem, steps, sources, warnings } = plan;
  const runs = modelVersion({ ...plan, draft: plan.version === null });
  const head = terminal.facts([
    ['environment', plan.environment],
    ['runs', `${plan.model} ${runs}`],
    ['writes', `${plan.target ?? ''} (${plan.materialization})`],
    ['gate', `${plan.conditions.join(' · ')}${plan.ignore_conditions ? '; ignored' : ''}`],
    ['checks', plan.checks.join(' · ')],
    ['builds', window && `${window.mode === 'full' ? 'all' : 'what is new'}: ${window.reason}`],
    ['new from', window?.start],
    ['up to', window?.end],
    ['intervals', window && windowIntervals(window)],
    [
      'sources',
      sources
        .map(({ written, reads }) => (written === reads ? reads : `${reads} (written as ${written})`))
        .join(', '),
    ],
  ]);
  return [
    paint('bold', title),
    head,
    ...warnings.map(text => `${paint('yellow', '!')} ${safe(text)}`),
    ...(plan.skipped === null ? [] : [`It would be skipped: ${safe(plan.skipped)}`]),
    ...(problem === null
      ? []
      : [
          `${paint('red', '✗')} It would fail before anything is written: ${safe(problem.message)}`,
          ...(problem.hint === null ? [] : [`  ${safe(problem.hint)}`]),
        ]),
    ...steps.flatMap(({ name, purpose, statements }) => [
      '',
      `${paint('bold', safe(name))}${name === purpose ? '' : ` ${paint('dim', purpose)}`}`,
      ...(purpose === 'audit' ? plan.checks.map(check => indent(safe(check))) : []),
      ...statements.map(statement => indent(safeLines(`${statement};`))),
    ]),
    '',
    paint('dim', 'Nothing was written.'),
  ].join('\n');
}
