import { AreaLink } from '../../../parts/areas.tsx';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { useEnvironments } from '../../../parts/environments.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ObjectTable, type ObjectColumn } from '../../../ui/object-table.tsx';
import { tagText } from '../models-data.ts';
import { useModelPage } from '../workbench.ts';
import type { Model } from '../../../../shared/contract/models.ts';
import { LabelChip } from '../../../ui/chip.tsx';

type JobOfModel = Model['jobs'][number];

/** The jobs that build this model, and which version each runs. */
export function JobsPanel() {
  const { model } = useModelPage();
  const environments = useEnvironments();
  const versionOf = (runs: string) =>
    runs === 'latest'
      ? model.latest_version
      : model.tags.find(tag => tag.name.toLowerCase() === runs.toLowerCase())?.version;
  const columns: ObjectColumn<JobOfModel>[] = [
    {
      key: 'name',
      title: 'Job',
      width: '2fr',
      render: job => <AreaLink to={`/jobs/${job.id}`}>{job.name}</AreaLink>,
      sortBy: job => job.name,
    },
    {
      key: 'environment',
      title: 'Environment',
      width: '1fr',
      render: job => {
        const environment = environments.find(({ name }) => name === job.environment);
        return environment ? <EnvironmentChip environment={environment} /> : job.environment;
      },
      sortBy: job => environments.findIndex(({ name }) => name === job.environment),
    },
    {
      key: 'runs',
      title: 'Runs',
      width: '1fr',
      render: job => {
        const version = versionOf(job.runs);
        return <LabelChip>{version ? tagText({ name: job.runs, version }) : job.runs}</LabelChip>;
      },
    },
  ];
  if (model.jobs.length === 0) return <EmptyState>No job builds this model yet.</EmptyState>;
  return (
    <ObjectTable
      label="Jobs of this model"
      columns={columns}
      rows={model.jobs}
      keyOf={job => String(job.id)}
    />
  );
}
