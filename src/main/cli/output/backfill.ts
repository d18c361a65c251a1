import type { Backfill, BackfillPlan, BackfillSummary } from '../../../shared/contract/backfills.ts';
import type { JobIntervals } from '../../../shared/contract/intervals.ts';
import { formatDuration } from '../../../shared/domain/duration.ts';
import { boundaryText, intervalsInWords, rangeText } from '../../../shared/domain/intervals.ts';
import { countsText, modelVersion } from './build.ts';
import { jobPlanText } from './job-plan.ts';
import { buildModelSpan, buildStateSpan } from './states.ts';
import type { Cell } from './table.ts';
import type { Terminal } from './terminal.ts';
import { count, safe } from './text.ts';
import { ago, between, moment } from './times.ts';

/** So many stretches are listed; the newest, for those are looked for. */
const listedStretches = 20;

export function intervalsText(name: string, found: JobIntervals, terminal: Terminal): string {
  const { interval, time_zone: zone, stretches } = found;
  const inWords = (n: number) => intervalsInWords(n, interval);
  const shown = stretches.slice(-listedStretches);
  const rows = (which: typeof stretches) =>
    which.map<Cell[]>(({ from, to, count: n, built }) => [
      boundaryText(from, zone),
      boundaryText(to, zone),
      inWords(n),
      built ? { text: '✓ built', style: 'green' } : { text: '○ missing', style: 'yellow' },
    ]);
  return [
    terminal.paint('bold', safe(name)),
    terminal.facts([
      ['intervals', `each ${interval}, by the clocks of ${zone}, since ${boundaryText(found.begin, zone)}`],
      ['built', inWords(found.built)],
      ['missing', inWords(found.missing)],
      ['next', `can be built ${moment(found.next_at, terminal.now)}`],
    ]),
    ...(shown.length === 0
      ? []
      : [
          '',
          terminal.table(
            [
              { title: 'from', keep: true },
              { title: 'to', keep: true },
              { title: '', align: 'right', keep: true },
              { title: 'state', keep: true },
            ],
            rows(shown),
          ),
        ]),
    ...(shown.length < stretches.length
      ? [`… and ${count(stretches.length - shown.length)} stretches before, with --json`]
      : []),
  ].join('\n');
}

export function backfillPlanText(plan: BackfillPlan, terminal: Terminal): string {
  const { interval, time_zone: zone, chunks, range } = plan;
  const inWords = (n: number) => intervalsInWords(n, interval);
  const head = `${safe(plan.job)} in ${safe(plan.environment)}: ${rangeText(range, zone)} (${zone}), ${inWords(range.count)}, ${plan.built === 0 ? 'none' : count(plan.built)} of them built`;
  if (chunks.length === 0) {
    return `${head}.\nNothing to build: to build them again, add --restate.`;
  }
  return [
    head,
    `Builds ${inWords(plan.count)}${plan.restate ? ', built ones again' : ''}, in ${chunks.length === 1 ? '1 run' : `${count(chunks.length)} runs`}:`,
    terminal.table(
      [
        { title: '', align: 'right', keep: true },
        { title: 'from', keep: true },
        { title: 'to', keep: true },
        { title: '', align: 'right', keep: true },
      ],
      chunks.map<Cell[]>(({ position, from, to, count: n }) => [
        String(position),
        boundaryText(from, zone),
        boundaryText(to, zone),
        inWords(n),
      ]),
    ),
    ...(plan.first ? ['', jobPlanText(plan.first, terminal, 'The first run')] : []),
  ].join('\n');
}

export function backfillList(backfills: BackfillSummary[], terminal: Terminal): string {
  if (backfills.length === 0) return 'There are no such backfills.';
  return terminal.table(
    [
      { title: 'backfill', align: 'right', keep: true },
      { title: 'state', keep: true },
      { title: 'job' },
      { title: 'range', keep: true },
      { title: 'runs', keep: true },
      { title: 'began', keep: true },
      { title: 'by', optional: 2 },
      { title: 'why', optional: 1 },
    ],
    backfills.map<Cell[]>(each => [
      `#${each.id}`,
      buildStateSpan(each.state),
      each.job,
      rangeText(each, each.time_zone),
      countsText(each.counts),
      ago(each.created_at, terminal.now),
      each.actor,
      each.reason ?? each.cause,
    ]),
  );
}

export function backfillText(backfill: Backfill, terminal: Terminal): string {
  const { paint, now } = terminal;
  const { interval, time_zone: zone } = backfill;
  const state = buildStateSpan(backfill.state);
  return [
    `${paint('bold', `Backfill #${backfill.id}`)}  ${safe(backfill.job)}  ${state.style ? paint(state.style, state.text) : state.text}`,
    terminal.facts([
      ['environment', backfill.environment],
      ['range', `${rangeText(backfill, zone)} (${zone})`],
      [
        'builds',
        `${backfill.restate ? 'all of it, built intervals again' : 'what is missing'}, ${intervalsInWords(backfill.chunk, interval)} a run`,
      ],
      ['version', modelVersion({ ...backfill, draft: false })],
      ['runs', countsText(backfill.counts)],
      ['by', backfill.actor],
      ['why', backfill.cause],
      ['reason', backfill.reason],
      ['began', moment(backfill.created_at, now)],
      ['ended', backfill.ended_at && moment(backfill.ended_at, now)],
    ]),
    '',
    terminal.table(
      [
        { title: '', align: 'right', keep: true },
        { title: 'from', keep: true },
        { title: 'to', keep: true },
        { title: 'state', keep: true },
        { title: 'run', align: 'right', keep: true },
        { title: 'rows', align: 'right', keep: true },
        { title: 'took', align: 'right', optional: 2 },
        { title: 'reason' },
      ],
      backfill.chunks.map<Cell[]>(chunk => {
        const took = between(chunk.started_at, chunk.ended_at);
        return [
          String(chunk.position),
          boundaryText(chunk.from, zone),
          boundaryText(chunk.to, zone),
          buildModelSpan(chunk.state),
          chunk.run === null ? '' : `#${chunk.run}`,
          chunk.rows_affected === null ? '' : count(chunk.rows_affected),
          took === null ? '' : formatDuration(took),
          chunk.reason ?? '',
        ];
      }),
    ),
  ].join('\n');
}

/** Said while a backfill is followed. */
export function chunkText(
  { from, to, count: n, rows_affected: rows, reason }: Backfill['chunks'][number],
  { time_zone: zone, interval }: Pick<Backfill, 'time_zone' | 'interval'>,
): string {
  return [
    `${rangeText({ from, to }, zone)} (${intervalsInWords(n, interval)})`,
    rows === null ? '' : `${count(rows)} rows`,
    reason === null ? '' : safe(reason),
  ]
    .filter(part => part !== '')
    .join(' · ');
}
