import type { ComingFire, Fire, Simulation, StartedJobs, WakePlan } from '../../../shared/contract/fires.ts';
import { formatDuration } from '../../../shared/domain/duration.ts';
import type { Absence, FireOutcome } from '../../../shared/domain/fires.ts';
import { wakeVerbs, wakeWords } from '../../../shared/domain/wake-words.ts';
import type { StyleName } from './styles.ts';
import type { Cell } from './table.ts';
import type { Terminal } from './terminal.ts';
import { count, counted, safe } from './text.ts';
import { ahead, minute, moment } from './times.ts';

/** More than fits on a few screens is for `--json`. */
const mostShown = 200;

const outcomeLooks: Record<FireOutcome, { icon: string; style: StyleName }> = {
  dispatched: { icon: '✓', style: 'green' },
  coalesced: { icon: '⤵', style: 'blue' },
  skipped: { icon: '↷', style: 'gray' },
  missed: { icon: '✗', style: 'red' },
};

const awayWords: Record<Absence, string> = {
  asleep: 'the machine was asleep',
  not_running: 'Slipway was not running',
  blocked: 'the ledger could not be written',
};

export function comingText(fires: ComingFire[], terminal: Terminal): string {
  if (fires.length === 0) return 'No schedule starts it.';
  return terminal.table(
    [
      { title: 'fires', keep: true },
      { title: '', keep: true },
      { title: 'due', keep: true, optional: 1 },
      { title: '' },
    ],
    fires.map<Cell[]>(fire => [
      fire.local,
      { text: ahead(fire.due_at, terminal.now), style: 'dim' },
      fire.due_at === fire.nominal_at ? '' : minute(fire.due_at),
      fire.note ?? '',
    ]),
  );
}

/** The ledger, newest first. */
export function fireList(fires: Fire[], terminal: Terminal): string {
  if (fires.length === 0) return 'There are no such fires.';
  return terminal.table(
    [
      { title: 'fire', align: 'right', keep: true },
      { title: 'at', keep: true },
      { title: 'job' },
      { title: 'outcome', keep: true },
      { title: 'run', align: 'right', keep: true },
      { title: 'why' },
    ],
    fires.map<Cell[]>(fire => {
      const { icon, style } = outcomeLooks[fire.outcome];
      const several = fire.count === 1 ? '' : ` … ${minute(fire.last_nominal_at)}, ${fire.count} fires`;
      return [
        String(fire.id),
        `${minute(fire.nominal_at)}${several}`,
        fire.job,
        { text: `${icon} ${fire.outcome}`, style },
        fire.run === null ? '' : `#${fire.run}`,
        [
          fire.reason.replaceAll('_', ' '),
          ...(fire.away === null ? [] : [awayWords[fire.away]]),
          ...(fire.detail === null ? [] : [fire.detail]),
        ].join('; '),
      ];
    }),
  );
}

export function wakePlanText(plan: WakePlan | null, terminal: Terminal): string {
  if (plan === null) return 'No fire was missed in any absence.';
  const jobs = terminal.table(
    [
      { title: 'job' },
      { title: 'environment', optional: 1 },
      { title: 'missed', keep: true },
      { title: 'what became of them' },
      { title: 'runs' },
    ],
    plan.jobs.map<Cell[]>(job => [
      job.job,
      job.environment,
      job.since === job.until ? minute(job.since) : `${minute(job.since)} … ${minute(job.until)}`,
      wakeVerbs(job),
      job.runs.map(run => `#${run}`).join(' '),
    ]),
  );
  return [
    terminal.paint('bold', wakeWords(plan)),
    `${awayWords[plan.away]}; back since ${moment(plan.woke_at, terminal.now)}${plan.dismissed ? '; dismissed' : ''}`,
    jobs,
  ].join('\n');
}

export function wakePlanRunText({ started, refused }: StartedJobs): string {
  return [
    ...started.map(({ job, run }) => `Started run #${run} of ${job}`),
    ...refused.map(({ job, message }) => `${job} was not started: ${safe(message)}`),
  ].join('\n');
}

export function simulationText(simulation: Simulation, terminal: Terminal): string {
  const { runs, jobs, hours, total, clock_changes: changes } = simulation;
  const { truncated, from, complete_until: completeUntil } = simulation;
  const first = truncated ? 'The first ' : '';
  const head = `${first}${counted(total, 'run')} of ${counted(jobs.length, 'job')} from ${minute(from)} to ${minute(completeUntil)}`;
  if (total === 0) return `${head}\nNo trigger starts anything then.`;
  const busiest = hours.toSorted((a, b) => b.busiest - a.busiest)[0];
  const lines = [
    terminal.paint('bold', head),
    ...(truncated
      ? [`there are more up to ${minute(simulation.until)}: what is due later is not looked at`]
      : []),
    ...(busiest ? [`at most ${busiest.busiest} at once, in the hour from ${minute(busiest.at)}`] : []),
    ...changes.map(
      change =>
        `clocks change in ${safe(change.time_zone)} ${minute(change.at)}: ${change.from} → ${change.to}`,
    ),
    '',
    terminal.table(
      [
        { title: 'job' },
        { title: 'runs', align: 'right', keep: true },
        { title: 'usually takes', align: 'right', keep: true },
      ],
      jobs.map<Cell[]>(job => [
        job.job,
        String(job.runs),
        job.usual_ms === null ? 'not known' : formatDuration(job.usual_ms),
      ]),
    ),
    '',
    terminal.table(
      [
        { title: 'at', keep: true },
        { title: 'job' },
        { title: 'outcome', keep: true },
        { title: 'after', optional: 1 },
        { title: '' },
      ],
      runs
        .slice(0, mostShown)
        .map<Cell[]>(run => [
          run.local,
          run.job,
          run.outcome === 'runs' ? run.outcome : { text: run.outcome, style: 'yellow' },
          run.after ?? '',
          run.note ?? '',
        ]),
    ),
  ];
  if (total > mostShown) lines.push(`… and ${count(total - mostShown)} more`);
  return lines.join('\n');
}
