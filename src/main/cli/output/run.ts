import type { LogLine, Run, RunSummary, Step } from '../../../shared/contract/runs.ts';
import { windowIntervals, windowWords } from '../../../shared/domain/build-window.ts';
import { formatDuration } from '../../../shared/domain/duration.ts';
import { variableText } from '../../../shared/domain/variables.ts';
import { checksText, conditionsText } from './checks.ts';
import { checkSpan, runStateSpan } from './states.ts';
import type { Paint, StyleName } from './styles.ts';
import type { Cell } from './table.ts';
import type { Terminal } from './terminal.ts';
import { bytes, count, counted, indent, safe, safeLines } from './text.ts';
import { variablesText } from './variables.ts';
import { ago, between, clockTime, moment } from './times.ts';

export function runList(runs: RunSummary[], terminal: Terminal): string {
  if (runs.length === 0) return 'There are no such runs.';
  return terminal.table(
    [
      { title: 'run', align: 'right', keep: true },
      { title: 'state', keep: true },
      { title: 'job' },
      { title: 'environment', optional: 2 },
      { title: 'version', keep: true, optional: 1 },
      { title: 'created', keep: true },
      { title: 'took', align: 'right', keep: true },
      { title: 'rows', align: 'right', keep: true, optional: 3 },
      { title: 'by', optional: 5 },
      { title: 'why', optional: 4 },
    ],
    runs.map<Cell[]>(run => [
      `#${run.id}`,
      runStateSpan(run.state),
      run.job,
      run.environment,
      versionText(run),
      ago(run.times.created_at, terminal.now),
      took(run, terminal.now),
      run.rows_affected === null ? '' : count(run.rows_affected),
      run.trigger.actor,
      run.failure ?? run.reason ?? run.trigger.cause,
    ]),
  );
}

/** `v2`, with the tag where it has a name of its own; `draft` for unpublished text. */
function versionText({ version, tag, draft }: RunSummary): string {
  if (draft) return 'draft';
  if (version === null) return '';
  return tag === null || tag === `v${version}` ? `v${version}` : `v${version} (${tag})`;
}

/** From being claimed to the end, or till now. */
function took({ times }: RunSummary, now: number): string {
  const ms = between(times.claimed_at, times.ended_at ?? new Date(now).toISOString());
  return ms === null ? '' : formatDuration(Math.max(0, ms));
}

export function runText(run: Run, terminal: Terminal): string {
  const { paint, now } = terminal;
  const { times, trigger, frozen } = run;
  const state = runStateSpan(run.state);
  const title = `${paint('bold', `Run #${run.id}`)}  ${safe(run.job)}  ${state.style ? paint(state.style, state.text) : state.text}`;
  const queued = between(times.created_at, times.claimed_at);
  const cause = trigger.cause === '' ? '' : `: ${trigger.cause}`;
  const rows = run.rows_affected === null ? null : counted(run.rows_affected, 'row');
  const head = terminal.facts([
    ['model', run.model === null ? null : `${run.model} ${versionText(run)}`],
    ['environment', run.environment],
    ['writes', frozen.target],
    ['built', frozen.window && windowWords(frozen.window)],
    ['intervals', frozen.window && windowIntervals(frozen.window)],
    ['started by', `${trigger.actor} (${trigger.kind})${cause}`],
    ['scheduled for', times.nominal_at === null ? null : moment(times.nominal_at, now)],
    ['after', trigger.upstream_run === null ? null : `run #${trigger.upstream_run}`],
    [
      'chain',
      trigger.chain === null ? null : `began with run #${trigger.chain}, this is ${trigger.depth + 1} in it`,
    ],
    ['build', run.build === null ? null : `#${run.build}`],
    ['does again', trigger.original_run === null ? null : `run #${trigger.original_run}`],
    ['created', moment(times.created_at, now)],
    [
      'took',
      [
        took(run, now),
        queued === null || queued < 1_000 ? '' : `after ${formatDuration(queued)} in the queue`,
      ]
        .filter(Boolean)
        .join(', '),
    ],
    ['attempts', run.attempts > 1 ? String(run.attempts) : null],
    ['next attempt', times.retry_at === null ? null : moment(times.retry_at, now)],
    ['result', [rows, run.bytes === null ? null : bytes(run.bytes)].filter(part => part !== null).join(', ')],
    ['reason', run.reason],
    [
      'variables',
      frozen.resolved_variables === null
        ? Object.entries(frozen.variables)
            .map(([name, value]) => `${name}=${variableText(value)}`)
            .join(', ')
        : null,
    ],
    ['started', linksText(run.started)],
    ['done again by', linksText(run.done_again)],
    ['sources', frozen.mapping.sources.map(source => source.reads).join(', ')],
    [
      'deferred',
      frozen.mapping.deferred.map(each => `${each.model} is that of ${each.environment}`).join(', '),
    ],
  ]);
  const failures = run.failures.flatMap(failure => [
    '',
    `${paint('red', '✗')} ${paint('bold', failure.code)} in ${failure.step || 'the engine'}: ${safeLines(failure.message)}`,
    ...(failure.hint === null ? [] : [`${paint('cyan', 'hint:')} ${safeLines(failure.hint)}`]),
    ...(failure.query_id === null ? [] : [paint('dim', `query ${failure.query_id}`)]),
  ]);
  return [
    title,
    head,
    ...((frozen.resolved_variables ?? []).length > 0
      ? ['', variablesText(frozen.resolved_variables ?? [], terminal)]
      : []),
    ...(run.steps.length > 0 ? ['', stepsText(run.steps, terminal)] : []),
    ...conditionsText(run.conditions, frozen.ignore_conditions, terminal),
    ...checksText(run.checks, terminal),
    ...failures,
  ].join('\n');
}

const linksText = (links: Run['started']): string =>
  links.map(({ run, job, state }) => `#${run} ${job} ${runStateSpan(state).text}`).join(', ');

function stepsText(steps: Step[], terminal: Terminal): string {
  const attempts = new Set(steps.map(step => step.attempt)).size;
  return terminal.table(
    [
      { title: 'step', keep: true },
      { title: 'state', keep: true },
      { title: 'took', align: 'right', keep: true },
      { title: 'rows', align: 'right', keep: true },
      { title: '' },
    ],
    steps.map<Cell[]>(step => {
      const ms = between(step.started_at, step.ended_at);
      return [
        attempts > 1 ? `${step.attempt}. ${step.name}` : step.name,
        checkSpan(step.state),
        ms === null ? '' : formatDuration(ms),
        step.rows === null ? '' : count(step.rows),
        step.message ?? '',
      ];
    }),
  );
}

/** What was sent to the warehouse, step by step. */
export function runSql(run: Run): string {
  const sent = run.steps.filter(step => step.statement !== null && step.query_id !== null);
  if (sent.length === 0)
    return safeLines(run.frozen.compiled?.sql ?? run.frozen.sql ?? '-- Nothing was sent.');
  return sent.map(step => `-- ${step.name}\n${safeLines(step.statement ?? '')};`).join('\n\n');
}

const levelStyles: Record<LogLine['level'], StyleName> = {
  debug: 'dim',
  info: 'dim',
  warn: 'yellow',
  error: 'red',
};

export function logText({ at, level, step, message }: LogLine, paint: Paint): string {
  const head = paint('dim', `${clockTime(at)} ${step ?? ''}`.trimEnd());
  const word = level === 'info' || level === 'debug' ? '' : `${paint(levelStyles[level], level)} `;
  const text = safeLines(message);
  return `${head}  ${word}${text.includes('\n') ? `\n${indent(text)}` : text}`;
}
