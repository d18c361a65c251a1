/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a picture made of words */
import type { NodeProps, Node } from '@xyflow/react';
import { memo } from 'react';
import type { ViewNode } from '../../../../shared/domain/lineage-view.ts';
import { sizes } from '../../../ui/theme.ts';
import { kindIcons, type Look } from '../looks.ts';
import { linesOf } from '../words.ts';
import classes from './graph.module.css';

export interface CardData extends Record<string, unknown> {
  node: ViewNode;
  look: Look;
  /** What is told to those who listen. */
  sentence: string;
  domId: string;
  /** Where the keyboard is, what is open, what lies on the way through it. */
  cursor: boolean;
  open: boolean;
  onWay: boolean;
}

export type CardNode = Node<CardData, 'card'>;

/** A node as it is drawn when there is room for words. */
export const NodeCard = memo(function NodeCard({ data }: NodeProps<CardNode>) {
  const { node, look, sentence, domId, cursor, open, onWay } = data;
  const { title, beside } = linesOf(node);
  const KindIcon = kindIcons[node.kind];
  const { icon: LookIcon } = look;
  const low = node.kind === 'job' || node.kind === 'target';
  return (
    <div
      id={domId}
      role="img"
      aria-label={sentence}
      className={classes.card}
      data-kind={node.kind}
      data-tone={look.tone}
      data-hue={look.hue}
      data-cursor={cursor || undefined}
      data-open={open || undefined}
      data-way={onWay || undefined}
      title={node.name}
    >
      <span className={classes.title}>
        <KindIcon size={sizes.iconSmall} aria-hidden className={classes.kind} />
        <span className={classes.name}>{title}</span>
      </span>
      {!low && (
        <span className={classes.second}>
          <span className={classes.look}>
            <LookIcon size={12} aria-hidden />
            {look.word}
          </span>
          <span className={classes.beside}>{beside}</span>
        </span>
      )}
    </div>
  );
});
