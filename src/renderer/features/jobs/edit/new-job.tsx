import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Job } from '../../../../shared/contract/jobs.ts';
import type { Model } from '../../../../shared/contract/models.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { navigate, useSearch } from '../../../location.ts';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { showToast } from '../../../ui/notices.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { editHref, jobHref } from '../jobs-data.ts';
import { EditForm } from './edit-form.tsx';
import classes from './edit.module.css';
import { startOf } from './job-form.ts';
import { useJobForm } from './use-job-form.ts';

/** A job that is not there yet; `?model=3&environment=dev` builds a model there, `?from=12` begins like another job. */
export function NewJob() {
  const search = useSearch();
  const from = search.get('from');
  const modelRef = search.get('model');
  const other = useQuery(api.jobs.get.queryOptions({ input: { job: from ?? '' }, enabled: from !== null }));
  const model = useQuery(
    api.models.get.queryOptions({ input: { model: modelRef ?? '' }, enabled: modelRef !== null }),
  );
  const error = other.error ?? model.error;
  const waits = (from !== null && !other.data) || (modelRef !== null && !model.data);
  if (waits && !error) return <Waiting lines={10} label="Loading what the job begins with" />;
  return (
    <NewJobForm
      key={search.toString()}
      storeKey={`new?${search.toString()}`}
      other={other.data}
      model={model.data}
      environment={search.get('environment') ?? ''}
      error={error}
    />
  );
}

interface FormProps {
  storeKey: string;
  other: Job | undefined;
  model: Model | undefined;
  /** Its name; empty where none was asked for. */
  environment: string;
  /** Why the job does not begin as was asked for. */
  error: unknown;
}

function NewJobForm({ storeKey, other, model, environment: wanted, error }: FormProps) {
  const start = useMemo(() => startOf(other, model, wanted), [other, model, wanted]);
  const edit = useJobForm(storeKey, null, start);
  const { environment } = edit.fields;
  return (
    <div className={classes.page} data-hue={environment?.colour}>
      <BreadcrumbBar
        crumbs={[
          { label: 'Jobs', href: '/jobs' },
          { label: other ? `New job like ${other.name}` : 'New job' },
        ]}
        marks={environment && <EnvironmentChip environment={environment} />}
      />
      <EditForm
        job={null}
        edit={edit}
        onSaved={job => {
          showToast(`${job.name} is saved as a draft`);
          navigate(editHref(job.id), { replace: true });
        }}
        onPublished={job => navigate(jobHref(job.id), { replace: true })}
        onClose={() => {
          edit.discard();
          navigate(other ? jobHref(other.id) : '/jobs');
        }}
      >
        {error !== null && error !== undefined && (
          <ErrorPanel trouble={troubleOf(error, 'What the job was to begin with is not there')} />
        )}
      </EditForm>
    </div>
  );
}
