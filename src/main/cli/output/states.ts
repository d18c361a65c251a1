import type { PromotionState } from '../../../shared/domain/promotion-state.ts';
import type { BuildModel } from '../../../shared/contract/builds.ts';
import type { BuildState } from '../../../shared/domain/build-state.ts';
import type { RunState } from '../../../shared/domain/run-state.ts';
import type { StyleName } from './styles.ts';
import type { Span } from './table.ts';

type Look = [icon: string, style: StyleName];

/** Never colour alone: each state has an icon, and its word stands beside it. */
const runLooks: Record<RunState, Look> = {
  pending: ['○', 'gray'],
  running: ['▶', 'blue'],
  pending_cancellation: ['◐', 'yellow'],
  completed: ['✓', 'green'],
  failed: ['✗', 'red'],
  skipped: ['↷', 'cyan'],
  cancelled: ['⊘', 'gray'],
};

const promotionLooks: Record<PromotionState, Look> = {
  planned: ['○', 'gray'],
  awaiting_approval: ['◐', 'yellow'],
  approved: ['◑', 'blue'],
  applied: ['✓', 'green'],
  rolled_back: ['↶', 'yellow'],
  rejected: ['✗', 'red'],
  expired: ['⊘', 'gray'],
};

export function words(state: string): string {
  return state.replaceAll('_', ' ');
}

export function runStateSpan(state: RunState): Span {
  const [icon, style] = runLooks[state];
  return { text: `${icon} ${words(state)}`, style };
}

/** The states of a build are those of a run, fewer. */
export function buildStateSpan(state: BuildState): Span {
  return runStateSpan(state);
}

export function buildModelSpan(state: BuildModel['state']): Span {
  return state === 'waiting' ? { text: '○ waiting', style: 'gray' } : runStateSpan(state);
}

export function runIcon(state: RunState): Span {
  const [text, style] = runLooks[state];
  return { text, style };
}

export function promotionStateSpan(state: PromotionState): Span {
  const [icon, style] = promotionLooks[state];
  return { text: `${icon} ${words(state)}`, style };
}

const checkLooks = {
  ok: ['✓', 'green'],
  completed: ['✓', 'green'],
  warning: ['!', 'yellow'],
  failed: ['✗', 'red'],
  cancelled: ['⊘', 'gray'],
  skipped: ['↷', 'gray'],
  running: ['▶', 'blue'],
} as const satisfies Record<string, Look>;

/** Of checks, test stages and steps. */
export function checkSpan(state: keyof typeof checkLooks): Span {
  const [icon, style] = checkLooks[state];
  return { text: `${icon} ${state}`, style };
}
