import type { Plan, Promotion } from '../../../shared/contract/promotion.ts';
import { windowIntervals, windowWords } from '../../../shared/domain/build-window.ts';
import { formatDuration } from '../../../shared/domain/duration.ts';
import { colouredDiff } from './diff.ts';
import { changeText } from './model.ts';
import { runningText } from './promotion.ts';
import { promotionStateSpan, runIcon } from './states.ts';
import type { Terminal } from './terminal.ts';
import { bytes, count, counted, indent, safe, safeLines } from './text.ts';
import { ago, moment } from './times.ts';

/** A plan as one reads it before saying yes: what changes, why, what it touches, what will be sent. */
export function planText(plan: Plan, terminal: Terminal, promotion?: Promotion): string {
  const parts: [title: string, body: string | null][] = [
    ['', head(plan, terminal)],
    ['Change', changePart(plan, terminal)],
    ['Columns', columnsPart(plan, terminal)],
    ['Sources', sourcesPart(plan, terminal)],
    ['Privileges missing', privilegesPart(plan, terminal)],
    ['A build reads', estimatePart(plan)],
    ['Downstream', downstreamPart(plan)],
    ['SQL', plan.sql_diff === '' ? null : colouredDiff(plan.sql_diff, terminal.paint)],
    ['The next run builds', plan.window && safe(windowWords(plan.window))],
    ['Intervals', plan.window && windowIntervals(plan.window)],
    ['What the next run will send', safeLines(plan.statements.join(';\n\n')) || null],
    ['Checks', plan.checks.map(safe).join('\n') || null],
    ['Last runs', runsPart(plan, terminal)],
    [
      'Warnings',
      plan.warnings.map(text => `${terminal.paint('yellow', '!')} ${safe(text)}`).join('\n') || null,
    ],
    ['', outcome(plan, terminal, promotion)],
  ];
  return parts
    .flatMap(([title, body]) => {
      if (body === null) return [];
      return [title === '' ? body : `${terminal.paint('bold', title)}\n${indent(body)}`];
    })
    .join('\n\n');
}

function head(plan: Plan, { paint, now }: Terminal): string {
  const kind = plan.kind === 'rollback' ? 'Rollback' : 'Plan';
  const where = `${safe(plan.environment)}${plan.protected ? ' 🔒' : ''}`;
  const title = `${kind} #${plan.id}: ${safe(plan.model)} in ${where}  ${runningText(plan.from)} → ${runningText(plan.to)}`;
  const { text, style } = promotionStateSpan(plan.state);
  return [
    `${paint('bold', title)}  ${style ? paint(style, text) : text}`,
    `job ${safe(plan.job)}, writes ${safe(plan.target)}`,
    paint('dim', `planned ${moment(plan.created_at, now)}`),
  ].join('\n');
}

function changePart({ change, reasons }: Plan, { paint }: Terminal): string {
  return [changeText(change, paint), ...reasons.map(reason => `· ${safe(reason)}`)].join('\n');
}

function columnsPart({ columns }: Plan, { paint }: Terminal): string {
  if (columns === null) return paint('yellow', 'could not be told; see the warnings');
  const lines = [
    ...columns.added.map(({ name, type }) => paint('green', `+ ${safe(name)}  ${safe(type)}`)),
    ...columns.removed.map(({ name, type }) => paint('red', `- ${safe(name)}  ${safe(type)}`)),
    ...columns.retyped.map(({ name, from, to }) =>
      paint('yellow', `~ ${safe(name)}  ${safe(from)} → ${safe(to)}`),
    ),
  ];
  return lines.length === 0 ? 'the same as now' : lines.join('\n');
}

function sourcesPart({ sources }: Plan, { paint }: Terminal): string {
  if (sources.length === 0) return 'reads nothing';
  return sources
    .map(({ written, reads, exists }) => {
      const mark =
        exists === null
          ? paint('yellow', '? not known')
          : exists
            ? paint('green', '✓ exists')
            : paint('red', '✗ missing');
      const mapped = written === reads ? '' : paint('dim', `  (written ${safe(written)})`);
      return `${mark}  ${safe(reads)}${mapped}`;
    })
    .join('\n');
}

/** Nothing where none is missing, and where nobody can tell. */
function privilegesPart({ privileges_missing: missing }: Plan, { paint }: Terminal): string | null {
  if (missing === null || missing.length === 0) return null;
  return missing
    .flatMap(({ privilege, on, hint }) => [
      `${paint('red', '✗')} ${safe(privilege)} on ${safe(on)}`,
      paint('dim', `  ${safe(hint)}`),
    ])
    .join('\n');
}

/** Upper bounds, and said to be. */
function estimatePart({ estimate }: Plan): string | null {
  if (estimate === null) return null;
  const { partitions, partitions_total: total } = estimate;
  const parts = [
    ...(partitions === null
      ? []
      : [`${counted(partitions, 'partition')}${total === null ? '' : ` of ${count(total)}`}`]),
    ...(estimate.bytes === null ? [] : [bytes(estimate.bytes)]),
  ];
  return parts.length === 0 ? null : `up to ${parts.join(', ')}`;
}

function downstreamPart({ downstream: { models, jobs } }: Plan): string {
  if (models.length + jobs.length === 0) return 'nothing reads it here';
  return [
    ...(models.length > 0 ? [`models: ${models.map(safe).join(', ')}`] : []),
    ...(jobs.length > 0 ? [`jobs: ${jobs.map(safe).join(', ')}`] : []),
  ].join('\n');
}

function runsPart({ last_runs: runs, estimated_ms: estimate }: Plan, { paint, now }: Terminal): string {
  if (runs.length === 0) return 'none yet';
  const shown = runs.map(({ id, state, ended_at }) => {
    const icon = runIcon(state);
    return `${icon.style ? paint(icon.style, icon.text) : icon.text} #${id} ${ended_at === null ? state : ago(ended_at, now)}`;
  });
  return [shown.join('   '), ...(estimate === null ? [] : [`takes about ${formatDuration(estimate)}`])].join(
    '\n',
  );
}

/** What to do next, or what became of it. */
function outcome(plan: Plan, { now }: Terminal, promotion: Promotion | undefined): string | null {
  if (plan.state === 'planned' || plan.state === 'approved')
    return `Apply it with: slipway promote apply ${plan.id}`;
  if (plan.state === 'awaiting_approval') {
    return `${safe(plan.environment)} is protected. Approve it, then apply it:\n  slipway promote approve ${plan.id}\n  slipway promote apply ${plan.id}`;
  }
  if (!promotion) return null;
  const lines = [
    ...(promotion.decided_at === null
      ? []
      : [
          `${promotion.state === 'rejected' ? 'rejected' : 'approved'} by ${safe(promotion.decided_by ?? '')}, ${moment(promotion.decided_at, now)}`,
        ]),
    ...(promotion.applied_at === null
      ? []
      : [`applied by ${safe(promotion.applied_by ?? '')}, ${moment(promotion.applied_at, now)}`]),
    ...(promotion.note === '' ? [] : [`note: ${safe(promotion.note)}`]),
    ...(promotion.reason === null ? [] : [safe(promotion.reason)]),
  ];
  return lines.length === 0 ? null : lines.join('\n');
}
