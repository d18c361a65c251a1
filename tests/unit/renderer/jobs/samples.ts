import type { Job, JobDefinition, JobSummary } from '../../../../src/shared/contract/jobs.ts';

export const definition: JobDefinition = {
  name: 'daily_delays_dev',
  kind: 'model',
  environment: 'dev',
  model: 'daily_delays',
  tag: 'v2',
  target: { schema: 'MARTS', table: 'DAILY_DELAYS' },
  materialization: { type: 'table' },
  source_mapping: { 'LAKE.RAW.FLIGHTS': 'LAKE.TEST.FLIGHTS' },
  variables: { region: 'US' },
  timeout: '10m',
};

export const summary: JobSummary = {
  id: 1,
  name: 'daily_delays_dev',
  kind: 'model',
  description: '',
  environment: 'dev',
  environment_id: 1,
  model: 'daily_delays',
  model_id: 7,
  runs: 'v2',
  runs_version: 2,
  target: 'ANALYTICS_DEV.MARTS.DAILY_DELAYS',
  materialization: 'table',
  interval: null,
  version: 1,
  revision: 3,
  has_draft: false,
  last_run: null,
  paused: null,
  next_fire_at: null,
  updated_at: '2026-11-21T06:00:00.000Z',
};

export const job: Job = {
  ...summary,
  definition,
  draft: null,
  starts: [],
  created_at: '2026-11-20T06:00:00.000Z',
};
