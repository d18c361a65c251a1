import { Tooltip } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { formatDuration } from '../../shared/domain/duration.ts';
import type { RunSummary } from '../../shared/contract/runs.ts';
import { cronWords } from '../../shared/domain/cron-words.ts';
import { isTerminal } from '../../shared/domain/run-state.ts';
import { LabelChip } from '../ui/chip.tsx';
import { RunningDuration } from '../ui/time-text.tsx';
import { queuedMs, ranMs, tookText, wasLost } from './run-times.ts';
import { versionText } from './version-text.ts';

type Timed = Pick<RunSummary, 'times' | 'state'>;

/** How long a run waited for its turn; counting while it waits. */
export function QueuedTime({ run }: { run: Timed }) {
  const ms = queuedMs(run);
  return ms === null ? <RunningDuration since={run.times.created_at} /> : formatDuration(ms);
}

/** How long a run took; counting while it runs. */
export function RunTime({ run }: { run: Timed & Pick<RunSummary, 'failure_code'> }) {
  const ms = ranMs(run);
  if (ms !== null && wasLost(run)) {
    return (
      <Tooltip label="The engine lost it: when it ended is not known, only when that was noticed">
        <span>{tookText(formatDuration(ms), true)}</span>
      </Tooltip>
    );
  }
  if (ms !== null) return formatDuration(ms);
  const { claimed_at } = run.times;
  return claimed_at === null || isTerminal(run.state) ? '–' : <RunningDuration since={claimed_at} />;
}

/** Which text of the model ran. */
export function RunVersion({ run }: { run: Pick<RunSummary, 'version' | 'tag' | 'draft'> }) {
  return run.draft ? <DraftRunLabel /> : versionText(run);
}

/** Marks what ran unpublished text. */
export function DraftRunLabel() {
  return (
    <LabelChip tone="special" icon={IconPencil} title="Ran unpublished text; kept out of the main history">
      draft run
    </LabelChip>
  );
}

/** `manual by ada via web`, `schedule: At 06:00`, `after stg_flights #12 completed` */
export function triggerText({ kind, actor, cause }: RunSummary['trigger']): string {
  if (kind === 'schedule') return cronText(cause);
  if (kind === 'job' || kind === 'deployment') return cause;
  return `${kind === 'api' ? 'API' : 'manual'} by ${actor}`;
}

const cronText = (cron: string) => `schedule: ${cronWords(cron)}`;
