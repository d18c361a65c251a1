import type { Job, JobDefinition, JobSummary, JobVersion } from '../../../shared/contract/jobs.ts';
import { checkLine } from '../../../shared/domain/checks.ts';
import { conditionWords } from '../../../shared/domain/conditions.ts';
import { keptText } from '../../../shared/domain/intervals.ts';
import { runStateSpan } from './states.ts';
import type { Cell } from './table.ts';
import type { Terminal } from './terminal.ts';
import { indent, safe, safeLines } from './text.ts';
import { ago, ahead, moment } from './times.ts';
import { pausedText, triggerText } from './triggers.ts';

export function jobList(jobs: JobSummary[], terminal: Terminal): string {
  if (jobs.length === 0) return 'There are no jobs.';
  return terminal.table(
    [
      { title: 'job' },
      { title: 'environment' },
      { title: 'model', optional: 1 },
      { title: 'runs', keep: true },
      { title: 'writes', optional: 4 },
      { title: 'as', keep: true, optional: 2 },
      { title: 'definition', keep: true, optional: 3 },
      { title: 'last run', keep: true },
      { title: 'next', keep: true, optional: 1 },
    ],
    jobs.map(job => [
      job.name,
      job.environment,
      job.model ?? '',
      runsText(job),
      job.target ?? '',
      keptText(job.materialization, job.interval),
      definitionCell(job),
      lastRunCell(job, terminal.now),
      nextCell(job, terminal.now),
    ]),
  );
}

/** `v2`, or `candidate = v2` where the tag has a name of its own. */
function runsText({ runs, runs_version: version }: JobSummary): string {
  if (runs === null) return '';
  return version === null || runs === `v${version}` ? runs : `${runs} = v${version}`;
}

function definitionCell({ version, has_draft: hasDraft }: JobSummary): Cell {
  if (version === null) return { text: 'draft only', style: 'yellow' };
  return hasDraft ? [{ text: `${version}` }, { text: ' + draft', style: 'yellow' }] : String(version);
}

function lastRunCell({ last_run: run }: JobSummary, now: number): Cell {
  if (run === null) return { text: 'never', style: 'dim' };
  return [runStateSpan(run.state), { text: ` ${ago(run.ended_at ?? run.created_at, now)}`, style: 'dim' }];
}

function nextCell({ paused, next_fire_at: next }: JobSummary, now: number): Cell {
  if (paused) return { text: '⏸ paused', style: 'yellow' };
  return next === null ? '' : ahead(next, now);
}

export function jobText(job: Job, terminal: Terminal, writeYaml: (value: unknown) => string): string {
  const { paint, now } = terminal;
  const title = `${paint('bold', safe(job.name))} ${paint('dim', `job ${job.id}`)}`;
  const last = job.last_run;
  const head = terminal.facts([
    ['description', job.description],
    ['environment', job.environment],
    ['runs', `${job.model ?? ''} ${runsText(job)}`],
    ['writes', `${job.target ?? ''} (${keptText(job.materialization, job.interval)})`],
    ['definition', definitionCell(job)],
    [
      'last run',
      last === null
        ? 'never'
        : [
            { text: `#${last.id} ` },
            runStateSpan(last.state),
            { text: ` ${moment(last.ended_at ?? last.created_at, now)}` },
          ],
    ],
    ['starts', (job.definition?.triggers ?? []).map(triggerText).join(' · ')],
    ['conditions', (job.definition?.conditions ?? []).map(conditionWords).join(' · ')],
    ['checks', (job.definition?.checks ?? []).map(checkLine).join(' · ')],
    ['paused', job.paused === null ? null : pausedText(job.paused, now)],
    ['next fire', job.next_fire_at === null ? null : moment(job.next_fire_at, now)],
    ['changed', moment(job.updated_at, now)],
  ]);
  const block = (name: string, definition: JobDefinition | null) =>
    definition === null ? [] : ['', paint('dim', name), indent(safeLines(writeYaml(definition).trimEnd()))];
  return [
    title,
    head,
    ...block(`definition ${job.version}, live`, job.definition),
    ...block('draft', job.draft),
  ].join('\n');
}

export function jobHistoryText(versions: JobVersion[], terminal: Terminal): string {
  if (versions.length === 0) return 'Nothing was published yet.';
  return terminal.table(
    [
      { title: 'definition', align: 'right', keep: true },
      { title: '', keep: true },
      { title: 'runs' },
      { title: 'message' },
      { title: 'author', optional: 2 },
      { title: 'published', keep: true },
    ],
    versions.map<Cell[]>(({ number, live, definition, message, author, created_at }) => [
      String(number),
      live ? { text: '● live', style: 'green' } : '',
      `${definition.model} ${definition.tag ?? 'latest'}`,
      message,
      author,
      ago(created_at, terminal.now),
    ]),
  );
}
