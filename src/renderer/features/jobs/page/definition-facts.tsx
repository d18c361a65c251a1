import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Environment } from '../../../../shared/contract/environments.ts';
import type { Job, JobDefinition } from '../../../../shared/contract/jobs.ts';
import {
  type Incremental,
  intervalOf,
  type Materialization,
} from '../../../../shared/contract/materialization.ts';
import type { Model } from '../../../../shared/contract/models.ts';
import { api } from '../../../api.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { useEnvironments } from '../../../parts/environments.ts';
import { versionText } from '../../../parts/version-text.ts';
import { Copyable } from '../../../ui/copyable.tsx';
import { promoteHref } from '../promote-link.ts';
import { targetName } from '../reads.ts';
import { intervalWords, schemaChangeWords, strategyWords } from '../incremental-words.ts';
import classes from './definition.module.css';
import { ChecksFacts, ConditionsFacts } from './quality-facts.tsx';
import { SourcesRead } from './sources-read.tsx';
import { StartsFacts } from './starts-facts.tsx';
import { VariablesUsed } from './variables-used.tsx';

interface Props {
  job: Job;
  definition: JobDefinition;
}

const materializationWords = {
  view: 'A view: replaced at every run; it reads its sources when it is read.',
  table: 'A table: built complete, then replaced in one step; a failed build leaves the old one as it is.',
  incremental: 'An incremental table: built whole once; then each run adds or replaces what is new.',
} as const;

function keptWords(materialization: Materialization): string {
  return intervalOf(materialization) === undefined
    ? materializationWords[materialization.type]
    : 'An incremental table, built by whole intervals of time: each run builds those that are over by then.';
}

/** A definition in words. */
export function DefinitionFacts({ job, definition }: Props) {
  const environment = useEnvironments().find(({ name }) => name === definition.environment);
  const model = useQuery(api.models.get.queryOptions({ input: { model: definition.model } })).data;
  const running = runningOf(definition, model);
  const version = useQuery(
    api.models.version.queryOptions({
      input: { model: definition.model, version: definition.tag ?? 'latest' },
      enabled: running.version !== null,
    }),
  ).data;
  const target = targetName(definition.target, environment);
  return (
    <div className={classes.facts}>
      <Section title="What it runs">
        <Fact name="Model">
          <AreaLink to={model ? `/models/${model.id}` : '/models'}>{definition.model}</AreaLink>
        </Fact>
        <Fact name="Version">
          <Running definition={definition} model={model} environment={environment} job={job} />
        </Fact>
        {version && version.message !== '' && <Fact name="Its message">{version.message}</Fact>}
      </Section>
      <Section title="Starts">
        <StartsFacts job={job} definition={definition} />
      </Section>
      {definition.conditions && (
        <Section title="Conditions">
          <ConditionsFacts definition={definition} />
        </Section>
      )}
      {definition.checks && (
        <Section title="Checks">
          <ChecksFacts checks={definition.checks} />
        </Section>
      )}
      <Section title="Where it writes">
        <Fact name="Environment">
          {environment ? (
            <AreaLink to={`/environments/${environment.id}`} className={classes.chipLink}>
              <EnvironmentChip environment={environment} />
            </AreaLink>
          ) : (
            definition.environment
          )}
        </Fact>
        <Fact name="Target">
          {target === undefined ? (
            <span className={classes.missing}>
              no database or schema is given, and the environment has no default
            </span>
          ) : (
            <Copyable text={target} what="Target" />
          )}
        </Fact>
        <Fact name="Kept as">{keptWords(definition.materialization)}</Fact>
        <Kept definition={definition} />
      </Section>
      <Section title="What it reads">
        <SourcesRead definition={definition} environment={environment} sources={version?.sources} />
      </Section>
      <Section title="Variables">
        <VariablesUsed definition={definition} environment={environment} sql={version?.sql} />
      </Section>
      <Section title="Limits">
        <Fact name="Timeout">{definition.timeout ?? 'none of its own'}</Fact>
        {environment && (
          <Fact name="A statement">
            {environment.limits.statement_timeout ?? 'no limit'} in {environment.name}
          </Fact>
        )}
      </Section>
      {definition.description !== undefined && definition.description !== '' && (
        <Section title="Description">
          <p className={classes.text}>{definition.description}</p>
        </Section>
      )}
    </div>
  );
}

