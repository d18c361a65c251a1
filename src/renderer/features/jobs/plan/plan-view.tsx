import type { BuildWindow, JobPlan, PlannedStep } from '../../../../shared/contract/job-plans.ts';
import { windowIntervals } from '../../../../shared/domain/build-window.ts';
import { counted } from '../../../ui/numbers.ts';
import { CodeView } from '../../../ui/sql/code-view.tsx';
import classes from './plan.module.css';

const purposes: Record<PlannedStep['purpose'], string> = {
  gate: 'asks its conditions: unmet, the run is skipped',
  prepare: 'makes room for it',
  build: 'builds it in its place',
  shadow: 'builds beside the target, where nobody reads it',
  comment: 'describes it in the warehouse as the model is',
  inspect: 'looks whether that can be published',
  audit: 'asks the checks of it',
  publish: 'puts it into its place: from here on readers see it',
  cleanup: 'removes what stood beside the target',
};

/** What a run would do: what it builds and why, and each statement in its order. */
export function PlanView({ plan }: { plan: JobPlan }) {
  const { window, problem, skipped, warnings, steps, sources, conditions, checks } = plan;
  return (
    <div className={classes.plan}>
      {window && <Built window={window} />}
      {skipped !== null && (
        <output className={classes.skipped}>
          <strong>It would be skipped now</strong>: {skipped}.
        </output>
      )}
      {problem && (
        <div className={classes.problem} role="alert">
          <p>
            <strong>It would fail before anything is written.</strong> {problem.message}
          </p>
          {problem.hint !== null && <p>{problem.hint}.</p>}
        </div>
      )}
      {warnings.length > 0 && (
        <ul className={classes.warnings} aria-label="Warnings">
          {warnings.map(message => (
            <li key={message}>{message}</li>
          ))}
        </ul>
      )}
      {sources.length > 0 && (
        <p className={classes.sources}>
          Reads{' '}
          {sources.map(({ written, reads }, index) => (
            <span key={`${written} ${reads}`}>
              {index > 0 && ', '}
              <code>{reads}</code>
              {written !== reads && ` (written as ${written})`}
            </span>
          ))}
        </p>
      )}
      {conditions.length > 0 && (
        <div>
          <p>Skipped unless:</p>
          <Lines lines={conditions} />
        </div>
      )}
      {steps.length > 0 && (
        <ol className={classes.steps} aria-label={counted(steps.length, 'step')}>
          {steps.map(({ name, purpose, statements }) => (
            <li key={name}>
              <p>
                <strong>{name}</strong> <span className={classes.dim}>{purposes[purpose]}</span>
              </p>
              {purpose === 'audit' && <Lines lines={checks} />}
              {statements.length > 0 && (
                <CodeView
                  sql={statements.map(statement => `${statement};`).join('\n\n')}
                  label={`Statements of ${name}`}
                />
              )}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

/** What of the target is built, and why. */
function Built({ window }: { window: BuildWindow }) {
  const { mode, reason, start, end } = window;
  const intervals = windowIntervals(window);
  return (
    <p>
      <strong>{mode === 'full' ? 'Builds all' : 'Builds what is new'}</strong>: {reason}.{' '}
      {intervals !== null && `That is ${intervals}. `}
      {start !== null && end === null && (
        <>
          Rows are new from <code>{start}</code> on.
        </>
      )}
      {start !== null && end !== null && (
        <>
          Rows are taken from <code>{start}</code> up to <code>{end}</code>.
        </>
      )}
    </p>
  );
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul className={classes.lines}>
      {lines.map(line => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
