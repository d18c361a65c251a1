import type { RuleDefinition } from '../../../../shared/contract/notifications.ts';
import { type NoticeKind, noticeKinds } from '../../../../shared/domain/notices.ts';
import { type FormProblems, nameProblems } from '../edit/problems.ts';

/** A rule as it is being edited. */
export interface RuleForm {
  name: string;
  description: string;
  enabled: boolean;
  on: NoticeKind[];
  /** Of "slow"; empty for the default. */
  factor: string;
  /** By name; none for all of them. */
  jobs: string[];
  environments: string[];
  channels: string[];
}

export const emptyRule: RuleForm = {
  name: '',
  description: '',
  enabled: true,
  on: ['failure', 'recovery'],
  factor: '',
  jobs: [],
  environments: [],
  channels: [],
};

/** The fields as the screens call them, by their names in a definition. */
export const ruleLabels: Readonly<Record<string, string>> = {
  name: 'Name',
  description: 'Description',
  enabled: 'On',
  on: 'Tells about',
  factor: 'Times the usual duration',
  jobs: 'Jobs',
  environments: 'Environments',
  channels: 'Channels',
};

export function formOf(definition: RuleDefinition): RuleForm {
  const { name, description = '', enabled = true, on, factor, channels } = definition;
  const { jobs = [], environments = [] } = definition;
  return {
    name,
    description,
    enabled,
    on: inOrder(on),
    factor: factor === undefined ? '' : String(factor),
    jobs,
    environments,
    channels,
  };
}

export function definitionOf(form: RuleForm): RuleDefinition {
  const { enabled, on, jobs, environments, channels } = form;
  const description = form.description.trim();
  const hasFactor = on.includes('slow') && form.factor.trim() !== '';
  return {
    name: form.name.trim(),
    description: description === '' ? undefined : description,
    enabled: enabled ? undefined : false,
    on: inOrder(on),
    factor: hasFactor ? Number(form.factor) : undefined,
    jobs: jobs.length === 0 ? undefined : jobs,
    environments: environments.length === 0 ? undefined : environments,
    channels,
  };
}

/** Kinds are listed the same way everywhere. */
const inOrder = (kinds: readonly NoticeKind[]) => noticeKinds.filter(kind => kinds.includes(kind));

/** The names there are; undefined while they are not known. */
export interface KnownNames {
  rules: readonly string[];
  jobs: readonly string[] | undefined;
  environments: readonly string[] | undefined;
  channels: readonly string[] | undefined;
}

const factors = { least: 1.1, most: 1_000 };

export function ruleProblems(form: RuleForm, known: KnownNames): FormProblems {
  const own = nameProblems(form.name, 'rule', known.rules);
  const wrong: Record<string, string> = { ...own.wrong };
  const missing: Record<string, string> = { ...own.missing };
  if (form.on.length === 0) missing.on = 'Choose what it tells about';
  if (form.channels.length === 0) missing.channels = 'Choose where it is sent to';
  const factor = Number(form.factor);
  if (form.factor.trim() !== '' && !(factor >= factors.least && factor <= factors.most)) {
    wrong.factor = `A number from ${factors.least} to ${factors.most}`;
  }
  for (const field of ['jobs', 'environments', 'channels'] as const) {
    const names = known[field];
    const gone = names ? form[field].filter(name => !names.includes(name)) : [];
    if (gone.length > 0) wrong[field] = `Not there any more, take out: ${gone.join(', ')}`;
  }
  return { wrong, missing };
}
