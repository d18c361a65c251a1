import type {
  ColumnTrace,
  Lineage,
  LineageColumns,
  LineageImpact,
  LineageModel,
  TracedColumn,
} from '../../../shared/contract/lineage.ts';
import { changeText } from './model.ts';
import { runningText } from './promotion.ts';
import { runStateSpan, words } from './states.ts';
import type { Cell } from './table.ts';
import type { Terminal } from './terminal.ts';
import { safe } from './text.ts';
import { ago } from './times.ts';

/** One line for each model, one for each source below; a model with several jobs has a line for each. */
export function lineageText(lineage: Lineage, terminal: Terminal): string {
  const { nodes, edges, environment, total } = lineage;
  if (nodes.length === 0) return `Nothing of ${total.models} models is selected in ${safe(environment)}.`;
  const names = new Map(nodes.map(node => [node.key, node.name]));
  const reads = Map.groupBy(edges, edge => edge.to);
  const readsOf = (key: string) =>
    (reads.get(key) ?? [])
      .map(({ from }) => names.get(from) ?? '')
      .sort()
      .join(', ');
  const models = nodes.filter(node => node.kind === 'model');
  const sources = nodes.filter(node => node.kind === 'source');
  const parts: string[] = [];
  if (models.length > 0) {
    parts.push(
      terminal.table(
        [
          { title: 'model' },
          { title: 'runs', keep: true },
          { title: 'job', optional: 2 },
          { title: 'last run', keep: true },
          { title: 'data', keep: true },
          { title: 'reads', optional: 1 },
        ],
        models.flatMap(model => modelRows(model, readsOf(model.key), terminal.now)),
      ),
    );
  }
  if (sources.length > 0) {
    const readBy = Map.groupBy(edges, edge => edge.from);
    const readers = (key: string) => (readBy.get(key) ?? []).map(({ to }) => names.get(to) ?? '').sort();
    parts.push(
      terminal.table(
        [{ title: 'source' }, { title: 'written by', optional: 2 }, { title: 'read by', optional: 1 }],
        sources.map<Cell[]>(({ key, name, written_by }) => [
          name,
          written_by.map(({ job, environment: where }) => `${job} (${where})`).join(', '),
          readers(key).join(', '),
        ]),
      ),
    );
  }
  return parts.join('\n\n');
}

function modelRows(model: LineageModel, reads: string, nowMs: number): Cell[][] {
  const draft = model.text === 'draft';
  const name: Cell = draft ? [{ text: model.name }, { text: ' draft', style: 'yellow' }] : model.name;
  if (model.builds.length === 0) {
    return [[name, '–', { text: 'no job', style: 'dim' }, '–', '–', model.problem ?? reads]];
  }
  return model.builds.map((build, index) => [
    index === 0 ? name : '',
    runningText(build),
    build.job,
    build.last_run ? runStateSpan(build.last_run.state) : { text: 'never', style: 'dim' },
    [
      { text: words(build.freshness), style: build.freshness === 'fresh' ? 'green' : 'yellow' },
      { text: build.good_at === null ? '' : `, ${ago(build.good_at, nowMs)}`, style: 'dim' },
    ],
    index === 0 ? (model.problem ?? reads) : '',
  ]);
}

/** A line for each cycle: "orders > regions > orders". */
export function cycleLines({ cycles }: Lineage): string[] {
  return cycles.map(cycle => {
    const names = cycle.map(({ model, job }) => `${safe(model)} (${safe(job)})`);
    return `Reads itself: ${[...names, names[0]].join(' → ')}`;
  });
}

export function impactText(impact: LineageImpact, terminal: Terminal): string {
  const { paint } = terminal;
  const { model, environment, compared_with, change, reasons, sources, downstream, cycle } = impact;
  const lines = [
    `${paint('bold', safe(model))} in ${safe(environment)}: ${compared_with ?? 'nothing'} → this text, ${changeText(change, paint)}`,
    ...reasons.map(reason => `  · ${safe(reason)}`),
  ];
  const named = ({ name, model: built }: LineageImpact['sources']['added'][number]) =>
    `${safe(name)}${built === null ? '' : ` (${safe(built)})`}`;
  lines.push(...sources.added.map(source => paint('green', `  + reads ${named(source)}`)));
  lines.push(...sources.removed.map(source => paint('red', `  - reads ${named(source)}`)));
  if (cycle) lines.push(paint('red', `  It would read itself: ${cycle.map(safe).join(' → ')}`));
  if (downstream.length === 0) return [...lines, `Nothing reads it in ${safe(environment)}.`].join('\n');
  const table = terminal.table(
    [
      { title: 'reads it', keep: true },
      { title: 'hops', align: 'right', keep: true },
      { title: 'columns touched', optional: 1 },
      { title: 'way', optional: 2 },
      { title: 'jobs', optional: 3 },
    ],
    downstream.map<Cell[]>(each => [
      each.model,
      String(each.hops),
      each.columns === null ? '?' : each.columns.length === 0 ? '–' : each.columns.join(', '),
      each.path.join(' → '),
      each.jobs.join(', '),
    ]),
  );
  return `${lines.join('\n')}\n\n${table}`;
}

export function columnsText(columns: LineageColumns, terminal: Terminal): string {
  if (columns.problem !== null) return `${safe(columns.model)}: ${safe(columns.problem)}`;
  return terminal.table(
    [
      { title: 'column' },
      { title: 'type', optional: 2 },
      { title: 'is', keep: true },
      { title: 'from', optional: 1 },
    ],
    columns.columns.map<Cell[]>(({ name, type, derivation, from }) => [
      name,
      type ?? '',
      words(derivation),
      from.map(at => `${at.node}.${at.column}${at.certain ? '' : ' (perhaps)'}`).join(', '),
    ]),
  );
}

/** What is above, the column itself, what is below: each a line, with the steps to it. */
export function traceText({ model, column, up, down }: ColumnTrace, { paint }: Terminal): string {
  const line = (arrow: string) => (at: TracedColumn) =>
    `${'  '.repeat(at.hops)}${arrow} ${safe(at.node)}.${safe(at.column)}${at.certain ? '' : ' (perhaps)'}`;
  return [
    paint('bold', `${safe(model)}.${safe(column)}`),
    ...(up.length === 0 ? ['  from no column'] : up.map(line('←'))),
    ...(down.length === 0 ? ['  no column of another model'] : down.map(line('→'))),
  ].join('\n');
}
