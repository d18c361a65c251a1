import { IconAlertTriangle, IconCircleCheck, IconCircleMinus, IconCircleX } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { formatDuration } from '../../../../shared/domain/duration.ts';
import type { TestStage } from '../../../../shared/contract/environments.ts';
import { StateChip } from '../../../ui/chip.tsx';
import type { Tone } from '../../../ui/theme.ts';
import classes from './test.module.css';

type Icon = ComponentType<{ size?: number | string; className?: string; 'aria-hidden'?: boolean }>;

const stageWords: Record<TestStage['stage'], string> = {
  reach: 'Reach the warehouse',
  sign_in: 'Sign in',
  role: 'Role',
  warehouse: 'Warehouse',
  database: 'Database and schema',
  privileges: 'Privileges',
};

const looks: Record<TestStage['state'], { word: string; icon: Icon; tone: Tone }> = {
  ok: { word: 'ok', icon: IconCircleCheck, tone: 'success' },
  warning: { word: 'warning', icon: IconAlertTriangle, tone: 'warning' },
  failed: { word: 'failed', icon: IconCircleX, tone: 'danger' },
  skipped: { word: 'skipped', icon: IconCircleMinus, tone: 'muted' },
};

/** What the test found, stage by stage, in the order they were tried. */
export function TestStages({ stages }: { stages: readonly TestStage[] }) {
  return (
    <ol className={classes.stages} aria-label="Stages of the test">
      {stages.map(({ stage, state, message, hint, elapsed_ms }) => (
        <li key={stage} className={classes.stage}>
          <span className={classes.name}>{stageWords[stage]}</span>
          <span className={classes.state}>
            <StateChip tone={looks[state].tone} icon={looks[state].icon}>
              {looks[state].word}
            </StateChip>
          </span>
          <span className={classes.message}>
            {message}
            {hint !== undefined && <span className={classes.hint}>{hint}</span>}
          </span>
          <span className={classes.elapsed}>{formatDuration(elapsed_ms)}</span>
        </li>
      ))}
    </ol>
  );
}

/** `All stages passed`, `1 warning`, `2 stages failed`: the outcome in a few words. */
export function outcomeOf(stages: readonly TestStage[]): { words: string; tone: Tone; icon: Icon } {
  const count = (state: TestStage['state']) => stages.filter(stage => stage.state === state).length;
  const [failed, warnings] = [count('failed'), count('warning')];
  if (failed > 0) {
    return { words: failed === 1 ? '1 stage failed' : `${failed} stages failed`, ...pick('failed') };
  }
  if (warnings > 0) {
    return { words: warnings === 1 ? 'Works, 1 warning' : `Works, ${warnings} warnings`, ...pick('warning') };
  }
  return { words: 'Works', ...pick('ok') };
}

function pick(state: TestStage['state']): { tone: Tone; icon: Icon } {
  return { tone: looks[state].tone, icon: looks[state].icon };
}
