import { Button } from '@mantine/core';
import { IconStack2 } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { BuildSummary } from '../../../../shared/contract/builds.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { openBuild } from '../../../parts/build-request.ts';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { usePreviewEnvironment } from '../../../parts/environments.ts';
import { keepFresh } from '../../../parts/keep-fresh.ts';
import { countsText, Took } from '../../../parts/progress-facts.tsx';
import { RunStateChip } from '../../../parts/run-state.tsx';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { counted } from '../../../ui/numbers.ts';
import { type ObjectColumn, ObjectTable } from '../../../ui/object-table.tsx';
import { sizes } from '../../../ui/theme.ts';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { runsHref } from '../runs-data.ts';
import listClasses from '../list/runs-overview.module.css';
import { buildHref } from './build-facts.ts';
import classes from './builds.module.css';

/** All builds, newest first. */
export function BuildsOverview() {
  const [environment] = usePreviewEnvironment();
  const query = useInfiniteQuery({
    ...api.builds.list.infiniteOptions({
      input: (after: string | undefined) => ({ limit: 100, after }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: page => page.next ?? undefined,
    }),
    placeholderData: keepPreviousData,
    // Nobody told it of changes while it was not shown.
    refetchOnMount: 'always',
    meta: { kept: true },
  });
  useEffect(() => keepFresh({ queryKey: api.builds.list.key(), exact: false }, ['build', 'environment']), []);
  const builds = query.data?.pages.flatMap(page => page.builds);
  return (
    <>
      <BreadcrumbBar crumbs={[{ label: 'Runs', href: runsHref() }, { label: 'Builds' }]}>
        {environment && (
          <Button
            leftSection={<IconStack2 size={sizes.iconSmall} aria-hidden />}
            onClick={() => openBuild({ environment: environment.name, select: '', drafts: false })}
          >
            Build…
          </Button>
        )}
      </BreadcrumbBar>
      <div className={listClasses.list}>
        {query.error && !builds ? (
          <ErrorPanel trouble={troubleOf(query.error, 'The builds could not be listed')}>
            <Button onClick={() => void query.refetch()}>Try again</Button>
          </ErrorPanel>
        ) : !builds ? (
          <Waiting lines={12} label="Loading builds" />
        ) : builds.length === 0 ? (
          <EmptyState action={<AreaLink to="/lineage">Choose models in the lineage</AreaLink>}>
            Nothing was built yet. A build runs the jobs of several models, each after what it reads.
          </EmptyState>
        ) : (
          <>
            <ObjectTable
              label="Builds"
              columns={columns}
              rows={builds}
              keyOf={build => String(build.id)}
              hueOf={build => build.colour}
              onOpen={build => navigate(buildHref(build.id))}
              onEnd={() => {
                if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
              }}
            />
            <div className={listClasses.foot}>
              {query.hasNextPage
                ? `The newest ${counted(builds.length, 'build')}; scroll for older ones`
                : `${counted(builds.length, 'build')}, that is all`}
            </div>
          </>
        )}
      </div>
    </>
  );
}

const columns: readonly ObjectColumn<BuildSummary>[] = [
  { key: 'state', title: 'State', width: '6.75rem', render: build => <RunStateChip state={build.state} /> },
  {
    key: 'id',
    title: 'Build',
    width: '3.75rem',
    align: 'end',
    render: build => <span className={classes.dim}>#{build.id}</span>,
  },
  {
    key: 'select',
    title: 'Selected',
    width: '2fr',
    render: build => (
      <span title={build.select}>
        <b>{build.select || 'everything'}</b>
        {build.resumes !== null && <span className={classes.dim}> · goes on with #{build.resumes}</span>}
      </span>
    ),
  },
  {
    key: 'environment',
    title: 'Environment',
    width: '6.5rem',
    render: build => (
      <EnvironmentChip
        environment={{ name: build.environment, colour: build.colour, protected: build.protected }}
      />
    ),
  },
  { key: 'models', title: 'Models', width: '2fr', render: build => countsText(build) },
  {
    key: 'actor',
    title: 'By',
    width: '1.5fr',
    fromWidth: 1_000,
    render: build => (
      <span title={build.cause === '' ? undefined : build.cause}>
        <span className={classes.dim}>{build.actor}</span>
        {build.cause !== '' && ` · ${build.cause}`}
      </span>
    ),
  },
  {
    key: 'took',
    title: 'Took',
    width: '5.5rem',
    align: 'end',
    render: build => <Took from={build.created_at} to={build.ended_at} />,
  },
  {
    key: 'created',
    title: 'Began',
    width: '6.5rem',
    align: 'end',
    render: build => <RelativeTime at={build.created_at} />,
  },
];
