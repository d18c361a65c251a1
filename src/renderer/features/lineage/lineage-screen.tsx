import { Button, SegmentedControl } from '@mantine/core';
import { IconStack2, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Environment } from '../../../shared/contract/environments.ts';
import type { Lineage } from '../../../shared/contract/lineage.ts';
import { viewOf } from '../../../shared/domain/lineage-view.ts';
import { api } from '../../api.ts';
import { callFailure, troubleOf } from '../../call-error.ts';
import { type Command, useCommands } from '../../commands.ts';
import { changeSearch, useSearch } from '../../location.ts';
import { AreaLink, useHasArea } from '../../parts/areas.tsx';
import { openBuild } from '../../parts/build-request.ts';
import { EnvironmentSelect } from '../../parts/environment-select.tsx';
import { useEnvironments, usePreviewEnvironment } from '../../parts/environments.ts';
import { BreadcrumbBar } from '../../ui/bar.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { counted } from '../../ui/numbers.ts';
import { Split } from '../../ui/split.tsx';
import { sizes } from '../../ui/theme.ts';
import { Later, Waiting } from '../../ui/waiting.tsx';
import { NodeDetails, selectorOf } from './details/node-details.tsx';
import { ExportMenu } from './export/export-menu.tsx';
import { GraphView } from './graph/graph-view.tsx';
import { warmUp } from './layout/layouter.ts';
import { useLayout } from './layout/use-layout.ts';
import { Legend } from './legend.tsx';
import classes from './lineage.module.css';
import { addressSearch, colourings, focusOn, type LineageAddress, readAddress } from './lineage-address.ts';
import { useColumnTrace, useLineage } from './lineage-data.ts';
import { lookOf } from './looks.ts';
import { SelectorBox } from './selector-box.tsx';
import { LineageTable } from './table/lineage-table.tsx';

const set = (changes: Partial<LineageAddress>, push = false) =>
  changeSearch(addressSearch(changes), { push });
const selectOf = (select: string) => set({ select: select.trim() }, true);
const none: Lineage = {
  environment: '',
  drafts: false,
  hash: '',
  nodes: [],
  edges: [],
  cycles: [],
  total: { models: 0, sources: 0 },
};

/** Who reads what in an environment. All that is chosen is in the address. */
export default function LineageScreen() {
  const search = useSearch().toString();
  useEffect(warmUp, []);
  const address = useMemo(() => readAddress(new URLSearchParams(search)), [search]);
  const hasRuns = useHasArea('runs');
  const { isPending } = useQuery(api.environments.list.queryOptions());
  const environments = useEnvironments();
  const [preview] = usePreviewEnvironment();
  const wanted = environments.find(({ id, name }) => [String(id), name].includes(address.environment ?? ''));
  const environment = address.environment === null ? preview : wanted;
  const missing = address.environment !== null && environments.length > 0 && !wanted;
  return (
    <>
      <BreadcrumbBar crumbs={[{ label: 'Lineage' }]}>
        {hasRuns && environment && (
          <Button
            leftSection={<IconStack2 size={sizes.iconSmall} aria-hidden />}
            title="Run the jobs of the models shown, each after what it reads"
            onClick={() =>
              openBuild({ environment: environment.name, select: address.select, drafts: address.drafts })
            }
          >
            Build…
          </Button>
        )}
        <EnvironmentSelect
          label="Lineage of"
          environments={environments}
          value={environment}
          onChoose={id => {
            const chosen = environments.find(each => each.id === id);
            if (chosen) set({ environment: chosen.name, at: null }, true);
          }}
        />
      </BreadcrumbBar>
      {missing ? (
        <ErrorPanel
          trouble={{
            title: 'The lineage could not be shown',
            message: `There is no environment "${address.environment}"`,
          }}
        >
          <Button onClick={() => set({ environment: null })}>Show another one</Button>
        </ErrorPanel>
      ) : environment ? (
        <LineageOf environment={environment} address={address} />
      ) : isPending ? (
        <Waiting lines={10} label="Loading the environments" />
      ) : (
        <EmptyState action={<AreaLink to="/environments/new">Create an environment</AreaLink>}>
          Lineage is that of an environment, and there is none yet.
        </EmptyState>
      )}
    </>
  );
}

