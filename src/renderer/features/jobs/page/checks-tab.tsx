import { useQuery } from '@tanstack/react-query';
import type { CheckHistory } from '../../../../shared/contract/checks.ts';
import type { Job } from '../../../../shared/contract/jobs.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { OutcomeChip, outcomeLooks } from '../../../parts/check-outcome.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Failed } from '../../../ui/failed.tsx';
import { sizes } from '../../../ui/theme.ts';
import { absoluteTime } from '../../../ui/time.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import classes from './checks-tab.module.css';

const runs = 30;

export function looksAtData({ definition }: Pick<Job, 'definition'>): boolean {
  return (
    definition?.checks !== undefined ||
    (definition?.conditions ?? []).some(({ quality }) => quality !== undefined)
  );
}

/** How its checks went in its last runs, each run a mark that leads to it. */
export function ChecksTab({ job }: { job: Job }) {
  const { data, error, refetch } = useQuery(
    api.jobs.checks.queryOptions({ input: { job: String(job.id), runs } }),
  );
  if (error)
    return (
      <Failed trouble={troubleOf(error, 'The checks could not be read')} onRetry={() => void refetch()} />
    );
  if (!data) return <Waiting lines={6} label="Reading checks" />;
  if (data.checks.length === 0)
    return <EmptyState>No run has looked at a check yet. Draft runs are left out.</EmptyState>;
  return (
    <div className={classes.view}>
      <table className={classes.table}>
        <caption>Its last runs that looked, at most {runs}, the newest at the left</caption>
        <thead>
          <tr>
            <th scope="col">Check</th>
            <th scope="col">Last</th>
            <th scope="col">Runs</th>
          </tr>
        </thead>
        <tbody>
          {data.checks.map(check => (
            <History key={`${check.source ?? ''} ${check.name}`} check={check} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function History({ check: { name, words, source, results } }: { check: CheckHistory }) {
  const [last] = results;
  return (
    <tr>
      <th scope="row">
        <span className={classes.name}>{name}</span>
        <span className={classes.dim}>{source === null ? words : `${source}: ${words}`}</span>
      </th>
      <td>
        {last && <OutcomeChip outcome={last.outcome} />}
        <span className={classes.dim}>{last?.message}</span>
      </td>
      <td>
        <ol className={classes.marks}>
          {results.map(({ run, at, outcome, message }) => {
            const { icon: Icon, tone, word } = outcomeLooks[outcome];
            const about = `#${run} ${word}, ${absoluteTime(Date.parse(at))}: ${message}`;
            const key = source === null ? name : `${source}: ${name}`;
            return (
              <li key={run} data-tone={tone} title={about}>
                <AreaLink to={`/runs/${run}?tab=checks&check=${encodeURIComponent(key)}`}>
                  <Icon size={sizes.icon} aria-label={about} />
                </AreaLink>
              </li>
            );
          })}
        </ol>
      </td>
    </tr>
  );
}
