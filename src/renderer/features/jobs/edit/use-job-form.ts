import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Job } from '../../../../shared/contract/jobs.ts';
import { api } from '../../../api.ts';
import { useEnvironments } from '../../../parts/environments.ts';
import { definitionChanges } from '../definition-changes.ts';
import { useAllJobs } from '../jobs-data.ts';
import type { JobFieldsProps } from './fields.ts';
import { definitionOf, type JobForm } from './job-form.ts';
import { jobProblems, type Problems } from './job-problems.ts';
import { useJobEdit } from './use-job-edit.ts';

const noProblems: Problems = {};

/** A job being edited: what was typed, what it means, what is wrong with it, and what it refers to. */
export function useJobForm(key: string, job: Job | null, saved: JobForm) {
  const edit = useJobEdit(key, saved, job === null);
  const { form } = edit;
  const { jobs } = useAllJobs();
  const environment = useEnvironments().find(({ name }) => name === form.environment);
  const model = useQuery(
    api.models.get.queryOptions({ input: { model: form.model }, enabled: form.model !== '' }),
  ).data;
  const ref = form.runs === 'latest' ? 'latest' : form.tag;
  const version = useQuery(
    api.models.version.queryOptions({
      input: { model: form.model, version: ref },
      enabled: form.model !== '' && ref !== '' && model?.latest_version !== null,
      retry: false,
    }),
  ).data;
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState(noProblems);

  const definition = useMemo(() => definitionOf(form), [form]);
  const found = useMemo(
    () =>
      jobProblems(form, {
        otherNames: jobs.filter(({ id }) => id !== job?.id).map(({ name }) => name),
        environment,
        tags: model?.tags.map(({ name }) => name),
      }),
    [form, jobs, job, environment, model],
  );
  const problems = { ...refused, ...(tried ? found.missing : {}), ...found.wrong };
  const fields: JobFieldsProps = {
    job,
    form,
    problems,
    environment,
    model,
    version,
    set: changes => {
      setRefused(noProblems);
      edit.set(changes);
    },
  };
  return {
    ...edit,
    fields,
    definition,
    changes: useMemo(() => definitionChanges(definitionOf(saved), definition), [saved, definition]),
    /** Something is wrong or missing. */
    broken: Object.keys(found.wrong).length + Object.keys(found.missing).length > 0,
    problems,
    refuse: setRefused,
    /** Somebody wants to go on: what is still to be filled in is said from now on. */
    check: () => setTried(true),
    discard: () => {
      edit.discard();
      setTried(false);
      setRefused(noProblems);
    },
  };
}
