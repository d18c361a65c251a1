import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconCircleX,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { TestStage } from '../../../../shared/contract/environments.ts';
import type { Tone } from '../../../ui/theme.ts';

type Icon = ComponentType<{ size?: number | string; className?: string; 'aria-hidden'?: boolean }>;

interface Look {
  word: string;
  icon: Icon;
  tone: Tone;
}

/** The stages in the order they are tried. */
export const stageWords: Record<TestStage['stage'], string> = {
  reach: 'Reach the warehouse',
  sign_in: 'Sign in',
  role: 'Role',
  warehouse: 'Warehouse',
  database: 'Database and schema',
  privileges: 'Privileges',
};

export const stageLooks: Record<TestStage['state'], Look> = {
  ok: { word: 'ok', icon: IconCircleCheck, tone: 'success' },
  warning: { word: 'warning', icon: IconAlertTriangle, tone: 'warning' },
  failed: { word: 'failed', icon: IconCircleX, tone: 'danger' },
  skipped: { word: 'skipped', icon: IconCircleMinus, tone: 'muted' },
};

/** Of a stage whose answer is still to come. */
export const pendingLook: Look = { word: 'waiting', icon: IconCircleDashed, tone: 'waiting' };

/** `Works`, `Works, 1 warning`, `2 stages failed`: the outcome in a few words. */
export function outcomeOf(stages: readonly TestStage[]): { words: string; tone: Tone; icon: Icon } {
  const count = (state: TestStage['state']) => stages.filter(stage => stage.state === state).length;
  const [failed, warnings] = [count('failed'), count('warning')];
  const pick = (state: TestStage['state']) => ({
    tone: stageLooks[state].tone,
    icon: stageLooks[state].icon,
  });
  if (failed > 0) {
    return { words: failed === 1 ? '1 stage failed' : `${failed} stages failed`, ...pick('failed') };
  }
  if (warnings > 0) {
    return { words: warnings === 1 ? 'Works, 1 warning' : `Works, ${warnings} warnings`, ...pick('warning') };
  }
  return { words: 'Works', ...pick('ok') };
}
