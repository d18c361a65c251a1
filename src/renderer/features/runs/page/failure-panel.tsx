import { Button } from '@mantine/core';
import { IconAlertTriangle, IconChevronDown, IconChevronRight, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import type { Failure, Run } from '../../../../shared/contract/runs.ts';
import { changeSearch, navigate } from '../../../location.ts';
import { useHasArea } from '../../../parts/areas.tsx';
import { copyText } from '../../../ui/copy.ts';
import { Copyable } from '../../../ui/copyable.tsx';
import { sizes } from '../../../ui/theme.ts';
import { absoluteTime } from '../../../ui/time.ts';
import { troubleText } from '../../../ui/trouble.ts';
import { openRetry } from '../dialogs/retry-state.ts';
import { useNotAgain } from '../use-run-again.ts';
import { type FailureAction, failureActions } from './failure-actions.ts';
import classes from './failure.module.css';

/** What went wrong in a run that failed: open by default. */
export function FailurePanel({ run }: { run: Run }) {
  const [open, setOpen] = useState(true);
  const last = run.failures.at(-1);
  if (!last) return null;
  const earlier = run.failures.length - 1;
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <section className={classes.panel} aria-label="Failure">
      <button type="button" className={classes.head} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Chevron size={sizes.iconSmall} aria-hidden />
        <IconAlertTriangle size={sizes.icon} className={classes.icon} aria-hidden />
        <span className={classes.title}>
          Failed{last.step === '' ? '' : ` in ${last.step}`}
          {run.attempts > 1 && `, attempt ${last.attempt} of ${run.attempts}`}
        </span>
        {!open && <span className={classes.short}>{last.message}</span>}
      </button>
      {open && (
        <div className={classes.body}>
          <p className={classes.message}>{last.message}</p>
          {last.hint !== null && <p className={classes.hint}>{last.hint}</p>}
          <FailureFacts failure={last} />
          {earlier > 0 && (
            <ul className={classes.earlier} aria-label="Earlier failures">
              {run.failures.slice(0, -1).map(failure => (
                <li key={`${failure.attempt} ${failure.step}`}>
                  Attempt {failure.attempt}, {failure.step}: {failure.message}
                </li>
              ))}
            </ul>
          )}
          <div className={classes.actions}>
            {failureActions(last, run).map(action => (
              <ActionButton key={action.kind} action={action} run={run} failure={last} />
            ))}
            <Button
              variant="subtle"
              color="gray"
              leftSection={<IconCopy size={sizes.iconSmall} aria-hidden />}
              onClick={() => void copyText(failureText(run, last), 'Details')}
            >
              Copy details
            </Button>
          </div>
        </div>
      )}
    </section>
  );
}

function FailureFacts({ failure }: { failure: Failure }) {
  return (
    <dl className={classes.facts}>
      <div>
        <dt>Code</dt>
        <dd className={classes.code}>{failure.code}</dd>
      </div>
      {failure.sqlstate !== null && (
        <div>
          <dt>SQLSTATE</dt>
          <dd className={classes.code}>{failure.sqlstate}</dd>
        </div>
      )}
      {failure.query_id !== null && (
        <div>
          <dt>Query id</dt>
          <dd>
            <Copyable text={failure.query_id} what="Query id" />
          </dd>
        </div>
      )}
      <div>
        <dt>Worth a retry</dt>
        <dd>{failure.retryable ? 'yes' : 'no, something must change first'}</dd>
      </div>
    </dl>
  );
}

function ActionButton({ action, run, failure }: { action: FailureAction; run: Run; failure: Failure }) {
  const notAgain = useNotAgain(run);
  const hasJobs = useHasArea('jobs') && notAgain === undefined;
  switch (action.kind) {
    case 'model':
      return (
        <Button onClick={() => navigate(`/models/${run.model_id}`)}>
          {action.line === null ? `Open ${run.model}` : `Open ${run.model}, see line ${action.line}`}
        </Button>
      );
    case 'sql':
      return (
        <Button
          onClick={() =>
            changeSearch({ tab: 'sql', text: 'model', line: String(action.line) }, { push: true })
          }
        >
          Show line {action.line} as it ran
        </Button>
      );
    case 'mapping':
      return (
        <Button onClick={() => changeSearch({ tab: 'sql', part: 'mapping' }, { push: true })}>
          Open mapping
        </Button>
      );
    case 'statement':
      return (
        <Button
          onClick={() =>
            changeSearch({ tab: 'steps', step: `${failure.attempt}.${failure.step}` }, { push: true })
          }
        >
          Show the statement
        </Button>
      );
    case 'checks':
      return <Button onClick={() => changeSearch({ tab: 'checks' }, { push: true })}>Show the checks</Button>;
    case 'job':
      return hasJobs && <Button onClick={() => navigate(`/jobs/${run.job_id}/edit`)}>Edit {run.job}</Button>;
    case 'again':
      return hasJobs && <Button onClick={() => openRetry(run)}>Run again…</Button>;
  }
}

/** All of it as text, for a report. */
function failureText(run: Run, failure: Failure): string {
  const { sqlstate, query_id: queryId, hint, code, message, step, attempt } = failure;
  const ended = run.times.ended_at === null ? '' : `, ${absoluteTime(Date.parse(run.times.ended_at), 'UTC')}`;
  return troubleText({
    title: `Run #${run.id} of ${run.job} in ${run.environment} failed in ${step}, attempt ${attempt}${ended}`,
    message,
    hint: hint ?? undefined,
    code: sqlstate === null ? code : `${code}, SQLSTATE ${sqlstate}`,
    queryId: queryId ?? undefined,
  });
}
