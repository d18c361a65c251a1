import { memo, useMemo } from 'react';
import type { ViewNode } from '../../../../shared/domain/lineage-view.ts';
import { type Layout, pathOf } from '../layout/elk-graph.ts';
import type { Look } from '../looks.ts';
import classes from './graph.module.css';

const arrow = 5;

/** All lines in a few paths, however many there are: panning moves one picture. */
export const EdgeLayer = memo(function EdgeLayer({
  layout,
  way,
}: {
  layout: Layout;
  /** What is on the way through what is open. */
  way: ReadonlySet<string> | undefined;
}) {
  const { plain, marked } = useMemo(() => {
    const lines = { plain: '', marked: '', plainHeads: '', markedHeads: '' };
    for (const { from, to, points } of layout.edges) {
      const end = points.at(-1);
      if (!end) continue;
      const on = way?.has(from) === true && way.has(to);
      lines[on ? 'marked' : 'plain'] += pathOf(points);
      lines[on ? 'markedHeads' : 'plainHeads'] +=
        `M${end.x} ${end.y}l${-arrow * 1.6} ${-arrow}v${arrow * 2}z`;
    }
    return {
      plain: { line: lines.plain, heads: lines.plainHeads },
      marked: { line: lines.marked, heads: lines.markedHeads },
    };
  }, [layout, way]);
  return (
    <svg className={classes.layer} width={layout.width} height={layout.height} aria-hidden>
      <path className={classes.line} d={plain.line} />
      <path className={classes.heads} d={plain.heads} />
      <path className={classes.line} data-way d={marked.line} />
      <path className={classes.heads} data-way d={marked.heads} />
    </svg>
  );
});

/** All nodes as boxes of their colour, where they are too small for words. */
export const FarLayer = memo(function FarLayer({
  layout,
  nodes,
  looks,
  open,
  cursor,
}: {
  layout: Layout;
  nodes: readonly ViewNode[];
  looks: ReadonlyMap<string, Look>;
  open: string | null;
  cursor: string | undefined;
}) {
  return (
    <svg className={classes.layer} width={layout.width} height={layout.height} aria-hidden>
      {nodes.map(node => {
        const box = layout.nodes.get(node.key);
        const look = looks.get(node.key);
        if (!box) return null;
        return (
          <rect
            key={node.key}
            data-key={node.key}
            x={box.x}
            y={box.y}
            width={box.width}
            height={box.height}
            rx={6}
            className={classes.far}
            data-tone={look?.tone}
            data-hue={look?.hue}
            data-open={node.key === open || undefined}
            data-cursor={node.key === cursor || undefined}
          >
            <title>{`${node.name}: ${look?.word ?? ''}`}</title>
          </rect>
        );
      })}
    </svg>
  );
});
