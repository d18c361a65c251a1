import { Anchor, Button } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconFocus2 } from '@tabler/icons-react';
import type {
  ColumnTrace,
  Lineage,
  LineageBuild,
  LineageModel,
  LineageNode,
  LineageSource,
} from '../../../../shared/contract/lineage.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { PausedMark } from '../../../parts/paused-mark.tsx';
import { RunStateChip } from '../../../parts/run-state.tsx';
import { LabelChip, StateChip } from '../../../ui/chip.tsx';
import { Copyable } from '../../../ui/copyable.tsx';
import { SidePanel } from '../../../ui/side-panel.tsx';
import { sizes } from '../../../ui/theme.ts';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { useEscape } from '../../../ui/use-escape.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { focusOf, focusOn } from '../lineage-address.ts';
import { useLineage } from '../lineage-data.ts';
import { freshnessLooks, kindIcons } from '../looks.ts';
import { kindWords, runsText } from '../words.ts';
import { Columns } from './columns.tsx';
import classes from './details.module.css';
import { Section } from './section.tsx';

interface Props {
  node: LineageNode;
  environment: string;
  drafts: boolean;
  select: string;
  /** The column whose way is shown. */
  column: string | null;
  trace: ColumnTrace | undefined;
  traceError: unknown;
  onColumn: (column: string | null) => void;
  onSelect: (select: string) => void;
  /** `select`: what to show where the node is not shown. */
  onOpen: (key: string, select?: string, column?: string) => void;
  onClose: () => void;
}

/** How a node is written in a selector. */
export const selectorOf = (node: Pick<LineageNode, 'kind' | 'name'>) =>
  node.kind === 'source' ? `source:${node.name}` : node.name;

/** Everything about a node, its neighbours among it, whether they are shown or not. */
export function NodeDetails(props: Props) {
  const { node, environment, drafts, select, onSelect, onClose } = props;
  const own = selectorOf(node);
  const around = useLineage(environment, focusOn(own), drafts);
  const focused = focusOf(select);
  const hops = focused?.name === own ? focused.hops : 0;
  useEscape(onClose);
  return (
    <SidePanel title={node.name} onClose={onClose}>
      <div className={classes.body}>
        <p className={classes.kind}>
          {kindWords[node.kind]}
          {node.kind === 'model' && node.text === 'draft' && <LabelChip tone="warning">draft</LabelChip>}
        </p>
        <div className={classes.actions}>
          <Button
            leftSection={<IconFocus2 size={sizes.iconSmall} aria-hidden />}
            onClick={() => onSelect(focusOn(own, hops + 1))}
          >
            {hops === 0 ? 'Only what is around' : `Around by ${hops + 1} steps`}
          </Button>
          <Button
            variant="default"
            leftSection={<IconArrowLeft size={sizes.iconSmall} aria-hidden />}
            onClick={() => onSelect(`+${own}`)}
          >
            All it reads
          </Button>
          <Button
            variant="default"
            rightSection={<IconArrowRight size={sizes.iconSmall} aria-hidden />}
            onClick={() => onSelect(`${own}+`)}
          >
            All that read it
          </Button>
        </div>
        {node.kind === 'model' ? <ModelFacts model={node} /> : <SourceFacts source={node} />}
        {node.kind === 'model' && node.problem === null && <Columns {...props} model={node} />}
        <Neighbours {...props} own={own} around={around.isPlaceholderData ? undefined : around.data} />
      </div>
    </SidePanel>
  );
}

function ModelFacts({ model }: { model: LineageModel }) {
  const { description, owner, labels, problem, builds } = model;
  return (
    <>
      {problem !== null && (
        <p className={classes.problem} role="alert">
          The draft cannot be read: {problem}
        </p>
      )}
      {description !== '' && <p className={classes.description}>{description}</p>}
      <AreaLink to={`/models/${model.model_id}`}>Open the model</AreaLink>
      {(owner !== '' || labels.length > 0) && (
        <p className={classes.line}>
          {owner !== '' && <span>Owner {owner}</span>}
          {labels.map(label => (
            <LabelChip key={label}>{label}</LabelChip>
          ))}
        </p>
      )}
      <Section title={builds.length === 1 ? 'Job' : 'Jobs'}>
        {builds.length === 0 && <p className={classes.none}>No job builds it here.</p>}
        {builds.map(build => (
          <Build key={build.job_id} build={build} />
        ))}
      </Section>
    </>
  );
}

