import { Button, Progress } from '@mantine/core';
import { IconPlayerStop, IconRotateClockwise } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { Link } from 'wouter';
import type { Build, BuildModel } from '../../../../shared/contract/builds.ts';
import { isBuildOver } from '../../../../shared/domain/build-state.ts';
import { api } from '../../../api.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { keepFresh } from '../../../parts/keep-fresh.ts';
import { countsText, Took, TurnStateChip } from '../../../parts/progress-facts.tsx';
import { RunStateChip, runStateLooks } from '../../../parts/run-state.tsx';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { confirm } from '../../../ui/dialogs.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { showToast } from '../../../ui/notices.ts';
import { formatCount } from '../../../ui/numbers.ts';
import { type ObjectColumn, ObjectTable } from '../../../ui/object-table.tsx';
import { once } from '../../../ui/once.ts';
import { sizes } from '../../../ui/theme.ts';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { useEscape } from '../../../ui/use-escape.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { sqlLiteral } from '../../environments/form/variable-values.ts';
import { runHref, runsHref } from '../runs-data.ts';
import pageClasses from '../page/run-page.module.css';
import headerClasses from '../page/run-header.module.css';
import { buildHref, buildsHref, modelVersionText } from './build-facts.ts';
import classes from './builds.module.css';

/** One build by its number: how far each of its models is. */
export function BuildPage({ id }: { id: number }) {
  const {
    data: build,
    error,
    refetch,
  } = useQuery({
    ...api.builds.get.queryOptions({ input: { build: id } }),
    // Nobody told it of changes while it was not shown.
    refetchOnMount: 'always',
    meta: { kept: true },
  });
  // A run that waited for room begins without a change of its build.
  useEffect(() => keepFresh({ queryKey: api.builds.get.key(), exact: false }, ['build', 'run']), []);
  useEscape(() => navigate(buildsHref));
  if (build) return <Loaded build={build} />;
  if (!error) return <Waiting lines={12} label={`Loading build #${id}`} />;
  const gone = callFailure(error).code === 'not_found';
  return (
    <div className={pageClasses.centred}>
      <ErrorPanel
        trouble={troubleOf(error, gone ? 'There is no such build' : `Build #${id} could not be read`)}
      >
        {!gone && <Button onClick={() => void refetch()}>Try again</Button>}
        <Button onClick={() => navigate(buildsHref)}>All builds</Button>
      </ErrorPanel>
    </div>
  );
}

