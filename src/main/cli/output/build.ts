import type {
  Build,
  BuildModel,
  BuildPlan,
  BuildSummary,
  PlannedModel,
} from '../../../shared/contract/builds.ts';
import { formatDuration } from '../../../shared/domain/duration.ts';
import { buildModelSpan, buildStateSpan } from './states.ts';
import type { Cell } from './table.ts';
import type { Terminal } from './terminal.ts';
import { count, safe } from './text.ts';
import { ago, between, moment } from './times.ts';

export function modelVersion({
  draft,
  version,
  tag,
}: Pick<PlannedModel, 'draft' | 'version' | 'tag'>): string {
  if (draft) return 'draft';
  if (version === null) return '';
  return tag === null || tag === 'latest' || tag === `v${version}` ? `v${version}` : `v${version} (${tag})`;
}

/** "3 completed, 1 failed". */
export function countsText(counts: BuildSummary['counts']): string {
  return Object.entries(counts)
    .filter(([, n]) => n > 0)
    .map(([state, n]) => `${count(n)} ${state}`)
    .join(', ');
}

export function buildList(builds: BuildSummary[], terminal: Terminal): string {
  if (builds.length === 0) return 'There are no such builds.';
  return terminal.table(
    [
      { title: 'build', align: 'right', keep: true },
      { title: 'state', keep: true },
      { title: 'selected' },
      { title: 'environment', keep: true },
      { title: 'models', keep: true },
      { title: 'began', keep: true },
      { title: 'took', align: 'right', keep: true },
      { title: 'by', optional: 2 },
      { title: 'why', optional: 1 },
    ],
    builds.map<Cell[]>(build => [
      `#${build.id}`,
      buildStateSpan(build.state),
      build.select || 'everything',
      build.environment,
      countsText(build.counts),
      ago(build.created_at, terminal.now),
      took(build, terminal.now),
      build.actor,
      build.reason ?? build.cause,
    ]),
  );
}

function took({ created_at, ended_at }: BuildSummary, now: number): string {
  return formatDuration(Math.max(0, between(created_at, ended_at ?? new Date(now).toISOString()) ?? 0));
}

/** What would be built in which order, and from where it reads. */
export function buildPlanText(plan: BuildPlan, terminal: Terminal): string {
  const { models, environment, select, threads } = plan;
  const what = `${safe(select || 'everything')} in ${safe(environment)}`;
  if (models.length === 0) return `${what}: no model, nothing to build.`;
  const names = new Map(models.map(({ position, model }) => [position, model]));
  const compared = plan.against !== null;
  const table = terminal.table(
    [
      { title: '', align: 'right', keep: true },
      { title: 'model' },
      { title: 'version', keep: true },
      ...(compared ? [{ title: `in ${plan.against}`, keep: true }] : []),
      { title: 'job', optional: 3 },
      { title: 'writes', optional: 2 },
      { title: 'after', optional: 1 },
    ],
    models.map<Cell[]>(each => [
      String(each.position),
      each.model,
      modelVersion(each),
      ...(compared ? [each.change ?? 'the same'] : []),
      each.job,
      each.target,
      each.needs.map(need => names.get(need) ?? '').join(', '),
    ]),
  );
  const deferred = models.flatMap(({ model, deferred: all }) =>
    all.map(({ written, reads, environment: where }) => [model, written, reads, where]),
  );
  return [
    `${what}: ${models.length} models, ${threads} at once${plan.ignore_conditions ? ', conditions ignored' : ''}${plan.resumes === null ? '' : `, going on with build #${plan.resumes}`}`,
    table,
    ...(deferred.length === 0
      ? []
      : [
          '',
          terminal.table(
            [{ title: 'model' }, { title: 'has' }, { title: 'reads' }, { title: 'of', keep: true }],
            deferred,
          ),
        ]),
  ].join('\n');
}

export function buildText(build: Build, terminal: Terminal): string {
  const { paint, now } = terminal;
  const state = buildStateSpan(build.state);
  const title = `${paint('bold', `Build #${build.id}`)}  ${safe(build.select || 'everything')}  ${state.style ? paint(state.style, state.text) : state.text}`;
  return [
    title,
    terminal.facts([
      ['environment', build.environment],
      ['models', countsText(build.counts)],
      ['reads the rest from', build.defer],
      ['compared with', build.against],
      ['incremental targets', build.full_refresh ? 'built anew' : null],
      ['conditions', build.ignore_conditions ? 'ignored' : null],
      ['drafts', build.drafts ? 'changed drafts are built' : null],
      ['at once', build.threads === null ? null : String(build.threads)],
      ['started by', `${build.actor}${build.cause === '' ? '' : `: ${build.cause}`}`],
      ['goes on with', build.resumes === null ? null : `build #${build.resumes}`],
      ['gone on with by', build.resumed_by.map(id => `#${id}`).join(', ')],
      ['began', moment(build.created_at, now)],
      ['took', took(build, now)],
      ['reason', build.reason],
      [
        'variables',
        Object.entries(build.variables)
          .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
          .join(', '),
      ],
    ]),
    '',
    terminal.table(
      [
        { title: '', align: 'right', keep: true },
        { title: 'model' },
        { title: 'version', keep: true, optional: 3 },
        { title: 'state', keep: true },
        { title: 'run', align: 'right', keep: true },
        { title: 'took', align: 'right', keep: true },
        { title: 'rows', align: 'right', keep: true, optional: 2 },
        { title: 'why', optional: 1 },
      ],
      build.models.map(model => modelRow(model)),
    ),
  ].join('\n');
}

function modelRow(model: BuildModel): Cell[] {
  const ms = between(model.started_at, model.ended_at);
  return [
    String(model.position),
    model.model,
    modelVersion(model),
    buildModelSpan(model.state),
    model.run === null ? '' : `#${model.run}`,
    ms === null ? '' : formatDuration(ms),
    model.rows_affected === null ? '' : count(model.rows_affected),
    model.reason ?? '',
  ];
}
