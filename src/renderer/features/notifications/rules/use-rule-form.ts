import { useMemo, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../api.ts';
import { useAllJobs } from '../../jobs/jobs-data.ts';
import { definitionChanges } from '../edit/changes.ts';
import type { Problems } from '../edit/problems.ts';
import { useEdit } from '../edit/use-edit.ts';
import { useChannels, useRules } from '../notifications-data.ts';
import { definitionOf, type RuleForm, ruleLabels, ruleProblems } from './rule-form.ts';

const noProblems: Problems = {};
const namesOf = (things: readonly { name: string }[] | undefined) => things?.map(({ name }) => name);

/** A rule being edited, by its id, or made ("new"): what was typed, what it means, what is wrong with it. */
export function useRuleForm(key: number | `new${string}`, saved: RuleForm) {
  const edit = useEdit(`rule/${key}`, saved);
  const { form } = edit;
  const { rules } = useRules();
  const { data: channels } = useChannels();
  const { data: jobs } = useAllJobs();
  const { data: environments } = useQuery(api.environments.list.queryOptions());
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState(noProblems);
  const known = useMemo(
    () => ({
      rules: rules.filter(({ id }) => id !== key).map(({ name }) => name),
      jobs: namesOf(jobs),
      environments: namesOf(environments?.environments),
      channels: namesOf(channels?.channels),
    }),
    [rules, key, jobs, environments, channels],
  );
  const definition = useMemo(() => definitionOf(form), [form]);
  const found = useMemo(() => ruleProblems(form, known), [form, known]);
  return {
    ...edit,
    known,
    definition,
    changes: useMemo(
      () => definitionChanges(definitionOf(saved), definition, ruleLabels),
      [saved, definition],
    ),
    problems: { ...refused, ...(tried ? found.missing : {}), ...found.wrong },
    broken: Object.keys(found.wrong).length + Object.keys(found.missing).length > 0,
    refuse: setRefused,
    /** Somebody wants to go on: what is still to be filled in is said from now on. */
    check: () => setTried(true),
    set: (changes: Partial<RuleForm>) => {
      setRefused(noProblems);
      edit.set(changes);
    },
    discard: () => {
      edit.discard();
      setTried(false);
      setRefused(noProblems);
    },
  };
}
