import { ActionIcon, Button, Menu, Progress, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconDots, IconPlayerStop, IconRotateClockwise } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Run } from '../../../../shared/contract/runs.ts';
import { intervalsInWords, rangeText } from '../../../../shared/domain/intervals.ts';
import { isTerminal } from '../../../../shared/domain/run-state.ts';
import { useAsOf } from '../../../api.ts';
import { AreaLink, useHasArea } from '../../../parts/areas.tsx';
import { AsOf } from '../../../parts/as-of.tsx';
import { backfillHref } from '../../../parts/backfill-facts.tsx';
import { EngineBadge } from '../../../parts/engine-badge.tsx';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { DraftRunLabel, QueuedTime, RunTime, triggerText } from '../../../parts/run-facts.tsx';
import { RunStateChip, runStateLooks } from '../../../parts/run-state.tsx';
import { versionText } from '../../../parts/version-text.ts';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { StateChip } from '../../../ui/chip.tsx';
import { formatBytes, formatCount } from '../../../ui/numbers.ts';
import { shortcutText } from '../../../ui/shortcut.ts';
import { sizes } from '../../../ui/theme.ts';
import { absoluteTime } from '../../../ui/time.ts';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { buildHref } from '../builds/build-facts.ts';
import { openCancelRun } from '../dialogs/dialog-state.ts';
import { RunMenuItems } from '../list/run-menu.tsx';
import type { FeedState, Progress as RunProgress } from '../log/run-feed.ts';
import { isStoppable } from '../run-actions.ts';
import { openRetry } from '../dialogs/retry-state.ts';
import { useNotAgain } from '../use-run-again.ts';
import { runHref, runsHref } from '../runs-data.ts';
import { RunChain } from './run-chain.tsx';
import classes from './run-header.module.css';
import { StepStrip } from './step-strip.tsx';

export function RunHeader({ run, feed }: { run: Run; feed: FeedState }) {
  const hasJobs = useHasArea('jobs');
  const notAgain = useNotAgain(run);
  return (
    <>
      <BreadcrumbBar
        crumbs={[{ label: 'Runs', href: runsHref() }, { label: `#${run.id} ${run.job}` }]}
        title={`Run #${run.id} ${run.job} ${runStateLooks[run.state].word}`}
        marks={
          <>
            <RunStateChip state={run.state} filled />
            {run.state === 'completed' && run.checks.some(({ outcome }) => outcome !== 'passed') && (
              <StateChip tone="warning" icon={IconAlertTriangle}>
                with warnings
              </StateChip>
            )}
            {run.draft && <DraftRunLabel />}
          </>
        }
      >
        {isStoppable(run.state) && (
          <Button
            leftSection={<IconPlayerStop size={sizes.iconSmall} aria-hidden />}
            onClick={() => openCancelRun(run)}
          >
            Cancel…
          </Button>
        )}
        {hasJobs && isTerminal(run.state) && (
          <Tooltip
            label={
              notAgain ?? `As today, exactly as then, or from the failed step (${shortcutText('mod+Enter')})`
            }
          >
            <Button
              leftSection={<IconRotateClockwise size={sizes.iconSmall} aria-hidden />}
              data-disabled={notAgain !== undefined || undefined}
              aria-disabled={notAgain !== undefined || undefined}
              onClick={() => notAgain === undefined && openRetry(run)}
            >
              Run again…
            </Button>
          </Tooltip>
        )}
        <Menu width={300}>
          <Menu.Target>
            <ActionIcon aria-label="More about this run">
              <IconDots size={sizes.icon} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <RunMenuItems run={run} opened />
          </Menu.Dropdown>
        </Menu>
      </BreadcrumbBar>
      <div className={classes.header}>
        <Facts run={run} isJobGone={notAgain !== undefined} />
        <StepStrip run={run} />
        {isUnderWay(run, feed.progress) && <ProgressBar progress={feed.progress} />}
        <Retry run={run} />
        <Unknown run={run} />
        <Notice run={run} />
        <RunChain run={run} />
      </div>
    </>
  );
}