/** Its settings in the warehouse, where it has any. */
function Kept({ definition }: { definition: JobDefinition }) {
  const { materialization } = definition;
  const { type, copy_grants, comment } = materialization;
  const table = type === 'view' ? undefined : materialization;
  return (
    <>
      {type === 'incremental' && (
        <IncrementalFacts incremental={materialization} zone={intervalZone(definition)} />
      )}
      {table?.cluster_by && <Fact name="Clustered by">{table.cluster_by.join(', ')}</Fact>}
      {table?.transient && <Fact name="Transient">yes: no fail-safe, and at most a day of time travel</Fact>}
      {copy_grants === false && <Fact name="Copies grants">no: they end when it is replaced</Fact>}
      {comment !== undefined && <Fact name="Comment">{comment}</Fact>}
    </>
  );
}

/** Whose clocks say when an interval begins (contract, "time_zone"). */
function intervalZone({ materialization, triggers = [] }: JobDefinition): string {
  const own = materialization.type === 'incremental' ? materialization.time_zone : undefined;
  if (own !== undefined) return own;
  const scheduled = triggers.find(({ schedule }) => schedule !== undefined)?.schedule;
  return scheduled?.time_zone ?? 'UTC';
}

function IncrementalFacts({ incremental, zone }: { incremental: Incremental; zone: string }) {
  const {
    strategy,
    unique_key,
    watermark,
    look_back,
    on_schema_change = 'fail',
    interval,
    begin,
  } = incremental;
  return (
    <>
      <Fact name="New rows">{strategyWords[strategy]}</Fact>
      {unique_key && <Fact name="Key">{unique_key.join(', ')}</Fact>}
      <Fact name="Watermark">
        {watermark === undefined
          ? 'none: every run reads all rows'
          : look_back === undefined
            ? watermark
            : `${watermark}, looking ${look_back} back`}
      </Fact>
      {interval !== undefined && (
        <Fact name="Intervals">
          {intervalWords[interval]}: from {begin} on, {zone}
        </Fact>
      )}
      <Fact name="When columns change">{schemaChangeWords[on_schema_change]}</Fact>
    </>
  );
}

/** The tag and version a definition runs now; nulls while that is not known. */
function runningOf(definition: JobDefinition, model: Model | undefined) {
  const { tag = null } = definition;
  const version =
    tag === null
      ? model?.latest_version
      : model?.tags.find(({ name }) => name.toLowerCase() === tag.toLowerCase())?.version;
  return { tag, version: version ?? null };
}

interface RunningProps extends Props {
  model: Model | undefined;
  environment: Environment | undefined;
}

function Running({ definition, model, environment, job }: RunningProps) {
  const running = runningOf(definition, model);
  const latest = model?.latest_version ?? null;
  const behind = latest !== null && running.version !== null ? latest - running.version : 0;
  return (
    <>
      {running.version === null ? (
        <span className={classes.missing}>
          {running.tag === null
            ? 'the latest, of which there is none yet'
            : `tag ${running.tag}, which is not there`}
        </span>
      ) : running.tag === null ? (
        <span>the latest, v{running.version} now; a new one is run as soon as it is published</span>
      ) : (
        <span>{versionText(running)}</span>
      )}
      {behind > 0 && (
        <span className={classes.dim}>
          {behind === 1 ? 'there is a newer one, ' : `there are ${behind} newer ones, up to `}v{latest}
        </span>
      )}
      {environment?.protected && (
        <span className={classes.dim}>
          changes by promotion only: <AreaLink to={promoteHref(job)}>promote</AreaLink>
        </span>
      )}
    </>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <h2>{title}</h2>
      <div className={classes.content}>{children}</div>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <dl className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </dl>
  );
}
