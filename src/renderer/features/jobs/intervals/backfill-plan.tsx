import type { BackfillPlan } from '../../../../shared/contract/backfills.ts';
import { intervalsInWords, rangeText } from '../../../../shared/domain/intervals.ts';
import { edgeText } from '../../../parts/interval-text.ts';
import { counted, formatCount } from '../../../ui/numbers.ts';
import { sentence } from '../edit/job-problems.ts';
import { PlanView } from '../plan/plan-view.tsx';
import classes from './backfill.module.css';

/** More than anybody reads in a dialog. */
const mostShown = 100;

/** What a backfill would build, in which runs, and what the first of them would do. */
export function BackfillPlanView({ plan }: { plan: BackfillPlan }) {
  const { chunks, count, built, range, interval, time_zone: zone, restate, first } = plan;
  const words = (n: number) => intervalsInWords(n, interval);
  if (chunks.length === 0) {
    return (
      <p>
        Nothing to build: {range.count === 1 ? 'it' : `all ${words(range.count)}`} of {rangeText(range, zone)}{' '}
        {range.count === 1 ? 'is' : 'are'} built.
      </p>
    );
  }
  return (
    <>
      <p>
        <strong>
          {words(count)} in {counted(chunks.length, 'run')}
        </strong>
        {chunks.length > 1 && ', the newest first'}. {rangeText(range, zone)} ({zone})
        {built === 0
          ? '.'
          : restate
            ? `: ${formatCount(built)} of ${words(range.count)} are built, and built again.`
            : `: ${formatCount(built)} of ${words(range.count)} are built, and stay as they are.`}
      </p>
      <div className={classes.scrolled}>
        <table className={classes.chunks}>
          <thead>
            <tr>
              <th scope="col">Run</th>
              <th scope="col">From</th>
              <th scope="col">To</th>
              <th scope="col" data-align="end">
                {sentence(interval)}s
              </th>
            </tr>
          </thead>
          <tbody>
            {chunks.slice(0, mostShown).map(chunk => (
              <tr key={chunk.position}>
                <td>{chunk.position}</td>
                <td>{edgeText(chunk.from, zone, interval)}</td>
                <td>{edgeText(chunk.to, zone, interval)}</td>
                <td data-align="end">{formatCount(chunk.count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {chunks.length > mostShown && <p>and {formatCount(chunks.length - mostShown)} more</p>}
      {first && (
        <details className={classes.first} open={first.problem !== null || undefined}>
          <summary>What the first run would do</summary>
          <PlanView plan={first} />
        </details>
      )}
    </>
  );
}
