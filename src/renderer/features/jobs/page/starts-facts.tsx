import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Job, JobDefinition } from '../../../../shared/contract/jobs.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { ComingFires } from '../../../parts/coming-fires.tsx';
import { pausedText } from '../../../parts/paused-mark.tsx';
import { triggerPolicies, triggerWords } from '../../../parts/trigger-words.ts';
import { togglePause } from '../job-pause.tsx';
import { JobChain } from './job-chain.tsx';
import classes from './starts-facts.module.css';

/** Why and when the job starts by itself. */
export function StartsFacts({ job, definition }: { job: Job; definition: JobDefinition }) {
  const { triggers = [] } = definition;
  const isScheduled = job.definition !== null && triggers.some(({ schedule }) => schedule);
  return (
    <div className={classes.starts}>
      {job.paused !== null && (
        <div className={classes.paused} data-tone="warning">
          <p>
            <b>Paused</b> {pausedText(job.paused)}. What fires meanwhile is skipped; resuming starts nothing.
          </p>
          <Button onClick={() => togglePause(job)}>Resume…</Button>
        </div>
      )}
      {triggers.length === 0 ? (
        <p>By hand only: it has no triggers.</p>
      ) : (
        <ul className={classes.triggers}>
          {triggers.map((trigger, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- they have no names and do not move
            <li key={index}>
              <span title={trigger.schedule?.cron}>{sentence(triggerWords(trigger))}</span>
              {triggerPolicies(trigger).map(policy => (
                <span key={policy} className={classes.dim}>
                  {policy}
                </span>
              ))}
            </li>
          ))}
        </ul>
      )}
      {isScheduled && job.paused === null && <NextFires job={job} />}
      <JobChain job={job} />
      <p className={classes.dim}>{failureWords(definition).join(' ')}</p>
    </div>
  );
}

function NextFires({ job }: { job: Job }) {
  const { data, error } = useQuery(api.fires.next.queryOptions({ input: { job: String(job.id) } }));
  if (error) return <p>{troubleOf(error, 'Its next fires are not known').message}</p>;
  if (!data) return null;
  return (
    <>
      {data.paused !== null && (
        <p data-tone="warning" className={classes.warning}>
          Nothing starts by itself: paused {pausedText(data.paused)}.
        </p>
      )}
      <ComingFires fires={data.fires} />
    </>
  );
}

function failureWords({ retries, priority, pause_after_failures: pauseAfter }: JobDefinition): string[] {
  return [
    retries === undefined || retries.max === 0
      ? 'A failure is not retried.'
      : `A failure that may pass by itself is retried ${retries.max} ${retries.max === 1 ? 'time' : 'times'}, the first after ${retries.backoff ?? '30s'}.`,
    ...(priority === undefined || priority === 0 ? [] : [`Priority ${priority}.`]),
    ...(pauseAfter === undefined ? [] : [`Pauses itself after ${pauseAfter} failed runs in a row.`]),
  ];
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
