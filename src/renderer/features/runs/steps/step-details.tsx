import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Run } from '../../../../shared/contract/runs.ts';
import { Copyable } from '../../../ui/copyable.tsx';
import { formatBytes, formatCount } from '../../../ui/numbers.ts';
import { CodeView } from '../../../ui/sql/code-view.tsx';
import { sizes } from '../../../ui/theme.ts';
import { absoluteTime } from '../../../ui/time.ts';
import { type Bar, tookOf } from './gantt.ts';
import { StepStateChip } from './step-state.tsx';
import classes from './steps.module.css';

interface Props {
  bar: Bar;
  run: Run;
  onClose: () => void;
}

/** What a step sent and what came of it. */
export function StepDetails({ bar, run, onClose }: Props) {
  const { step } = bar;
  const {
    rows = null,
    bytes = null,
    query_id: queryId = null,
    message = null,
    statement = null,
  } = step ?? {};
  return (
    <section className={classes.details} aria-label={`Step ${bar.name}`}>
      <header className={classes.detailsHead}>
        <h2>{bar.name}</h2>
        <StepStateChip state={bar.state} />
        <dl className={classes.facts}>
          {run.attempts > 1 && step && <Fact name="Attempt">{step.attempt}</Fact>}
          <Fact name="Began">{absoluteTime(bar.fromMs)}</Fact>
          <Fact name={bar.open ? 'So far' : 'Took'}>{tookOf(bar)}</Fact>
          {rows !== null && <Fact name="Rows">{formatCount(rows)}</Fact>}
          {bytes !== null && <Fact name="Size">{formatBytes(bytes)}</Fact>}
          {queryId !== null && (
            <Fact name="Query id">
              <Copyable text={queryId} what="Query id" />
            </Fact>
          )}
        </dl>
        <ActionIcon aria-label={`Close step ${bar.name}`} onClick={onClose}>
          <IconX size={sizes.icon} aria-hidden />
        </ActionIcon>
      </header>
      {message !== null && (
        <p className={classes.message} data-tone={bar.state === 'failed' ? 'danger' : undefined}>
          {message}
        </p>
      )}
      {statement !== null && statement !== '' ? (
        <div className={classes.statement}>
          <CodeView fill sql={statement} label="Statement" />
        </div>
      ) : (
        <p className={classes.nothing}>{step ? 'It sent no statement of its own.' : waitedFor(run, bar)}</p>
      )}
    </section>
  );
}

function waitedFor(run: Run, bar: Bar): string {
  const { times, frozen } = run;
  if (bar.attempt > 0) return waitedBetween(run, bar);
  const { environment } = frozen;
  const limit = environment.limits.max_concurrent_runs;
  const rule = `One run of a job at a time, and up to ${limit} in ${environment.name}.`;
  return times.claimed_at === null ? `It waits for its turn. ${rule}` : `It waited for its turn. ${rule}`;
}

/** Why there was another attempt, and when it begins or began. */
function waitedBetween({ failures, frozen, times, attempts }: Run, { attempt, open }: Bar): string {
  const { backoff = '30s' } = frozen.definition.retries ?? {};
  const failure = failures.findLast(each => each.attempt === attempt - 1)?.message;
  const begins =
    open && times.retry_at !== null
      ? `Attempt ${attempt} begins at ${absoluteTime(Date.parse(times.retry_at))}.`
      : attempt > attempts
        ? `Attempt ${attempt} never began.`
        : '';
  return [
    `Attempt ${attempt - 1} failed in a way that may pass by itself${failure === undefined ? '.' : `: ${failure}`}`,
    begins,
    `The first wait is ${backoff}, each further one twice as long, up to an hour.`,
  ]
    .filter(part => part !== '')
    .join(' ');
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