function LineageOf({ environment, address }: { environment: Environment; address: LineageAddress }) {
  const { select, colours, detail, view: shown, drafts, at, column } = address;
  const field = useRef<HTMLInputElement>(null);
  const query = useLineage(environment.name, select, drafts);
  // Whose names the selector offers; asked for once someone writes in it.
  const [looked, setLooked] = useState(false);
  const whole = useLineage(looked ? environment.name : undefined, '', drafts);
  // What is shown while another selector is being answered; that of another environment is none of this one.
  const data = query.data?.environment === environment.name ? query.data : undefined;
  const lineage = data ?? none;
  const view = useMemo(() => viewOf(lineage, detail), [lineage, detail]);
  const key = `${lineage.hash}:${detail}`;
  const { layout, error: layoutError } = useLayout(key, view);
  const failure = query.error ? callFailure(query.error) : undefined;
  const wrong = failure?.problems.find(({ path }) => path === 'select');
  // Jobs and tables belong to a model: its details tell all about them.
  const openNode = view.nodes.find(node => node.key === at);
  const about = openNode && (openNode.kind === 'source' ? openNode.source : openNode.model);
  const ofColumn = about?.kind === 'model' && column !== null ? { model: about.model_id, column } : undefined;
  const trace = useColumnTrace(ofColumn, environment.name, drafts);
  const marked = useMemo(() => {
    if (!trace.data || !about || column === null) return undefined;
    const keys = new Set([
      about.key,
      ...trace.data.up.map(each => each.key),
      ...trace.data.down.map(each => each.key),
    ]);
    // Between models stand their jobs and tables, where those are shown.
    return new Set(
      view.nodes.flatMap(node => {
        const of = node.kind === 'job' || node.kind === 'target' ? node.model.key : node.key;
        return keys.has(of) ? [node.key] : [];
      }),
    );
  }, [trace.data, about, column, view]);
  const open = useCallback((next: string | null) => set({ at: next }), []);
  const focus = useCallback(
    (next: string) => {
      const node = view.nodes.find(each => each.key === next);
      if (!node) return;
      const thing = node.kind === 'source' ? node.source : node.model;
      set({ select: focusOn(selectorOf(thing)), at: thing.key }, true);
    },
    [view],
  );
  useCommands(useLineageCommands(address, () => field.current?.focus()));

  const main =
    query.error && wrong === undefined ? (
      <ErrorPanel trouble={troubleOf(query.error, 'The lineage could not be told')}>
        <Button onClick={() => void query.refetch()}>Try again</Button>
      </ErrorPanel>
    ) : wrong ? (
      <ErrorPanel
        trouble={{
          title: 'This selects nothing',
          message: wrong.message,
          problems: (failure?.problems ?? []).slice(1).map(({ message }) => message),
        }}
      >
        <Button onClick={() => selectOf('')}>Show everything</Button>
      </ErrorPanel>
    ) : !data ? (
      <Waiting lines={10} label="Loading the lineage" />
    ) : lineage.nodes.length === 0 ? (
      <Nothing environment={environment} lineage={lineage} drafts={drafts} />
    ) : shown === 'table' ? (
      <LineageTable lineage={lineage} onOpen={open} />
    ) : layoutError ? (
      <ErrorPanel trouble={troubleOf(layoutError, 'The graph could not be laid out')}>
        <Button onClick={() => set({ view: 'table' })}>Show the table</Button>
      </ErrorPanel>
    ) : layout ? (
      <GraphView
        label={`Lineage of ${environment.name}: ${counted(view.nodes.length, 'node')}. Arrow keys walk, Enter opens, Shift+Enter shows what is around.`}
        view={view}
        layout={layout}
        colours={colours}
        environment={environment}
        open={at}
        marked={marked}
        onOpen={open}
        onFocus={focus}
      />
    ) : (
      <Later>
        <output className={classes.layingOut}>Laying out {counted(view.nodes.length, 'node')}…</output>
      </Later>
    );

  return (
    <>
      <search className={classes.toolbar} aria-label="What of the lineage is shown">
        <SelectorBox
          select={select}
          error={wrong?.message}
          onSelect={selectOf}
          field={field}
          nodes={whole.data?.nodes ?? lineage.nodes}
          onLook={() => setLooked(true)}
        />
        {select !== '' && (
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconX size={sizes.iconSmall} aria-hidden />}
            onClick={() => selectOf('')}
          >
            Everything
          </Button>
        )}
        <SegmentedControl
          aria-label="Shown as"
          size="xs"
          value={shown}
          onChange={value => set({ view: value === 'table' ? 'table' : 'graph' })}
          data={[
            { value: 'graph', label: 'Graph' },
            { value: 'table', label: 'Table' },
          ]}
        />
        <SegmentedControl
          aria-label="Colours tell"
          size="xs"
          disabled={shown === 'table'}
          value={colours}
          onChange={value => set({ colours: colourings.find(known => known === value) ?? 'state' })}
          data={[
            { value: 'state', label: 'Last run' },
            { value: 'freshness', label: 'Freshness' },
            { value: 'environment', label: 'Environment' },
          ]}
        />
        <Button
          aria-pressed={detail === 'all'}
          variant={detail === 'all' ? 'light' : 'default'}
          disabled={shown === 'table'}
          title="A node for each job and each table it writes"
          onClick={() => set({ detail: detail === 'all' ? 'models' : 'all' })}
        >
          Jobs and tables
        </Button>
        <Button
          aria-pressed={drafts}
          variant={drafts ? 'light' : 'default'}
          title="Changed drafts in place of what runs, and what does not run yet"
          onClick={() => set({ drafts: !drafts })}
        >
          Drafts
        </Button>
        <span className={classes.end}>
          <ExportMenu view={view} layout={layout} colours={colours} environment={environment} />
        </span>
      </search>
      <Cycles lineage={lineage} />
      <Split
        name="lineage.details"
        label="Width of the details"
        fixed="second"
        size={320}
        min={240}
        max={560}
        open={about !== undefined}
        first={
          <div className={classes.main}>
            {main}
            {data && !query.error && (
              <div className={classes.foot}>
                <span>{countsOf(lineage)}</span>
                {shown === 'graph' && (
                  <Legend nodes={view.nodes} looks={node => lookOf(node, colours, environment)} />
                )}
              </div>
            )}
          </div>
        }
        second={
          about && (
            <NodeDetails
              key={about.key}
              node={about}
              environment={environment.name}
              drafts={drafts}
              select={select}
              column={column}
              trace={trace.data}
              traceError={trace.error}
              onColumn={next => set({ column: next })}
              onSelect={next => set({ select: next, at: about.key }, true)}
              onOpen={(next, selectToShow, nextColumn) => {
                const there = view.nodes.some(node => node.key === next);
                const changes = { at: next, column: nextColumn ?? null };
                set(there ? changes : { ...changes, select: selectToShow ?? select }, true);
              }}
              onClose={() => open(null)}
            />
          )
        }
      />
    </>
  );
}

