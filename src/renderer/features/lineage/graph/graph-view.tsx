import '@xyflow/react/dist/base.css';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconFocusCentered, IconMaximize, IconMinus, IconPlus } from '@tabler/icons-react';
import { ReactFlow, ReactFlowProvider, useReactFlow, useStore, ViewportPortal } from '@xyflow/react';
import { type KeyboardEvent, type MouseEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { Environment } from '../../../../shared/contract/environments.ts';
import type { View } from '../../../../shared/domain/lineage-view.ts';
import { sizes } from '../../../ui/theme.ts';
import type { Layout } from '../layout/elk-graph.ts';
import type { Colours } from '../lineage-address.ts';
import { lookOf } from '../looks.ts';
import { sentenceOf } from '../words.ts';
import classes from './graph.module.css';
import { EdgeLayer, FarLayer } from './layers.tsx';
import { type CardNode, NodeCard } from './node-card.tsx';
import { neighboursOf, type Step, stepFrom, wayThrough } from './walk.ts';

interface Props {
  label: string;
  view: View;
  layout: Layout;
  colours: Colours;
  environment: Environment;
  /** Key of what is open at the side. */
  open: string | null;
  onOpen: (key: string | null) => void;
  /** What is to be marked in place of the way through what is open. */
  marked: ReadonlySet<string> | undefined;
  /** Shows what is around a node only. */
  onFocus: (key: string) => void;
}

const nodeTypes = { card: NodeCard };
/** Below this nodes are boxes without words. */
const farBelow = 0.35;
const minZoom = 0.02;
const maxZoom = 1.6;
/** A graph that fits at this zoom is shown whole rather than in part. */
const worthWhole = 0.7;
/** A few nodes are not blown up. */
const readable = 1;
const moveMs = 120;
const noEdges: never[] = [];

const keys: Record<string, Step> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
};