function Facts({ run, isJobGone }: { run: Run; isJobGone: boolean }) {
  const { frozen, trigger } = run;
  return (
    <dl className={classes.facts}>
      <Fact name="Ran">
        {run.model_id === null ? (
          run.job
        ) : (
          <AreaLink to={`/models/${run.model_id}`}>{run.model ?? 'model'}</AreaLink>
        )}
        <span>{run.draft ? 'draft' : versionText(run)}</span>
        {frozen.hash !== null && (
          <span className={classes.hash} title={`SHA-256 of the SQL: ${frozen.hash}`}>
            {frozen.hash.slice(0, 6)}
          </span>
        )}
      </Fact>
      <Fact name="in">
        <EnvironmentChip
          environment={{ name: run.environment, colour: run.colour, protected: run.protected }}
        />
        <EngineBadge engine={frozen.environment.engine} />
      </Fact>
      <Fact name="by">
        {isJobGone ? run.job : <AreaLink to={`/jobs/${run.job_id}`}>{run.job}</AreaLink>}
        <span className={classes.dim}>definition {run.job_version}</span>
      </Fact>
      <Fact name="Trigger">
        <span>{triggerText(trigger)}</span>
        {trigger.cause !== '' && (trigger.kind === 'manual' || trigger.kind === 'api') && (
          <span className={classes.cause}>“{trigger.cause}”</span>
        )}
        {trigger.upstream_run !== null && (
          <Link href={runHref(trigger.upstream_run)}>#{trigger.upstream_run}</Link>
        )}
      </Fact>
      {run.build !== null && (
        <Fact name="Build">
          <Link href={buildHref(run.build)}>#{run.build}</Link>
        </Fact>
      )}
      {frozen.window?.intervals && (
        <Fact name="Builds">
          <span>{rangeText(frozen.window.intervals, frozen.window.intervals.time_zone)}</span>
          <span className={classes.dim}>
            {intervalsInWords(frozen.window.intervals.count, frozen.window.intervals.interval)}
          </span>
        </Fact>
      )}
      {run.backfill !== null && (
        <Fact name="Part of">
          <Link href={backfillHref(run.backfill)}>backfill #{run.backfill}</Link>
        </Fact>
      )}
      {trigger.original_run !== null && (
        <Fact name="Does again">
          <Link href={runHref(trigger.original_run)}>#{trigger.original_run}</Link>
        </Fact>
      )}
      {run.done_again.length > 0 && (
        <Fact name="Done again by">
          {run.done_again.map(({ run: id, state }) => (
            <Link key={id} href={runHref(id)} title={runStateLooks[state].word}>
              #{id}
            </Link>
          ))}
        </Fact>
      )}
      {run.times.nominal_at !== null && <FireTimes times={run.times} nominal={run.times.nominal_at} />}
      <Fact name="Created">
        <RelativeTime at={run.times.created_at} />
      </Fact>
      <Fact name="Queued">
        <QueuedTime run={run} />
      </Fact>
      <Fact name="Run time">
        <RunTime run={run} />
      </Fact>
      {run.rows_affected !== null && <Fact name="Rows">{formatCount(run.rows_affected)}</Fact>}
      {run.bytes !== null && <Fact name="Size">{formatBytes(run.bytes)}</Fact>}
      {frozen.target !== null && (
        <Fact name="Writes">
          <span className={classes.target}>{frozen.target}</span>
        </Fact>
      )}
    </dl>
  );
}

/** The moment the schedule names, and the one with the jitter where that is another. */
function FireTimes({ times, nominal }: { times: Run['times']; nominal: string }) {
  return (
    <>
      <Fact name="Nominal">
        <time dateTime={nominal}>{absoluteTime(Date.parse(nominal))}</time>
      </Fact>
      {times.due_at !== null && times.due_at !== nominal && (
        <Fact name="Due">
          <time dateTime={times.due_at}>{absoluteTime(Date.parse(times.due_at))}</time>
        </Fact>
      )}
    </>
  );
}

/** Between attempts: when the next one begins. */
function Retry({ run }: { run: Run }) {
  const retryAt = run.times.retry_at;
  if (retryAt === null || isTerminal(run.state)) return null;
  const { retries } = run.frozen.definition;
  return (
    <output className={classes.notice} data-tone="waiting">
      Waits for attempt {run.attempts + 1}
      {retries ? ` of ${retries.max + 1}` : ''}, begins <RelativeTime at={retryAt} />, at{' '}
      {absoluteTime(Date.parse(retryAt))}.
    </output>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What is told of a step says nothing once the step is over. */
function isUnderWay({ steps }: Run, progress: RunProgress | null): progress is RunProgress {
  const last = steps.findLast(({ name }) => name === progress?.step);
  return progress !== null && (last === undefined || last.state === 'running');
}

function ProgressBar({ progress }: { progress: RunProgress }) {
  const { step, fraction, rows } = progress;
  const held = useAsOf() !== null;
  // A step that is not over is never at 100 %, whatever the warehouse says.
  const percent = fraction === null || fraction >= 1 ? null : Math.floor(100 * fraction);
  const told = [
    percent === null ? 'at work' : `${percent} %`,
    rows === null ? null : `${formatCount(rows)} rows read`,
  ];
  return (
    <div className={classes.progress}>
      <Progress
        value={percent ?? 100}
        animated={percent === null && !held}
        aria-label={`Progress of ${step}`}
      />
      <span>
        {step}: {told.filter(Boolean).join(', ')}
      </span>
    </div>
  );
}

/** While the engine cannot be reached, what a run does that was under way is not known. */
function Unknown({ run }: { run: Run }) {
  const asOfMs = useAsOf();
  if (asOfMs === null || isTerminal(run.state)) return null;
  return (
    <output className={classes.notice} data-tone="warning">
      The engine is not reachable. What is shown of the run is <AsOf atMs={asOfMs} />; what it has done since
      is not known.
    </output>
  );
}

/** What one has to know of a run that is being stopped or was. */
function Notice({ run }: { run: Run }) {
  if (run.state === 'pending_cancellation') {
    return (
      <p className={classes.notice} data-tone="warning">
        Cancellation is asked for; waiting for the warehouse to confirm that nothing of the run executes any
        more.
        {run.reason !== null && ` Reason: ${run.reason}`}
      </p>
    );
  }
  if (run.reason === null) return null;
  const ended = run.state === 'completed' || run.state === 'failed';
  return (
    <p className={classes.notice} data-tone={ended ? 'warning' : 'struck'}>
      {ended
        ? `Cancellation was asked for (${run.reason}), but the run had ${run.state} before the request reached it.`
        : `Why: ${run.reason}`}
    </p>
  );
}
