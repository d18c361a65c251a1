import { useState } from 'react';
import type { Run } from '../../../../shared/contract/runs.ts';
import { isTerminal } from '../../../../shared/domain/run-state.ts';
import { changeSearch, useSearch } from '../../../location.ts';
import { useQuickNow } from '../../../ui/clock.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Gantt } from './gantt-chart.tsx';
import { chartOf, notableBar } from './gantt.ts';
import { StepDetails } from './step-details.tsx';
import classes from './steps.module.css';

/** The steps of a run on a time axis, and one of them in full. Which one is in the address: `?step=1.build`. */
export function StepsView({ run }: { run: Run }) {
  return isTerminal(run.state) ? <Steps run={run} nowMs={0} /> : <LiveSteps run={run} />;
}

function LiveSteps({ run }: { run: Run }) {
  return <Steps run={run} nowMs={useQuickNow()} />;
}

function Steps({ run, nowMs }: { run: Run; nowMs: number }) {
  const asked = useSearch().get('step');
  const [shut, setShut] = useState(false);
  const chart = chartOf(run, nowMs);
  const chosen = chart.bars.find(bar => bar.key === asked) ?? (shut ? undefined : notableBar(chart.bars));
  const choose = (key: string | null) => {
    setShut(key === null);
    changeSearch({ step: key });
  };
  return (
    <div className={classes.view}>
      <Gantt
        chart={chart}
        attempts={run.attempts}
        chosen={chosen?.key}
        onChoose={key => choose(key === asked ? null : key)}
      />
      {chosen ? (
        <StepDetails bar={chosen} run={run} onClose={() => choose(null)} />
      ) : (
        <EmptyState>
          {run.steps.length === 0
            ? run.state === 'pending'
              ? 'It waits for its turn: nothing has been done yet.'
              : 'It ended before any step began.'
            : 'Choose a step to see what it sent and what came of it.'}
        </EmptyState>
      )}
    </div>
  );
}
