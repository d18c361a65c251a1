import type { Variables } from '../../../../shared/contract/common.ts';
import type { Environment } from '../../../../shared/contract/environments.ts';
import type { Job } from '../../../../shared/contract/jobs.ts';
import type { Model } from '../../../../shared/contract/models.ts';
import type { Run } from '../../../../shared/contract/runs.ts';
import { versionText } from '../../../parts/version-text.ts';
import type { Change } from '../../environments/form/form-changes.ts';
import { sqlLiteral } from '../../environments/form/variable-values.ts';
import { definitionChanges } from '../definition-changes.ts';
import { runsText } from '../job-filter.ts';
import type { EffectiveVariable } from '../variables.ts';

/** Stands for what the definition says. */
export const asDefined = '';

export interface VersionChoice {
  /** What the engine is told; `asDefined` for nothing. */
  value: string;
  label: string;
}

/** The texts of the model that a run can take instead of the one the definition names, newest first. */
export function versionChoices(job: Job, model: Model | undefined): VersionChoice[] {
  const latest = model?.latest_version ?? 0;
  const versions = Array.from({ length: latest }, (_, index) => {
    const number = latest - index;
    const tags = (model?.tags ?? []).filter(({ version }) => version === number).map(({ name }) => name);
    return {
      value: String(number),
      label: [`v${number}`, ...tags.filter(tag => tag !== `v${number}`)].join(', '),
    };
  });
  return [
    { value: asDefined, label: `As defined: ${runsText(job)}` },
    ...versions,
    { value: 'draft', label: 'The draft: unpublished text, kept out of the main history' },
  ];
}

/** What a run of today's definition would have unlike an earlier run, in the order of the form. */
export function changesSince(
  run: Pick<Run, 'version' | 'tag' | 'draft' | 'frozen'>,
  job: Pick<Job, 'definition' | 'runs' | 'runs_version'>,
  environment: Pick<Environment, 'source_mapping'> | undefined,
  variables: readonly EffectiveVariable[],
): Change[] {
  const { frozen } = run;
  const changes = job.definition ? definitionChanges(frozen.definition, job.definition) : [];
  const ran = run.draft ? 'draft' : versionText(run);
  if (run.draft || run.version !== job.runs_version) {
    changes.push({ what: 'Version', from: ran, to: runsText(job) });
  }
  if (environment) {
    changes.push(
      ...recordChanges(
        frozen.environment.source_mapping,
        environment.source_mapping,
        from => `Source ${from}`,
      ),
    );
  }
  const texts = (entries: readonly (readonly [string, EffectiveVariable['value']])[]) =>
    Object.fromEntries(entries.map(([name, value]) => [name, sqlLiteral(value)]));
  // A value given in the definition is told there already.
  const told = new Set(changes.map(({ what }) => what));
  const changedVariables = recordChanges(
    texts(Object.entries(frozen.variables)),
    texts(variables.map(({ name, value }) => [name, value] as const)),
    name => `Variable ${name}`,
  );
  return [...changes, ...changedVariables.filter(({ what }) => !told.has(what))];
}

/** What a run must be given to have version and variables of an earlier one; undefined where it has them anyway. */
export function asThen(
  run: Pick<Run, 'version' | 'draft' | 'frozen'>,
  job: Pick<Job, 'runs_version'>,
  variables: readonly EffectiveVariable[],
): { version: string; variables: Variables } | undefined {
  const version = run.draft
    ? 'draft'
    : run.version === null || run.version === job.runs_version
      ? asDefined
      : String(run.version);
  const own = Object.entries(run.frozen.variables).filter(([name, value]) => {
    const now = variables.find(each => each.name === name);
    return now === undefined || sqlLiteral(now.value) !== sqlLiteral(value);
  });
  return version === asDefined && own.length === 0
    ? undefined
    : { version, variables: Object.fromEntries(own) };
}

function recordChanges(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  what: (key: string) => string,
): Change[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap(key => {
    const [from, to] = [before[key] ?? null, after[key] ?? null];
    return from === to ? [] : [{ what: what(key), from, to }];
  });
}