function Build({ build }: { build: LineageBuild }) {
  const { last_run: run, good_at, target } = build;
  const { word, icon, tone, means } = freshnessLooks[build.freshness];
  return (
    <div className={classes.build}>
      <p className={classes.line}>
        <AreaLink to={`/jobs/${build.job_id}`}>{build.job}</AreaLink>
        <LabelChip>{runsText(build)}</LabelChip>
        {!build.live && <LabelChip tone="warning">never published</LabelChip>}
        <PausedMark paused={build.paused} />
      </p>
      {target !== null && (
        <p className={classes.target}>
          <Copyable text={target} what="Name" />
        </p>
      )}
      <p className={classes.line}>
        {run ? (
          <AreaLink to={`/runs/${run.id}`}>
            <RunStateChip state={run.state} />
          </AreaLink>
        ) : (
          <span className={classes.none}>Never ran</span>
        )}
        {run?.ended_at && <RelativeTime at={run.ended_at} />}
      </p>
      <p className={classes.line} title={means}>
        <StateChip tone={tone} icon={icon}>
          {word}
        </StateChip>
        {good_at !== null && (
          <span className={classes.none}>
            built <RelativeTime at={good_at} />
          </span>
        )}
      </p>
      {build.freshness !== 'fresh' && <p className={classes.none}>{means}.</p>}
    </div>
  );
}

function SourceFacts({ source }: { source: LineageSource }) {
  return (
    <>
      <p className={classes.target}>
        <Copyable text={source.name} what="Name" />
      </p>
      <Section title="Written by">
        {source.written_by.length === 0 && (
          <p className={classes.none}>No job of this workspace writes it in this warehouse.</p>
        )}
        {source.written_by.map(({ job, job_id, environment }) => (
          <p key={job_id} className={classes.line}>
            <AreaLink to={`/jobs/${job_id}`}>{job}</AreaLink>
            <span className={classes.none}>in {environment}</span>
          </p>
        ))}
      </Section>
    </>
  );
}

function Neighbours({ node, own, around, onOpen }: Props & { own: string; around: Lineage | undefined }) {
  if (!around) return <Waiting lines={3} label="Loading what is around" />;
  const byKey = new Map(around.nodes.map(each => [each.key, each]));
  const list = (keys: string[]) =>
    keys
      .flatMap(key => byKey.get(key) ?? [])
      .sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
  const reads = list(around.edges.filter(({ to }) => to === node.key).map(({ from }) => from));
  const readers = list(around.edges.filter(({ from }) => from === node.key).map(({ to }) => to));
  const show = (each: LineageNode) => onOpen(each.key, `${focusOn(own)} ${selectorOf(each)}`);
  return (
    <>
      {node.kind === 'model' && <List title="Reads" nodes={reads} onOpen={show} none="Nothing." />}
      <List title="Read by" nodes={readers} onOpen={show} none="Nothing here." />
    </>
  );
}

function List({
  title,
  nodes,
  onOpen,
  none,
}: {
  title: string;
  nodes: LineageNode[];
  onOpen: (node: LineageNode) => void;
  none: string;
}) {
  return (
    <Section title={nodes.length > 0 ? `${title} ${nodes.length}` : title}>
      {nodes.length === 0 && <p className={classes.none}>{none}</p>}
      <ul className={classes.list}>
        {nodes.map(node => {
          const Icon = kindIcons[node.kind];
          return (
            <li key={node.key}>
              <Icon size={sizes.iconSmall} aria-hidden />
              <Anchor
                component="button"
                type="button"
                onClick={() => onOpen(node)}
                title={`${kindWords[node.kind]} ${node.name}`}
              >
                {node.name}
              </Anchor>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
