import type {
  ChangeClass,
  Model,
  ModelDiff,
  ModelSummary,
  VersionSummary,
} from '../../../shared/contract/models.ts';
import { colouredDiff } from './diff.ts';
import type { Paint, StyleName } from './styles.ts';
import type { Cell } from './table.ts';
import type { Terminal } from './terminal.ts';
import { indent, safe, safeLines } from './text.ts';
import { ago, moment } from './times.ts';

export function modelList(models: ModelSummary[], terminal: Terminal): string {
  if (models.length === 0) return 'There are no models.';
  return terminal.table(
    [
      { title: 'model' },
      { title: 'latest', keep: true },
      { title: 'tags' },
      { title: 'draft', keep: true },
      { title: 'owner', optional: 2 },
      { title: 'changed', keep: true },
      { title: 'description', optional: 3 },
    ],
    models.map(model => [
      model.name,
      versionCell(model.latest_version),
      model.tags
        .map(({ name, version }) => (name === `v${version}` ? name : `${name}=v${version}`))
        .join(', '),
      model.draft_modified ? { text: 'modified', style: 'yellow' } : '',
      model.owner,
      ago(model.updated_at, terminal.now),
      model.description,
    ]),
  );
}

function versionCell(number: number | null): Cell {
  return number === null ? { text: '–', style: 'dim' } : `v${number}`;
}

export function modelText(model: Model, terminal: Terminal): string {
  const { paint, now } = terminal;
  const { draft } = model;
  const based = draft.based_on === null ? '' : ` since v${draft.based_on}`;
  const head = terminal.facts([
    ['description', model.description],
    ['owner', model.owner],
    ['labels', model.labels.join(', ')],
    ['latest', model.latest_version === null ? 'never published' : `v${model.latest_version}`],
    ['tags', model.tags.map(({ name, version }) => `${name} (v${version})`).join(', ')],
    ['draft', draft.modified ? `modified${based}, ${moment(draft.updated_at, now)}` : `unchanged${based}`],
    ['file', model.origin?.path],
    ['jobs', model.jobs.map(job => `${job.name} (${job.environment}, ${job.runs})`).join(', ')],
    ['created', moment(model.created_at, now)],
  ]);
  const title = `${paint('bold', safe(model.name))} ${paint('dim', `model ${model.id}`)}`;
  return `${title}\n${head}\n\n${paint('dim', 'draft')}\n${indent(safeLines(draft.sql.trimEnd()))}`;
}

/** Versions as a table; with the SQL of the only one below it, where it is given. */
export function historyText(versions: VersionSummary[], terminal: Terminal, sql?: string): string {
  if (versions.length === 0) return 'Nothing was published yet.';
  const rows = versions.map<Cell[]>(version => [
    `v${version.number}`,
    version.tags.join(', '),
    version.message,
    version.author,
    ago(version.created_at, terminal.now),
    { text: version.hash.slice(0, 8), style: 'dim' },
  ]);
  const text = terminal.table(
    [
      { title: 'version', keep: true },
      { title: 'tags' },
      { title: 'message' },
      { title: 'author', optional: 2 },
      { title: 'published', keep: true },
      { title: 'hash', keep: true, optional: 3 },
    ],
    rows,
  );
  return sql === undefined ? text : `${text}\n\n${safeLines(sql)}`;
}

const changeStyles: Record<ChangeClass, StyleName> = {
  none: 'dim',
  cosmetic: 'dim',
  non_breaking: 'green',
  breaking: 'red',
};

/** `breaking`, in its colour. */
export function changeText(change: ChangeClass, paint: Paint): string {
  return paint(changeStyles[change], change === 'none' ? 'no change' : change.replace('_', '-'));
}

export function diffText(diff: ModelDiff, { paint }: Terminal): string {
  const head = `${paint('bold', safe(diff.model))}: ${safe(diff.a.label)} → ${safe(diff.b.label)}, ${changeText(diff.change, paint)}`;
  const reasons = diff.reasons.map(reason => `  · ${safe(reason)}`);
  const written = diff.docs.map(
    ({ column, before, after }) =>
      `  · documentation of ${column === null ? 'the model' : safe(column)} ${before === '' ? 'added' : after === '' ? 'removed' : 'changed'}`,
  );
  const body = diff.sql_diff === '' ? [] : ['', colouredDiff(diff.sql_diff, paint)];
  return [head, ...reasons, ...written, ...body].join('\n');
}
