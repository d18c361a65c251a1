import { formatDuration } from '../../../../shared/domain/duration.ts';
import type { TestStage } from '../../../../shared/contract/environments.ts';
import { StateChip } from '../../../ui/chip.tsx';
import { pendingLook, stageLooks, stageWords } from './outcome.ts';
import classes from './test.module.css';

/** What the test found, stage by stage, in the order they were tried. */
export function TestStages({ stages }: { stages: readonly TestStage[] }) {
  return (
    <ol className={classes.stages} aria-label="Stages of the test">
      {stages.map(({ stage, state, message, hint, elapsed_ms }) => (
        <li key={stage} className={classes.stage} data-state={state}>
          <span className={classes.name}>{stageWords[stage]}</span>
          <span className={classes.state}>
            <StateChip tone={stageLooks[state].tone} icon={stageLooks[state].icon}>
              {stageLooks[state].word}
            </StateChip>
          </span>
          <span className={classes.message}>
            {message}
            {hint !== undefined && <span className={classes.hint}>{hint}</span>}
          </span>
          <span className={classes.elapsed}>{state === 'skipped' ? '' : formatDuration(elapsed_ms)}</span>
        </li>
      ))}
    </ol>
  );
}

/** The stages while the test is going on: which of them it is at is told by nobody before all are over. */
export function PendingStages() {
  return (
    <ol className={classes.stages} aria-label="Stages of the test">
      {Object.entries(stageWords).map(([stage, words]) => (
        <li key={stage} className={classes.stage}>
          <span className={classes.name}>{words}</span>
          <span className={classes.state}>
            <StateChip tone={pendingLook.tone} icon={pendingLook.icon}>
              {pendingLook.word}
            </StateChip>
          </span>
        </li>
      ))}
    </ol>
  );
}