/** The graph: drag and scroll to move, arrows to walk along it, Enter opens, Shift+Enter shows what is around. */
export function GraphView(props: Props) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas({ label, view, layout, colours, environment, open, marked, onOpen, onFocus }: Props) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const flow = useReactFlow();
  const far = useStore(state => state.transform[2] < farBelow);
  const width = useStore(state => state.width);
  const height = useStore(state => state.height);
  const [cursor, setCursor] = useState<string | undefined>(open ?? undefined);
  const at = cursor !== undefined && layout.nodes.has(cursor) ? cursor : undefined;
  const neighbours = useMemo(() => neighboursOf(view.edges), [view]);
  const looks = useMemo(
    () => new Map(view.nodes.map(node => [node.key, lookOf(node, colours, environment)])),
    [view, colours, environment],
  );
  const sentences = useMemo(
    () =>
      new Map(
        view.nodes.map(node => {
          const reads = neighbours.reads.get(node.key)?.length ?? 0;
          const readers = neighbours.readers.get(node.key)?.length ?? 0;
          const look = looks.get(node.key) ?? lookOf(node, colours, environment);
          return [node.key, sentenceOf(node, look, reads, readers)];
        }),
      ),
    [view, looks, neighbours, colours, environment],
  );
  const way = useMemo(
    () => marked ?? (open !== null && layout.nodes.has(open) ? wayThrough(open, neighbours) : undefined),
    [marked, open, neighbours, layout],
  );
  // Names have blanks, ids have none.
  const domIds = useMemo(
    () => new Map(view.nodes.map(({ key }, index) => [key, `${id}-${index}`])),
    [view, id],
  );
  const cards = useMemo(
    () =>
      far
        ? []
        : view.nodes.flatMap((node): CardNode[] => {
            const place = layout.nodes.get(node.key);
            const look = looks.get(node.key);
            if (!place || !look) return [];
            return [
              {
                id: node.key,
                type: 'card',
                position: { x: place.x, y: place.y },
                width: place.width,
                height: place.height,
                data: {
                  node,
                  look,
                  sentence: sentences.get(node.key) ?? node.name,
                  domId: domIds.get(node.key) ?? id,
                  cursor: node.key === at,
                  open: node.key === open,
                  onWay: way?.has(node.key) ?? false,
                },
              },
            ];
          }),
    [view, layout, looks, sentences, at, open, way, far, domIds, id],
  );

  const fit = () => {
    const room = { x: 0, y: 0, width: layout.width, height: layout.height };
    const zoom = Math.min(readable, width / room.width, height / room.height);
    const x = (width - room.width * zoom) / 2;
    const y = (height - room.height * zoom) / 2;
    void flow.setViewport({ x, y, zoom: Math.max(minZoom, zoom) });
  };
  const center = (key: string, zoom = Math.max(flow.getZoom(), 0.8)) => {
    const place = layout.nodes.get(key);
    if (!place) return;
    const middle = [place.x + place.width / 2, place.y + place.height / 2] as const;
    void flow.setCenter(middle[0], middle[1], { zoom, duration: calm() ? 0 : moveMs });
  };

  const inView = (key: string) => {
    const place = layout.nodes.get(key);
    const { x, y, zoom } = flow.getViewport();
    return (
      place !== undefined &&
      zoom >= farBelow &&
      place.x * zoom + x >= 0 &&
      place.y * zoom + y >= 0 &&
      (place.x + place.width) * zoom + x <= width &&
      (place.y + place.height) * zoom + y <= height
    );
  };

  // Another graph begins whole; the same one with other states stays where it is.
  const shown = useRef<{ layout: Layout; width: number; height: number }>(undefined);
  useEffect(() => {
    const before = shown.current;
    if (width === 0 || (before?.layout === layout && before.width === width && before.height === height)) {
      return;
    }
    shown.current = { layout, width, height };
    if (before?.layout !== layout) fit();
    // What is open stays to be seen: the whole may be too small to read, and its details take room.
    if (open === null || !layout.nodes.has(open) || inView(open)) return;
    if (Math.min(width / layout.width, height / layout.height) >= worthWhole) fit();
    else center(open);
  });

  const go = (key: string | undefined) => {
    if (key === undefined) return;
    setCursor(key);
    if (layout.nodes.has(key) && !inView(key)) center(key);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== box.current || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = keys[event.key];
    if (step) go(stepFrom(at ?? open ?? undefined, step, layout, neighbours));
    else if (event.key === 'Enter' && at !== undefined) {
      if (event.shiftKey) onFocus(at);
      else onOpen(at);
    } else if (event.key === '+' || event.key === '=') void flow.zoomIn();
    else if (event.key === '-') void flow.zoomOut();
    else if (event.key === '0') fit();
    else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent) => {
    const key =
      event.target instanceof Element
        ? event.target.closest<SVGElement>('[data-key]')?.dataset.key
        : undefined;
    if (key === undefined) return;
    setCursor(key);
    onOpen(key);
  };
  const rendered = at !== undefined && !far;

  return (
    <ReactFlow
      ref={box}
      className={classes.graph}
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={rendered ? domIds.get(at) : undefined}
      onKeyDown={onKeyDown}
      onClick={onClick}
      nodes={cards}
      edges={noEdges}
      nodeTypes={nodeTypes}
      onNodeClick={(_event, { id: key }) => {
        setCursor(key);
        onOpen(key);
      }}
      onNodeDoubleClick={(_event, { id: key }) => onFocus(key)}
      onlyRenderVisibleElements
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      elementsSelectable={false}
      disableKeyboardA11y
      deleteKeyCode={null}
      selectionKeyCode={null}
      zoomOnDoubleClick={false}
      minZoom={minZoom}
      maxZoom={maxZoom}
      proOptions={{ hideAttribution: true }}
    >
      <ViewportPortal>
        <EdgeLayer layout={layout} way={way} />
        {far && <FarLayer layout={layout} nodes={view.nodes} looks={looks} open={open} cursor={at} />}
      </ViewportPortal>
      <div className={classes.controls}>
        <Control label="Zoom in (+)" icon={IconPlus} onClick={() => void flow.zoomIn()} />
        <Control label="Zoom out (-)" icon={IconMinus} onClick={() => void flow.zoomOut()} />
        <Control label="Show all (0)" icon={IconMaximize} onClick={fit} />
        {open !== null && layout.nodes.has(open) && (
          <Control label="Show what is open" icon={IconFocusCentered} onClick={() => center(open)} />
        )}
      </div>
    </ReactFlow>
  );
}

function Control({
  label,
  icon: Icon,
  onClick,
}: {
  label: string;
  icon: typeof IconPlus;
  onClick: () => void;
}) {
  return (
    <Tooltip label={label} position="right">
      <ActionIcon variant="default" aria-label={label} onClick={onClick}>
        <Icon size={sizes.icon} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
