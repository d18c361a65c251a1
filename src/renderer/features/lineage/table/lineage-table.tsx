import { useMemo } from 'react';
import type { Lineage, LineageNode } from '../../../../shared/contract/lineage.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { RunStateChip } from '../../../parts/run-state.tsx';
import { LabelChip, StateChip } from '../../../ui/chip.tsx';
import { type ObjectColumn, ObjectTable } from '../../../ui/object-table.tsx';
import { sizes } from '../../../ui/theme.ts';
import { freshnessLooks, kindIcons } from '../looks.ts';
import { kindWords, runsText, stateOf } from '../words.ts';
import classes from './table.module.css';

interface Row {
  node: LineageNode;
  reads: string[];
  readBy: string[];
}

/** The same as the graph shows, as rows. */
export function LineageTable({ lineage, onOpen }: { lineage: Lineage; onOpen: (key: string) => void }) {
  const rows = useMemo(() => rowsOf(lineage), [lineage]);
  return (
    <ObjectTable
      label={`Lineage of ${lineage.environment}`}
      columns={columns}
      rows={rows}
      // It becomes an id in the page, which has no blanks.
      keyOf={row => encodeURIComponent(row.node.key)}
      onOpen={row => onOpen(row.node.key)}
    />
  );
}

export function rowsOf({ nodes, edges }: Lineage): Row[] {
  const names = new Map(nodes.map(({ key, name }) => [key, name]));
  const into = Map.groupBy(edges, ({ to }) => to);
  const from = Map.groupBy(edges, edge => edge.from);
  const sorted = (keys: string[]) =>
    keys.map(key => names.get(key) ?? '').sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  return nodes.map(node => ({
    node,
    reads: sorted((into.get(node.key) ?? []).map(edge => edge.from)),
    readBy: sorted((from.get(node.key) ?? []).map(edge => edge.to)),
  }));
}

const buildsOf = ({ node }: Row) => (node.kind === 'model' ? node.builds : []);
const dash = <span className={classes.dim}>–</span>;

const columns: ObjectColumn<Row>[] = [
  {
    key: 'name',
    title: 'Name',
    width: '2.2fr',
    sortBy: ({ node }) => node.name.toLowerCase(),
    render: ({ node }) => {
      const Icon = kindIcons[node.kind];
      return (
        <span className={classes.name} title={node.name}>
          <Icon size={sizes.iconSmall} aria-hidden />
          <span>{node.name}</span>
          {node.kind === 'model' && node.text === 'draft' && (
            <LabelChip tone="warning" title={node.problem ?? undefined}>
              {node.problem === null ? 'draft' : 'draft, cannot be read'}
            </LabelChip>
          )}
        </span>
      );
    },
  },
  {
    key: 'kind',
    title: 'Kind',
    width: '5rem',
    fromWidth: 700,
    sortBy: ({ node }) => node.kind,
    render: ({ node }) => kindWords[node.kind],
  },
  {
    key: 'job',
    title: 'Job and version',
    width: '1.6fr',
    fromWidth: 820,
    sortBy: row => buildsOf(row)[0]?.job ?? null,
    render: row => {
      const builds = buildsOf(row);
      if (row.node.kind === 'source') {
        return row.node.written_by.length === 0
          ? dash
          : row.node.written_by.map(({ job, environment }) => `${job} in ${environment}`).join(', ');
      }
      if (builds.length === 0) return <span className={classes.dim}>no job</span>;
      return (
        <span className={classes.jobs}>
          {builds.map(build => (
            <span key={build.job_id} className={classes.job} title={`${build.job} ${runsText(build)}`}>
              <AreaLink to={`/jobs/${build.job_id}`} inGrid>
                {build.job}
              </AreaLink>
              <span>{runsText(build)}</span>
            </span>
          ))}
        </span>
      );
    },
  },
  {
    key: 'state',
    title: 'Last run',
    width: '7.5rem',
    sortBy: row => (row.node.kind === 'model' ? (stateOf(row.node) ?? 'never') : null),
    render: ({ node }) => {
      if (node.kind === 'source') return dash;
      const state = stateOf(node);
      return state === undefined ? (
        <span className={classes.dim}>never ran</span>
      ) : (
        <RunStateChip state={state} />
      );
    },
  },
  {
    key: 'data',
    title: 'Data',
    width: '7rem',
    fromWidth: 600,
    sortBy: ({ node }) => (node.kind === 'model' ? node.freshness : null),
    render: ({ node }) => {
      if (node.kind === 'source' || node.freshness === null) return dash;
      const { word, icon, tone } = freshnessLooks[node.freshness];
      return (
        <StateChip tone={tone} icon={icon}>
          {word}
        </StateChip>
      );
    },
  },
  {
    key: 'target',
    title: 'Writes',
    width: '1.6fr',
    fromWidth: 1_180,
    sortBy: row => buildsOf(row)[0]?.target ?? null,
    render: row => names(buildsOf(row).flatMap(({ target }) => target ?? [])),
  },
  {
    key: 'reads',
    title: 'Reads',
    width: '1.6fr',
    sortBy: ({ reads }) => reads.length,
    render: ({ reads }) => names(reads),
  },
  {
    key: 'readBy',
    title: 'Read by',
    width: '1.6fr',
    fromWidth: 600,
    sortBy: ({ readBy }) => readBy.length,
    render: ({ readBy }) => names(readBy),
  },
  {
    key: 'labels',
    title: 'Labels',
    width: '1fr',
    fromWidth: 1_300,
    render: ({ node }) => (node.kind === 'model' && node.labels.length > 0 ? node.labels.join(', ') : dash),
  },
];

function names(all: readonly string[]) {
  if (all.length === 0) return dash;
  const text = all.join(', ');
  return <span title={text}>{text}</span>;
}
