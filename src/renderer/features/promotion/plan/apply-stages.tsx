import { IconCircle, IconCircleCheck, IconCircleX, IconLoader2 } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { StateChip } from '../../../ui/chip.tsx';
import type { Tone } from '../../../ui/theme.ts';
import classes from './plan.module.css';

type Icon = ComponentType<{ size?: number | string; className?: string; 'aria-hidden'?: boolean }>;
type StageState = 'waiting' | 'running' | 'done' | 'failed';

interface Props {
  job: string;
  to: string;
  state: 'idle' | 'pending' | 'success' | 'error';
  /** It failed because the plan is no longer that of the world. */
  stale: boolean;
}

const looks: Record<StageState, { word: string; icon: Icon; tone: Tone }> = {
  waiting: { word: 'waiting', icon: IconCircle, tone: 'waiting' },
  running: { word: 'checking', icon: IconLoader2, tone: 'active' },
  done: { word: 'done', icon: IconCircleCheck, tone: 'success' },
  failed: { word: 'failed', icon: IconCircleX, tone: 'danger' },
};

/** What applying does, in its order: first everything the plan looked at is looked at again, then the tag changes. */
export function ApplyStages({ job, to, state, stale }: Props) {
  const check: StageState = state === 'pending' ? 'running' : state === 'error' ? 'failed' : 'done';
  const change: StageState = state === 'success' ? 'done' : 'waiting';
  return (
    <ol className={classes.stages} aria-label="Stages">
      <Stage state={check} word={check === 'failed' && stale ? 'moved' : undefined}>
        Plan again and compare with what was looked at
      </Stage>
      <Stage state={change} word={change === 'waiting' && state === 'error' ? 'not done' : undefined}>
        Let {job} run {to}, write the history, tell what waits for it
      </Stage>
    </ol>
  );
}

function Stage({
  state,
  word,
  children,
}: {
  state: StageState;
  word: string | undefined;
  children: React.ReactNode;
}) {
  const { icon, tone, word: usual } = looks[state];
  return (
    <li>
      <span>{children}</span>
      <StateChip tone={tone} icon={icon}>
        {word ?? usual}
      </StateChip>
    </li>
  );
}