function Loaded({ build }: { build: Build }) {
  const isOver = isBuildOver(build.state);
  const columns = columnsOf(build);
  const done = build.models.length - build.counts.waiting - build.counts.running;
  return (
    <div className={pageClasses.page} data-hue={build.colour}>
      <BreadcrumbBar
        crumbs={[
          { label: 'Runs', href: runsHref() },
          { label: 'Builds', href: buildsHref },
          { label: `#${build.id} ${build.select || 'everything'}` },
        ]}
        title={`Build #${build.id} ${runStateLooks[build.state].word}`}
        marks={<RunStateChip state={build.state} filled />}
      >
        {build.state === 'running' && <CancelBuild build={build} />}
        {isOver && build.state !== 'completed' && <ResumeBuild build={build} />}
      </BreadcrumbBar>
      <div className={headerClasses.header}>
        <dl className={headerClasses.facts}>
          <Fact name="in">
            <EnvironmentChip
              environment={{ name: build.environment, colour: build.colour, protected: build.protected }}
            />
          </Fact>
          <Fact name="Models">{countsText(build)}</Fact>
          {build.defer !== null && <Fact name="Reads the rest in">{build.defer}</Fact>}
          {build.drafts && <Fact name="Drafts">where they were changed</Fact>}
          {build.full_refresh && <Fact name="Incremental targets">built anew</Fact>}
          {build.ignore_conditions && <Fact name="Conditions">ignored</Fact>}
          {Object.keys(build.variables).length > 0 && (
            <Fact name="Variables">
              {Object.entries(build.variables)
                .map(([name, value]) => `${name} = ${sqlLiteral(value)}`)
                .join(', ')}
            </Fact>
          )}
          {build.threads !== null && <Fact name="At once">{build.threads}</Fact>}
          <Fact name="By">
            <span>{build.actor}</span>
            {build.cause !== '' && <span className={headerClasses.cause}>“{build.cause}”</span>}
          </Fact>
          {build.resumes !== null && (
            <Fact name="Goes on with">
              <Link href={buildHref(build.resumes)}>#{build.resumes}</Link>
            </Fact>
          )}
          {build.resumed_by.length > 0 && (
            <Fact name="Gone on with by">
              {build.resumed_by.map(id => (
                <Link key={id} href={buildHref(id)}>
                  #{id}
                </Link>
              ))}
            </Fact>
          )}
          <Fact name="Began">
            <RelativeTime at={build.created_at} />
          </Fact>
          <Fact name="Took">
            <Took from={build.created_at} to={build.ended_at} />
          </Fact>
          {build.reason !== null && <Fact name="Reason">{build.reason}</Fact>}
        </dl>
        {!isOver && (
          <Progress
            className={classes.progress}
            value={(100 * done) / build.models.length}
            aria-label={`${done} of ${build.models.length} models are over`}
          />
        )}
      </div>
      <div className={pageClasses.panel}>
        <ObjectTable
          label={`Models of build #${build.id}`}
          columns={columns}
          rows={build.models}
          keyOf={model => String(model.position)}
          onOpen={model => model.run !== null && navigate(runHref(model.run))}
        />
      </div>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={headerClasses.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function CancelBuild({ build }: { build: Build }) {
  const cancel = useMutation(api.builds.cancel.mutationOptions());
  const ask = async () => {
    const sure = await confirm({
      title: `Cancel build #${build.id}?`,
      body: `Its ${formatCount(build.counts.running)} runs under way in ${build.environment} are cancelled, and ${formatCount(build.counts.waiting)} models are not built. What was built stays.`,
      verb: 'Cancel build',
      danger: true,
    });
    if (!sure) return;
    once(`cancel-build:${build.id}`, async () => {
      await cancel.mutateAsync({ build: build.id }).catch(error => {
        showToast(troubleOf(error, `Build #${build.id} was not cancelled`).message);
      });
    });
  };
  return (
    <Button
      leftSection={<IconPlayerStop size={sizes.iconSmall} aria-hidden />}
      loading={cancel.isPending}
      onClick={() => void ask()}
    >
      Cancel…
    </Button>
  );
}

function ResumeBuild({ build }: { build: Build }) {
  const resume = useMutation(
    api.builds.resume.mutationOptions({
      onSuccess: next => {
        showToast(`Build #${next.id} goes on with #${build.id}`);
        navigate(buildHref(next.id));
      },
    }),
  );
  const left = build.models.length - build.counts.completed;
  const ask = async () => {
    const sure = await confirm({
      title: `Go on with build #${build.id}?`,
      body: `${formatCount(left)} models that failed, were skipped or cancelled are built in ${build.environment}, as a new build, with the versions of now.`,
      verb: 'Go on',
    });
    if (!sure) return;
    once(`resume-build:${build.id}`, async () => {
      await resume.mutateAsync({ build: build.id }).catch(error => {
        showToast(troubleOf(error, `Build #${build.id} was not gone on with`).message);
      });
    });
  };
  return (
    <Button
      leftSection={<IconRotateClockwise size={sizes.iconSmall} aria-hidden />}
      loading={resume.isPending}
      onClick={() => void ask()}
    >
      Go on…
    </Button>
  );
}

function columnsOf({ models }: Build): readonly ObjectColumn<BuildModel>[] {
  const names = new Map(models.map(({ position, model }) => [position, model]));
  const all: ObjectColumn<BuildModel>[] = [
    {
      key: 'position',
      title: '#',
      width: '2.5rem',
      sortBy: model => model.position,
      render: model => <span className={classes.dim}>{model.position}</span>,
    },
    {
      key: 'state',
      title: 'State',
      width: '6.75rem',
      sortBy: model => model.state,
      render: model => <TurnStateChip state={model.state} />,
    },
    {
      key: 'model',
      title: 'Model',
      width: '2fr',
      sortBy: model => model.model.toLowerCase(),
      render: model => (
        <AreaLink to={`/models/${model.model_id}`} inGrid>
          {model.model}
        </AreaLink>
      ),
    },
    { key: 'version', title: 'Version', width: '5.75rem', fromWidth: 700, render: modelVersionText },
    {
      key: 'run',
      title: 'Run',
      width: '4.5rem',
      align: 'end',
      render: model =>
        model.run === null ? (
          '–'
        ) : (
          <Link href={runHref(model.run)} tabIndex={-1} draggable={false}>
            #{model.run}
          </Link>
        ),
    },
    {
      key: 'reason',
      title: 'Why',
      width: '3fr',
      render: model => (
        <span
          title={model.reason ?? undefined}
          className={model.state === 'failed' ? classes.failed : undefined}
        >
          {model.reason ?? ''}
        </span>
      ),
    },
    {
      key: 'needs',
      title: 'After',
      width: '2fr',
      fromWidth: 900,
      render: model => {
        const text = model.needs.map(need => names.get(need) ?? '').join(', ');
        return (
          <span className={classes.dim} title={text}>
            {text}
          </span>
        );
      },
    },
    {
      key: 'deferred',
      title: 'Reads elsewhere',
      width: '1.5fr',
      fromWidth: 1_100,
      render: model => {
        const title = model.deferred.map(({ written, reads }) => `${written} → ${reads}`).join('\n');
        return <span title={title}>{model.deferred.map(each => each.model).join(', ')}</span>;
      },
    },
    {
      key: 'took',
      title: 'Took',
      width: '5.5rem',
      align: 'end',
      sortBy: model =>
        model.started_at === null || model.ended_at === null
          ? null
          : Date.parse(model.ended_at) - Date.parse(model.started_at),
      render: model => <Took from={model.started_at} to={model.ended_at} />,
    },
    {
      key: 'rows',
      title: 'Rows',
      width: '5.5rem',
      align: 'end',
      fromWidth: 900,
      sortBy: model => model.rows_affected,
      render: model => (model.rows_affected === null ? '–' : formatCount(model.rows_affected)),
    },
  ];
  // What nothing is said in takes no room.
  const empty = new Set([
    ...(models.some(({ reason }) => reason !== null) ? [] : ['reason']),
    ...(models.some(({ needs }) => needs.length > 0) ? [] : ['needs']),
    ...(models.some(({ deferred }) => deferred.length > 0) ? [] : ['deferred']),
  ]);
  return all.filter(({ key }) => !empty.has(key));
}
