import { VisuallyHidden } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowsUp,
  IconCircleDashed,
  IconClockPause,
  IconHourglass,
  IconLoader2,
  IconPlayerPause,
} from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import { Link } from 'wouter';
import type { BoardCell } from '../../../../shared/contract/promotion.ts';
import { runStateLooks } from '../../../parts/run-state.tsx';
import { AreaLink } from '../../../parts/areas.tsx';
import { pausedText } from '../../../parts/paused-mark.tsx';
import { LabelChip } from '../../../ui/chip.tsx';
import { useNow } from '../../../ui/clock.ts';
import { sizes, type Tone } from '../../../ui/theme.ts';
import { relativeTime } from '../../../ui/time.ts';
import { planHref } from '../promotion-data.ts';
import {
  behindSentence,
  driftSentence,
  driftWord,
  goalText,
  isBehind,
  runningText,
  stateWords,
} from '../promotion-words.ts';
import classes from './board.module.css';

type Icon = ComponentType<{ size?: number | string; className?: string; 'aria-hidden'?: boolean }>;

interface Props {
  cell: BoardCell;
  /** The job's name is shown where an environment has several. */
  named: boolean;
  /** The tag a plan is being made for. */
  planning: string | undefined;
}

/** What a job of the board runs, how its last run went, and what wants to be looked at. */
export function CellContent({ cell, named, planning }: Props) {
  return (
    <>
      <span className={classes.runs}>
        <LabelChip title={runningText(cell.runs)}>{runningText(cell.runs)}</LabelChip>
      </span>
      {cell.last_run ? <LastRun run={cell.last_run} /> : <NeverRan cell={cell} />}
      {cell.paused !== null && (
        <Mark icon={IconPlayerPause} tone="warning" title={`Paused ${pausedText(cell.paused)}`} short terse>
          paused
        </Mark>
      )}
      {named && (
        <span className={classes.job} title={cell.job}>
          {cell.job}
        </span>
      )}
      <span className={classes.gap} />
      {planning !== undefined ? (
        <Mark icon={IconLoader2} tone="active" turning>
          {`planning ${planning}…`}
        </Mark>
      ) : cell.pending ? (
        <Link href={planHref(cell.pending.id)} className={classes.pending} tabIndex={-1} draggable={false}>
          <Mark icon={IconHourglass} tone="warning">
            {`${goalText(cell.pending.to)} ${stateWords[cell.pending.state]}`}
          </Mark>
        </Link>
      ) : (
        <Drift cell={cell} />
      )}
    </>
  );
}

function LastRun({ run }: { run: NonNullable<BoardCell['last_run']> }) {
  const { word, icon: Icon, tone } = runStateLooks[run.state];
  // What went well needs no word beside its sign; everything else has one.
  const quiet = run.state === 'completed';
  return (
    <AreaLink to={`/runs/${run.id}`} className={classes.run} inGrid>
      <span className={classes.runState} data-tone={tone} data-running={tone === 'active' || undefined}>
        <Icon size={sizes.iconSmall} aria-hidden />
        {quiet ? <VisuallyHidden>{word}</VisuallyHidden> : word}
      </span>
      {run.ended_at !== null && <Age at={run.ended_at} />}
    </AreaLink>
  );
}

/** Stands where the last run does. */
function NeverRan({ cell }: { cell: BoardCell }) {
  if (cell.drift !== 'never_ran') return null;
  const { icon, tone } = driftLooks.never_ran;
  return (
    <Mark icon={icon} tone={tone} title={driftSentence(cell)}>
      {driftWord(cell) ?? ''}
    </Mark>
  );
}

function Age({ at }: { at: string }) {
  const text = relativeTime(Date.parse(at), useNow()).replace(/ ago$/, '');
  return <time dateTime={at}>{text}</time>;
}

const driftLooks: Record<BoardCell['drift'], { icon: Icon; tone: Tone }> = {
  none: { icon: IconCircleDashed, tone: 'muted' },
  behind: { icon: IconArrowDown, tone: 'muted' },
  never_ran: { icon: IconCircleDashed, tone: 'waiting' },
  not_run_yet: { icon: IconClockPause, tone: 'warning' },
  untagged: { icon: IconArrowsUp, tone: 'waiting' },
};

function Drift({ cell }: { cell: BoardCell }) {
  const word = driftWord(cell);
  if (word === undefined) return null;
  const { icon, tone } = driftLooks[cell.drift];
  return (
    <>
      {isBehind(cell) && cell.drift !== 'behind' && (
        <Mark icon={driftLooks.behind.icon} tone={driftLooks.behind.tone} title={behindSentence(cell)} short>
          {cell.behind_by}
          <VisuallyHidden> behind</VisuallyHidden>
        </Mark>
      )}
      {/* How the last run ended stands beside it, or that there was none. */}
      {cell.drift !== 'never_ran' && (
        <Mark icon={icon} tone={tone} title={driftSentence(cell)}>
          {word}
        </Mark>
      )}
    </>
  );
}

interface MarkProps {
  icon: Icon;
  tone: Tone;
  /** What it means in a sentence; absent where the word says it. */
  title?: string;
  turning?: boolean;
  /** Never cut off. */
  short?: boolean;
  /** In a narrow cell its sign alone is seen. */
  terse?: boolean;
  children: ReactNode;
}

function Mark({
  icon: Icon,
  tone,
  title,
  turning = false,
  short = false,
  terse = false,
  children,
}: MarkProps) {
  return (
    <span
      className={classes.mark}
      data-tone={tone}
      data-short={short || undefined}
      data-terse={terse || undefined}
      title={title ?? (typeof children === 'string' ? children : undefined)}
    >
      <Icon size={12} className={turning ? classes.turning : undefined} aria-hidden />
      <span className={classes.markText}>{children}</span>
    </span>
  );
}