function countsOf({ nodes, total }: Lineage): string {
  const models = nodes.filter(({ kind }) => kind === 'model').length;
  const sources = nodes.length - models;
  const all = models === total.models && sources === total.sources;
  const of = (count: number, whole: number, word: string) =>
    all || count === whole ? counted(count, word) : `${count} of ${counted(whole, word)}`;
  return `${of(models, total.models, 'model')}, ${of(sources, total.sources, 'source')}`;
}

function Cycles({ lineage: { cycles } }: { lineage: Lineage }) {
  if (cycles.length === 0) return null;
  return (
    <div className={classes.cycles} role="alert">
      {cycles.slice(0, 3).map(cycle => {
        const names = cycle.map(({ model }) => model);
        return (
          <p key={names.join(' ')}>
            {names.length === 1
              ? `${names[0]} reads what it writes`
              : `A cycle: ${[...names, names[0]].join(' → ')}`}
          </p>
        );
      })}
      {cycles.length > 3 && <p>and {counted(cycles.length - 3, 'more cycle')}</p>}
    </div>
  );
}

function Nothing({
  environment,
  lineage,
  drafts,
}: {
  environment: Environment;
  lineage: Lineage;
  drafts: boolean;
}) {
  if (lineage.total.models > 0) {
    return (
      <EmptyState action={<Button onClick={() => selectOf('')}>Show everything</Button>}>
        Nothing fits all parts of this selector.
      </EmptyState>
    );
  }
  return drafts ? (
    <EmptyState action={<AreaLink to="/models">Write a model</AreaLink>}>There are no models yet.</EmptyState>
  ) : (
    <EmptyState action={<Button onClick={() => set({ drafts: true })}>Show drafts</Button>}>
      No published job builds a model in {environment.name} yet.
    </EmptyState>
  );
}

function useLineageCommands({ view, drafts, detail }: LineageAddress, find: () => void): readonly Command[] {
  const latest = useRef(find);
  useEffect(() => {
    latest.current = find;
  });
  return useMemo(
    () => [
      {
        id: 'lineage.select',
        title: 'Select what is shown',
        group: 'Lineage',
        shortcut: '/',
        run: () => latest.current(),
      },
      {
        id: 'lineage.view',
        title: view === 'table' ? 'Show as graph' : 'Show as table',
        group: 'Lineage',
        shortcut: 't',
        run: () => set({ view: view === 'table' ? 'graph' : 'table' }),
      },
      {
        id: 'lineage.detail',
        title: detail === 'all' ? 'Show models alone' : 'Show jobs and tables',
        group: 'Lineage',
        run: () => set({ detail: detail === 'all' ? 'models' : 'all' }),
      },
      {
        id: 'lineage.drafts',
        title: drafts ? 'Show what runs' : 'Show drafts',
        group: 'Lineage',
        run: () => set({ drafts: !drafts }),
      },
      { id: 'lineage.everything', title: 'Show everything', group: 'Lineage', run: () => selectOf('') },
    ],
    [view, drafts, detail],
  );
}
