import type { RuleDefinition } from '../../../shared/contract/notifications.ts';
import type { NoticeKind } from '../../../shared/domain/notices.ts';
import type { RunState } from '../../../shared/domain/run-state.ts';

interface Named {
  id: number;
  name: string;
}

/** Something that rules may tell about. */
export interface Notice {
  kind: NoticeKind;
  /** Ms since the epoch. */
  at: number;
  job: Named | null;
  environment: Named | null;
  run: number | null;
  state: RunState | null;
  /** How many things of its kind it stands for: fires in a row. */
  count: number;
  /** One line for people. */
  text: string;
  /** Of "slow": how many times the usual duration the run took. */
  ratio?: number;
}

/** A rule as it is stored: jobs, environments and channels by their ids. */
export interface LinkedRule extends Omit<RuleDefinition, 'name' | 'jobs' | 'environments' | 'channels'> {
  jobs?: number[] | undefined;
  environments?: number[] | undefined;
  channels: number[];
}

const defaultFactor = 2;

/** The first of several notices about one thing that a rule tells about; they come with the most telling first. */
export function firstMatch(rule: LinkedRule, notices: readonly Notice[]): Notice | undefined {
  if (rule.enabled === false) return undefined;
  return notices.find(notice => {
    if (!rule.on.includes(notice.kind)) return false;
    if (notice.kind === 'slow' && (notice.ratio ?? 0) < (rule.factor ?? defaultFactor)) return false;
    if (rule.jobs && (notice.job === null || !rule.jobs.includes(notice.job.id))) return false;
    return (
      !rule.environments || (notice.environment !== null && rule.environments.includes(notice.environment.id))
    );
  });
}

/** The median of durations, ms; null for fewer than there have to be to call something usual. */
export function usualOf(durations: readonly number[]): number | null {
  if (durations.length < 3) return null;
  const sorted = durations.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}
