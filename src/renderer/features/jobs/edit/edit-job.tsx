import { Button } from '@mantine/core';
import { useMemo } from 'react';
import type { Job } from '../../../../shared/contract/jobs.ts';
import { navigate } from '../../../location.ts';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { showToast } from '../../../ui/notices.ts';
import { jobHref } from '../jobs-data.ts';
import { EditForm } from './edit-form.tsx';
import classes from './edit.module.css';
import { emptyJob, formOf } from './job-form.ts';
import { useJobForm } from './use-job-form.ts';

/** The definition of a job being edited: its draft, or the live one where there is no draft yet. */
export function EditJob({ job }: { job: Job }) {
  const definition = job.draft ?? job.definition;
  const saved = useMemo(() => (definition ? formOf(definition) : emptyJob), [definition]);
  const edit = useJobForm(String(job.id), job, saved);
  const { environment } = edit.fields;
  const close = () => navigate(jobHref(job.id));
  return (
    <div className={classes.page} data-hue={environment?.colour}>
      <BreadcrumbBar
        crumbs={[
          { label: 'Jobs', href: '/jobs' },
          { label: job.name, href: jobHref(job.id) },
          { label: 'Edit' },
        ]}
        marks={environment && <EnvironmentChip environment={environment} />}
      />
      {edit.overtaken && (
        <div className={classes.notice} data-tone="warning">
          <p>
            {job.name} was changed elsewhere since you began. Saving replaces that; discarding shows what is
            saved now.
          </p>
          <Button onClick={edit.discard}>Discard my changes</Button>
        </div>
      )}
      <EditForm
        job={job}
        edit={edit}
        onSaved={() => showToast(`The draft of ${job.name} is saved`)}
        onPublished={close}
        onClose={close}
      />
    </div>
  );
}
