import type { Run } from '../../../../shared/contract/runs.ts';
import { isTerminal } from '../../../../shared/domain/run-state.ts';
import { changeSearch } from '../../../location.ts';
import { useQuickNow } from '../../../ui/clock.ts';
import { chartOf, tookOf } from '../steps/gantt.ts';
import { stepStateLooks } from '../steps/step-state.tsx';
import classes from './run-header.module.css';

/** The steps of the last attempt in a line, each with its time. */
export function StepStrip({ run }: { run: Run }) {
  return isTerminal(run.state) ? <Strip run={run} nowMs={0} /> : <LiveStrip run={run} />;
}

function LiveStrip({ run }: { run: Run }) {
  return <Strip run={run} nowMs={useQuickNow()} />;
}

function Strip({ run, nowMs }: { run: Run; nowMs: number }) {
  const bars = chartOf(run, nowMs).bars.filter(bar => bar.attempt === 0 || bar.attempt >= run.attempts);
  return (
    <ol className={classes.strip} aria-label="Steps">
      {bars.map(bar => {
        const { icon: Icon, word, tone } = stepStateLooks[bar.state];
        return (
          <li key={bar.key} className={classes.stripItem} data-tone={tone}>
            <button
              type="button"
              className={classes.stripStep}
              title={`${bar.name}: ${word}`}
              onClick={() => changeSearch({ tab: null, step: bar.key }, { push: true })}
            >
              <Icon
                size={12}
                className={bar.state === 'running' ? classes.turning : undefined}
                aria-label={word}
              />
              {bar.name}
              <span className={classes.took}>{tookOf(bar)}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
